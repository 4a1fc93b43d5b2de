#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "shared/core/time.hpp"
#include "shared/voice/fact.hpp"

namespace wib::webhooks {

/// Which way a leg was set up, seen from us.
enum class LegDirection : std::uint8_t { unknown, outbound, inbound };

/// One thing a carrier told us, in our words, whoever it was. Delivered in any order and more than once: `event_id`
/// says whether it is known, `occurred_at` when it was true.
struct CarrierEvent {
    std::string carrier;     ///< "telnyx"
    std::string event_id;    ///< unique at this carrier
    std::string event_type;  ///< the carrier's word, for the inbox and for people; nothing decides on it
    Instant occurred_at;
    std::string control_id;  ///< the carrier's handle of the leg; "" when the event is not about a leg
    std::string session_id;  ///< shared by linked legs
    std::string leg_id;
    std::string client_state;  ///< as we gave it, still sealed (identity::open_client_state); "" when there is none
    std::string from;          ///< as the carrier wrote it: a number, or a SIP address
    std::string to;
    LegDirection direction = LegDirection::unknown;

    /// What became known of the leg; nothing for events that do not change a call's course.
    std::optional<voice::FactKind> fact{};
    voice::Cause cause = voice::Cause::none;                     ///< for hung_up
    voice::AnsweredBy answered_by = voice::AnsweredBy::unknown;  ///< for machine_detected
    std::string detail{};  ///< the carrier's own word for cause, result or failure; for the record

    bool operator==(const CarrierEvent&) const = default;
};

}  // namespace wib::webhooks
