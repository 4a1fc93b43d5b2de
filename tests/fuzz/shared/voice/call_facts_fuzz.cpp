#include <algorithm>
#include <vector>

#include "shared/core/ensure.hpp"
#include "shared/voice/call_machine.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;
using namespace wib::voice;

namespace {

constexpr Instant kStart = from_unix_seconds(1'700'000'000);

Fact a_fact(fuzz::Draw& draw) {
    const auto at = kStart + std::chrono::milliseconds{draw.number<std::uint16_t>()};
    return {.kind = static_cast<FactKind>(draw.below(14)),
            .leg = static_cast<Leg>(draw.below(3)),
            .occurred_at = at,
            .source = static_cast<Source>(draw.below(3)),
            .cause = static_cast<Cause>(draw.below(15)),
            .answered_by = static_cast<AnsweredBy>(draw.below(6)),
            .received_at = at + std::chrono::milliseconds{draw.byte() * 100}};
}

}  // namespace

// Facts in any order and any number of times: one state, over stays over, known news has no effect, the last line is
// let go, and the clock always has an end to offer for a call that is not over.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Draw draw{data, size};
    const auto shape = draw.byte();
    const CallPlan plan{.flow = (shape & 1) != 0 ? Flow::bridge : Flow::direct,
                        .purpose = (shape & 2) != 0 ? Purpose::test : Purpose::conversation};
    std::vector<Fact> facts;
    while (!draw.is_empty() && facts.size() < 8) facts.push_back(a_fact(draw));

    FactSet learned;
    bool was_over = false;
    for (const auto& fact : facts) {
        const auto effects = learn(plan, learned, fact, fact.received_at);
        const auto after = fold(plan, learned);
        ensure(effects.empty() || std::holds_alternative<SaveRecord>(effects.front()), "news is saved before it acts");
        ensure(learn(plan, learned, fact, fact.received_at).empty(), "known news does nothing");
        ensure(!was_over || after.is<Ended>(), "what is over stays over");
        if (was_over)
            for (const auto& effect : effects)
                ensure(std::holds_alternative<SaveRecord>(effect) || std::holds_alternative<HangUp>(effect),
                       "behind a call that is over lines are closed, and nothing is begun");
        if (fact.received_at - fact.occurred_at > kTimely)
            for (const auto& effect : effects)
                ensure(!std::holds_alternative<Dial>(effect) && !std::holds_alternative<Bridge>(effect) &&
                           !std::holds_alternative<StartStream>(effect),
                       "late news begins nothing");
        was_over = after.is<Ended>();
        ensure(is_terminal(status(after)) == was_over, "its status says whether it is over");
    }
    const auto state = fold(plan, learned);
    FactSet backwards;
    for (auto fact = facts.rbegin(); fact != facts.rend(); ++fact) backwards.add(*fact);
    ensure(backwards == learned && fold(plan, backwards) == state, "the order of the facts does not matter");

    if (const auto* ended = std::get_if<Ended>(&state.phase))
        ensure(ended->talk_time >= Duration::zero(), "nobody talks backwards");
    if ((shape & 4) == 0) return 0;
    auto now = kStart + std::chrono::hours{6};
    for (int round = 0; next_alarm(plan, learned); ++round) {
        ensure(round < 64, "the clock brings every call to its end");
        now = std::max(now, *next_alarm(plan, learned) + std::chrono::seconds{1});
        const auto due = overdue(plan, learned, now);
        ensure(!due.empty(), "an alarm that has gone off is a fact");
        for (const auto& fact : due) (void)learn(plan, learned, fact, now);
    }
    return 0;
}
