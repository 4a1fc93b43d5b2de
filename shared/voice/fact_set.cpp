#include "shared/voice/fact_set.hpp"

#include <algorithm>
#include <iterator>

namespace wib::voice {

namespace {

/// Smaller than every fact of this kind and leg.
Fact before_all(FactKind kind, Leg leg) {
    return {.kind = kind, .leg = leg, .occurred_at = Instant::min()};
}

/// Not smaller than any fact of this kind and leg, nor equal to a real one: time does not reach its own end.
Fact after_all(FactKind kind, Leg leg) {
    return {.kind = kind, .leg = leg, .occurred_at = Instant::max()};
}

}  // namespace

const Fact* FactSet::first(FactKind kind, Leg leg) const {
    const auto found = facts_.lower_bound(before_all(kind, leg));
    return found != facts_.end() && found->kind == kind && found->leg == leg ? &*found : nullptr;
}

const Fact* FactSet::last(FactKind kind, Leg leg) const {
    const auto past = facts_.lower_bound(after_all(kind, leg));
    if (past == facts_.begin()) return nullptr;
    const auto found = std::prev(past);
    return found->kind == kind && found->leg == leg ? &*found : nullptr;
}

std::size_t FactSet::count(FactKind kind, Leg leg) const {
    return static_cast<std::size_t>(
        std::distance(facts_.lower_bound(before_all(kind, leg)), facts_.lower_bound(after_all(kind, leg))));
}

std::optional<Instant> FactSet::earliest() const {
    if (facts_.empty()) return std::nullopt;
    return std::ranges::min(facts_, {}, &Fact::occurred_at).occurred_at;
}

}  // namespace wib::voice
