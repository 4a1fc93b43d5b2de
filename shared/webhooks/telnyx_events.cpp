#include <algorithm>
#include <array>

#include "shared/codec/reflect.hpp"
#include "shared/webhooks/telnyx.hpp"

namespace wib::webhooks {
namespace {

using voice::AnsweredBy;
using voice::Cause;
using voice::FactKind;

constexpr codec::Reading kAsVendor{.unknown = codec::Unknown::ignored};

struct EventData {
    codec::Text<1, 100> event_type;
    codec::Text<1, 200> id;
    std::optional<Instant> occurred_at;
    std::optional<codec::RawJson> payload;
};
BOOST_DESCRIBE_STRUCT(EventData, (), (event_type, id, occurred_at, payload))

struct EventBody {
    EventData data;
};
BOOST_DESCRIBE_STRUCT(EventBody, (), (data))

struct Payload {
    std::optional<Instant> occurred_at;
    std::optional<std::string> call_control_id;
    std::optional<std::string> call_session_id;
    std::optional<std::string> call_leg_id;
    std::optional<std::string> client_state;
    std::optional<std::string> from;
    std::optional<std::string> to;
    std::optional<std::string> direction;
    std::optional<std::string> hangup_cause;
    std::optional<std::string> result;
    std::optional<std::string> status;
    std::optional<std::string> failure_reason;
};
BOOST_DESCRIBE_STRUCT(Payload, (),
                      (occurred_at, call_control_id, call_session_id, call_leg_id, client_state, from, to, direction,
                       hangup_cause, result, status, failure_reason))

template <class Ours>
struct Word {
    std::string_view theirs;
    Ours ours;
};

// The types that change a call's course. All others are kept for the record.
constexpr std::array kFacts{
    Word<FactKind>{"call.initiated", FactKind::dialed},
    Word<FactKind>{"call.answered", FactKind::answered},
    Word<FactKind>{"call.bridged", FactKind::bridged},
    Word<FactKind>{"call.hangup", FactKind::hung_up},
    Word<FactKind>{"call.machine.detection.ended", FactKind::machine_detected},
    Word<FactKind>{"call.machine.premium.detection.ended", FactKind::machine_detected},
    Word<FactKind>{"call.speak.ended", FactKind::announced},
    Word<FactKind>{"streaming.started", FactKind::stream_started},
    Word<FactKind>{"streaming.stopped", FactKind::stream_stopped},
    Word<FactKind>{"streaming.failed", FactKind::stream_stopped},
};

constexpr std::array kCauses{
    Word<Cause>{"call_rejected", Cause::declined},     Word<Cause>{"normal_clearing", Cause::normal},
    Word<Cause>{"originator_cancel", Cause::canceled}, Word<Cause>{"timeout", Cause::no_answer},
    Word<Cause>{"time_limit", Cause::time_limit},      Word<Cause>{"user_busy", Cause::busy},
    Word<Cause>{"not_found", Cause::invalid_number},   Word<Cause>{"no_answer", Cause::no_answer},
};

constexpr std::array kAnswerers{
    Word<AnsweredBy>{"human", AnsweredBy::human},          Word<AnsweredBy>{"human_residence", AnsweredBy::human},
    Word<AnsweredBy>{"human_business", AnsweredBy::human}, Word<AnsweredBy>{"machine", AnsweredBy::machine},
    Word<AnsweredBy>{"silence", AnsweredBy::silence},      Word<AnsweredBy>{"fax_detected", AnsweredBy::fax},
};

template <class Words>
auto translate(const Words& words, std::string_view theirs) -> std::optional<decltype(words.front().ours)> {
    const auto found = std::ranges::find(words, theirs, [](const auto& word) { return word.theirs; });
    if (found == words.end()) return std::nullopt;
    return found->ours;
}

LegDirection direction_of(std::string_view theirs) {
    if (theirs == "outgoing") return LegDirection::outbound;
    if (theirs == "incoming") return LegDirection::inbound;
    return LegDirection::unknown;
}

void describe(CarrierEvent& event, Payload payload) {
    event.control_id = std::move(payload.call_control_id).value_or("");
    event.session_id = std::move(payload.call_session_id).value_or("");
    event.leg_id = std::move(payload.call_leg_id).value_or("");
    event.client_state = std::move(payload.client_state).value_or("");
    event.from = std::move(payload.from).value_or("");
    event.to = std::move(payload.to).value_or("");
    event.direction = direction_of(payload.direction.value_or(""));
    event.fact = translate(kFacts, event.event_type);
    if (!event.fact) return;

    if (*event.fact == FactKind::hung_up) {
        event.detail = payload.hangup_cause.value_or("");
        event.cause = translate(kCauses, event.detail).value_or(Cause::other);
    } else if (*event.fact == FactKind::machine_detected) {
        event.detail = payload.result.value_or("");
        event.answered_by = translate(kAnswerers, event.detail).value_or(AnsweredBy::not_sure);
    } else if (*event.fact == FactKind::announced) {
        // Only what was heard to its end has been announced.
        event.detail = payload.status.value_or("completed");
        if (event.detail != "completed") event.fact.reset();
    } else if (*event.fact == FactKind::stream_stopped) {
        event.detail = payload.failure_reason.value_or("");
    }
    // A leg somebody else set up has not been dialled by us.
    if (event.fact == FactKind::dialed && event.direction == LegDirection::inbound) event.fact.reset();
}

}  // namespace

Result<CarrierEvent, EventError> parse_telnyx_event(std::string_view body, Instant received_at) {
    auto parsed = codec::parse<EventBody>(body, kAsVendor);
    if (!parsed) return unexpected(EventError::not_an_event);
    auto& data = parsed->data;
    CarrierEvent event{.carrier = "telnyx",
                       .event_id = data.id.value(),
                       .event_type = data.event_type.value(),
                       .occurred_at = data.occurred_at.value_or(received_at)};
    if (!data.payload) return event;
    auto payload = codec::parse<Payload>(data.payload->text, kAsVendor);
    if (!payload) return event;
    // Some types (conferences) carry the time in their payload.
    if (!data.occurred_at) event.occurred_at = payload->occurred_at.value_or(received_at);
    describe(event, std::move(*payload));
    // What has no time of its own cannot be folded with what has, and what is no fact tells no cause.
    if (!data.occurred_at) {
        event.fact.reset();
        event.cause = voice::Cause::none;
        event.answered_by = voice::AnsweredBy::unknown;
    }
    return event;
}

}  // namespace wib::webhooks
