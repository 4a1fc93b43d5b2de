#include "shared/voice/call_json.hpp"

#include <gtest/gtest.h>

#include "shared/voice/call_machine.hpp"

namespace wib::voice {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-21T12:00:00.000001Z");

CallOnPaper a_call() {
    CallOnPaper call{.plan = {.flow = Flow::bridge, .purpose = Purpose::test, .ring_for = 20s, .longest = 10min},
                     .facts = {}};
    call.facts.add({.kind = FactKind::dial_requested, .leg = Leg::agent, .occurred_at = noon, .source = Source::us});
    call.facts.add({.kind = FactKind::machine_detected,
                    .leg = Leg::consumer,
                    .occurred_at = noon + 9s,
                    .answered_by = AnsweredBy::fax});
    call.facts.add({.kind = FactKind::hung_up,
                    .leg = Leg::consumer,
                    .occurred_at = noon + 10s,
                    .cause = Cause::declined,
                    .received_at = noon + 11s});
    return call;
}

TEST(CallOnPaper, IsContinuedByWhoeverReadsIt) {
    const auto read = parse_call(to_json(a_call()));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, a_call());
    EXPECT_EQ(fold(read->plan, read->facts), fold(a_call().plan, a_call().facts));
}

TEST(CallOnPaper, SaysWhatIsWrongWithAPaperThatIsNone) {
    EXPECT_FALSE(parse_call("{"));
    auto text = to_json(a_call());
    text.replace(text.find("declined"), 8, "annoyed!");
    const auto read = parse_call(text);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().faults.front().path, "facts[2].cause");
}

// Found by fuzzing: the span overflowed the clock it was added to.
TEST(CallOnPaper, HasSpansThatACallCanHave) {
    for (const auto* name : {"ring_for_ms", "longest_ms"})
        for (const auto* span : {"9223372036854775807", "-1", "604800001"}) {
            auto text = to_json(a_call());
            const auto at = text.find(name) + std::string_view{name}.size() + 2;
            text.replace(at, text.find_first_of(",}", at) - at, span);
            const auto read = parse_call(text);
            ASSERT_FALSE(read) << text;
            EXPECT_EQ(read.error().faults.front().path, "plan");
        }
}

}  // namespace
}  // namespace wib::voice
