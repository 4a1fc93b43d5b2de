#include "shared/voice/fact.hpp"

#include <tuple>

namespace wib::voice {

std::strong_ordering operator<=>(const Fact& a, const Fact& b) {
    const auto key = [](const Fact& f) {
        return std::tie(f.kind, f.leg, f.occurred_at, f.source, f.cause, f.answered_by);
    };
    return key(a) <=> key(b);
}

}  // namespace wib::voice
