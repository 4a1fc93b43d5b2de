#include "shared/voice/command.hpp"

#include <gtest/gtest.h>

namespace wib::voice {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-21T12:00:00Z");

OpenCommand a_dial() {
    return {.kind = CommandKind::dial, .leg = Leg::consumer, .created_at = noon, .first_sent_at = noon, .attempts = 1};
}
CallState with_consumer(LegState leg) {
    return {.phase = Dialing{noon}, .consumer = leg};
}

TEST(Command, NeverRepeatsADialLaterThanTheCarrierRemembersIt) {
    EXPECT_EQ(next_step(a_dial(), {}, false, noon + 45s), NextStep::send);
    EXPECT_EQ(next_step(a_dial(), {}, false, noon + 46s), NextStep::give_up);
    auto unsent = a_dial();
    unsent.first_sent_at.reset();
    EXPECT_EQ(next_step(unsent, {}, false, noon + 46s), NextStep::give_up) << "whoever asked for it has gone";
}

TEST(Command, NeverRepeatsADialThatIsKnownToHaveBeenTaken) {
    EXPECT_EQ(next_step(a_dial(), with_consumer({.requested = true, .dialed_at = noon}), true, noon + 1s),
              NextStep::moot);
    EXPECT_EQ(next_step(a_dial(), with_consumer({.requested = true, .answered_at = noon}), true, noon + 1s),
              NextStep::moot);
}

TEST(Command, DialsNobodyForACallThatIsOver) {
    const CallState over{.phase = Ended{.at = noon, .status = CallStatus::canceled}};
    EXPECT_EQ(next_step(a_dial(), over, false, noon + 1s), NextStep::give_up);
}

TEST(Command, WaitsToHangUpALineWhoseNameIsUnknown) {
    const OpenCommand hang_up{.kind = CommandKind::hangup, .leg = Leg::consumer, .created_at = noon};
    const auto dialling = with_consumer({.requested = true});
    EXPECT_EQ(next_step(hang_up, dialling, false, noon + 30s), NextStep::wait);
    EXPECT_EQ(next_step(hang_up, dialling, true, noon + 30s), NextStep::send);
    EXPECT_EQ(next_step(hang_up, with_consumer({.ended_at = noon}), true, noon + 30s), NextStep::moot);
    EXPECT_EQ(next_step(hang_up, dialling, true, noon + 11min), NextStep::give_up);
}

TEST(Command, DropsWhatWouldSurpriseWhoeverIsOnTheLine) {
    for (const auto kind : {CommandKind::bridge, CommandKind::speak, CommandKind::start_stream}) {
        const OpenCommand command{.kind = kind, .leg = Leg::agent, .created_at = noon};
        const CallState live{.phase = Live{noon}, .agent = {.answered_at = noon}};
        EXPECT_EQ(next_step(command, live, true, noon + 15s), NextStep::send);
        EXPECT_EQ(next_step(command, live, true, noon + 16s), NextStep::give_up);
    }
}

TEST(Command, ComesBackLaterEachTimeAndNeverTogether) {
    EXPECT_EQ(back_off(1, 0.0), 1s);
    EXPECT_EQ(back_off(2, 0.0), 2s);
    EXPECT_EQ(back_off(5, 0.0), 16s);
    EXPECT_EQ(back_off(50, 0.0), 16s);
    EXPECT_EQ(back_off(1, 0.5), 1250ms);
}

}  // namespace
}  // namespace wib::voice
