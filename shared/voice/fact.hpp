#pragma once
#include <boost/describe/enum.hpp>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/core/time.hpp"

namespace wib::voice {

/// Whom a fact is about. `call` is for facts that concern the conversation as a whole.
enum class Leg : std::uint8_t { call, agent, consumer };
BOOST_DESCRIBE_ENUM(Leg, call, agent, consumer)

/// What can become known about a call, in our words, whoever told us. A carrier may never tell some of them
/// (Telnyx announces no ringing): nothing waits for a fact that is optional.
enum class FactKind : std::uint8_t {
    dial_requested,    ///< we decided to dial this leg; the command is durable
    dialed,            ///< the carrier took the dial
    ringing,           ///< the phone rings (optional)
    answered,          ///< somebody, or something, picked up
    machine_detected,  ///< what picked up: see AnsweredBy
    bridged,           ///< this leg hears the other one
    announced,         ///< what we had spoken on this leg has been said
    stream_requested,  ///< we asked for the leg's media again, after the stream was lost
    stream_started,    ///< media flows to us
    stream_stopped,    ///< media no longer flows to us, for whatever reason
    hung_up,           ///< the carrier says the leg is over: see Cause
    refused,           ///< the carrier would not dial: see Cause
    end_requested,     ///< a person asked us to end the call
    gave_up,           ///< we stopped waiting for news or could not go on: see Cause
};
BOOST_DESCRIBE_ENUM(FactKind, dial_requested, dialed, ringing, answered, machine_detected, bridged, announced,
                    stream_requested, stream_started, stream_stopped, hung_up, refused, end_requested, gave_up)

/// Why a leg ended.
enum class Cause : std::uint8_t {
    none,
    normal,  ///< somebody hung up
    busy,
    declined,
    no_answer,
    canceled,  ///< the caller's side withdrew before an answer
    invalid_number,
    time_limit,
    carrier_refused,  ///< the carrier would not carry it: credit, channel limit, policy, bad request
    not_configured,   ///< there is no carrier to ask
    outcome_unknown,  ///< the dial was sent and nothing was ever heard of it
    unheard,          ///< news that must have come did not
    stalled,          ///< the next step could not be taken in time
    other,
};
BOOST_DESCRIBE_ENUM(Cause, none, normal, busy, declined, no_answer, canceled, invalid_number, time_limit,
                    carrier_refused, not_configured, outcome_unknown, unheard, stalled, other)

/// What answered, as far as the carrier can tell.
enum class AnsweredBy : std::uint8_t { unknown, human, machine, not_sure, fax, silence };
BOOST_DESCRIBE_ENUM(AnsweredBy, unknown, human, machine, not_sure, fax, silence)

/// Who says so. The clock is us too, but without any news from outside.
enum class Source : std::uint8_t { carrier, us, clock };
BOOST_DESCRIBE_ENUM(Source, carrier, us, clock)

/// One thing known about a call. Facts are values: the same one told twice is one fact, whenever it was received.
struct Fact {
    FactKind kind;
    Leg leg;
    Instant occurred_at;
    Source source = Source::carrier;
    Cause cause = Cause::none;
    AnsweredBy answered_by = AnsweredBy::unknown;
    Instant received_at{};  ///< not part of what the fact says

    friend std::strong_ordering operator<=>(const Fact& a, const Fact& b);
    friend bool operator==(const Fact& a, const Fact& b) { return (a <=> b) == 0; }
};

}  // namespace wib::voice
