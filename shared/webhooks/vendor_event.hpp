#pragma once
#include <string>
#include <string_view>

#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

/// What every vendor's event has in common: enough to take it in once and to find it again. Whoever the event is for
/// reads the rest. Types we do not know are events like any other: kept, not dropped.
namespace wib::webhooks {

enum class EventError { not_an_event };

struct VendorEvent {
    std::string event_id;  ///< the same whenever the vendor tells it again, unique at this vendor
    std::string event_type;
    Instant occurred_at;

    bool operator==(const VendorEvent&) const = default;
};

/// "evt_…", `type`, `created` in seconds; the thin events of v2 likewise.
[[nodiscard]] Result<VendorEvent, EventError> parse_stripe_event(std::string_view body, Instant received_at);

/// Resend's bodies name no event: the id is `svix-id`, which is signed with them.
[[nodiscard]] Result<VendorEvent, EventError> parse_resend_event(std::string_view body, std::string_view svix_id,
                                                                 Instant received_at);

/// A transcript has one end, a streaming session too: `transcript_id` with its status, or `session_id`.
[[nodiscard]] Result<VendorEvent, EventError> parse_assemblyai_event(std::string_view body, Instant received_at);

/// Of which transcript such an event tells; "" for one that tells of none.
[[nodiscard]] std::string_view transcript_of(const VendorEvent& event);

/// A form, or JSON where Twilio sends that. The id is made of what is signed: the call's (message's, stream's) sid and
/// sequence number, or else the digest of all fields, so that a replayed request is the same event.
[[nodiscard]] Result<VendorEvent, EventError> parse_twilio_event(std::string_view body, Instant received_at);

/// A form as one JSON object, for the inbox's column: a repeated name becomes an array of its values.
[[nodiscard]] std::string form_as_json(std::string_view form);

}  // namespace wib::webhooks
