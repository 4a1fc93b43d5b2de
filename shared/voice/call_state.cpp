#include "shared/voice/call_state.hpp"

#include <array>

namespace wib::voice {

namespace {

using namespace std::literals;

constexpr std::array kStatuses{"pending"sv,   "initiated"sv, "ringing"sv, "in_progress"sv, "bridged"sv,
                               "completed"sv, "failed"sv,    "busy"sv,    "no_answer"sv,   "canceled"sv};
constexpr std::array kFlows{"direct"sv, "bridge"sv};

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

std::string_view status(const LegState& leg) {
    if (leg.ended_at) return "ended";
    if (leg.bridged_at) return "bridged";
    if (leg.answered_at) return "answered";
    if (leg.rang) return "ringing";
    if (leg.requested || leg.dialed_at) return "dialing";
    return "pending";
}

std::string_view name(CallStatus status) {
    return kStatuses.at(static_cast<std::size_t>(status));
}
std::string_view name(Flow flow) {
    return kFlows.at(static_cast<std::size_t>(flow));
}

std::optional<CallStatus> parse_call_status(std::string_view text) {
    for (std::size_t i = 0; i < kStatuses.size(); ++i)
        if (kStatuses[i] == text) return static_cast<CallStatus>(i);
    return std::nullopt;
}

std::optional<Flow> parse_flow(std::string_view text) {
    if (text == kFlows[0]) return Flow::direct;
    if (text == kFlows[1]) return Flow::bridge;
    return std::nullopt;
}

}  // namespace wib::voice
