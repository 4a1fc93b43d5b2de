#include "shared/voice/command.hpp"

#include <algorithm>

namespace wib::voice {

namespace {

NextStep next_dial(const OpenCommand& command, const LegState& leg, const CallState& call, Instant now) {
    if (leg.dialed_at || leg.answered_at) return NextStep::moot;  // news of the leg proves that the dial was taken
    if (leg.ended_at || call.is<Ended>()) return NextStep::give_up;
    const auto window_opened = command.first_sent_at.value_or(command.created_at);
    return now - window_opened > kDialResendWindow ? NextStep::give_up : NextStep::send;
}

}  // namespace

NextStep next_step(const OpenCommand& command, const CallState& call, bool addressable, Instant now) {
    const auto& leg = call.leg(command.leg);
    if (command.kind == CommandKind::dial) return next_dial(command, leg, call, now);
    // A line we merely gave up may still be there to be hung up; nothing else is worth saying on it.
    if (leg.ended_at && !(leg.given_up && command.kind == CommandKind::hangup)) return NextStep::moot;
    const auto window = command.kind == CommandKind::hangup ? kHangUpWindow : kLiveCommandWindow;
    if (now - command.created_at > window) return NextStep::give_up;
    if (command.kind == CommandKind::bridge && (call.is<Ended>() || leg.bridged_at)) return NextStep::moot;
    if (command.kind == CommandKind::start_stream && call.is<Ended>()) return NextStep::moot;
    return addressable ? NextStep::send : NextStep::wait;
}

Duration back_off(int attempts, double chance) {
    const auto doubled = std::chrono::seconds{1 << std::clamp(attempts - 1, 0, 4)};
    return doubled + std::chrono::duration_cast<Duration>(doubled * (chance / 2));
}

}  // namespace wib::voice
