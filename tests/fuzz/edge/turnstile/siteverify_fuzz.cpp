#include "edge/turnstile/siteverify.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// Whatever comes back from siteverify is a yes without a reason, a no with one, or no answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace turnstile = wib::edge::turnstile;
    const auto answer = turnstile::read_answer(wib::fuzz::text_of(data, size));
    if (!answer) return 0;
    const bool is_solved = answer->verdict == turnstile::Answer::Verdict::solved;
    wib::ensure(is_solved == answer->reason.empty(), "a no has a reason, a yes none");
    wib::ensure(answer->reason.size() <= 32, "reasons are a closed list");
    wib::ensure(is_solved || (answer->hostname.empty() && answer->action.empty()), "only a yes is for something");
    return 0;
}
