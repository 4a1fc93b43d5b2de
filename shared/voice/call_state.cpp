#include "shared/voice/call_state.hpp"

namespace wib::voice {

namespace {

struct StatusOf {
    CallStatus operator()(const Created&) const { return CallStatus::pending; }
    CallStatus operator()(const Dialing&) const { return CallStatus::initiated; }
    CallStatus operator()(const Ringing&) const { return CallStatus::ringing; }
    CallStatus operator()(const Live& live) const {
        return live.connected ? CallStatus::bridged : CallStatus::in_progress;
    }
    CallStatus operator()(const Ended& ended) const { return ended.status; }
};

}  // namespace

CallStatus status(const CallState& state) {
    return std::visit(StatusOf{}, state.phase);
}

bool is_terminal(CallStatus status) {
    return status >= CallStatus::completed;
}

CallStatus unanswered(Cause cause) {
    switch (cause) {
        case Cause::busy:
        case Cause::declined:
            return CallStatus::busy;
        // A normal ending without an answer is one whose answer has not reached us yet, or a phone nobody picked up.
        case Cause::normal:
        case Cause::no_answer:
        case Cause::time_limit:
        case Cause::unheard:
            return CallStatus::no_answer;
        case Cause::canceled:
            return CallStatus::canceled;
        case Cause::none:
        case Cause::invalid_number:
        case Cause::carrier_refused:
        case Cause::not_configured:
        case Cause::outcome_unknown:
        case Cause::stalled:
        case Cause::other:
            return CallStatus::failed;
    }
    return CallStatus::failed;
}

CallStatus status(const LegState& leg) {
    if (leg.ended_at) return leg.answered_at ? CallStatus::completed : unanswered(leg.cause);
    if (leg.bridged_at) return CallStatus::bridged;
    if (leg.answered_at) return CallStatus::in_progress;
    if (leg.rang) return CallStatus::ringing;
    return leg.dialed_at ? CallStatus::initiated : CallStatus::pending;
}

}  // namespace wib::voice
