#include "shared/webhooks/vendor_event.hpp"

#include <boost/json.hpp>
#include <optional>

#include "shared/codec/reflect.hpp"
#include "shared/codec/text.hpp"
#include "shared/codec/url.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::webhooks {
namespace {

constexpr codec::Reading kAsVendor{.unknown = codec::Unknown::ignored};

struct StripeBody {
    codec::Text<1, 255> id;
    codec::Text<1, 200> type;
    std::optional<codec::RawJson> created;
};
BOOST_DESCRIBE_STRUCT(StripeBody, (), (id, type, created))

struct ResendBody {
    codec::Text<1, 200> type;
    std::optional<Instant> created_at;
};
BOOST_DESCRIBE_STRUCT(ResendBody, (), (type, created_at))

struct AssemblyAiBody {
    std::optional<codec::Text<1, 200>> transcript_id;
    std::optional<codec::Text<1, 100>> status;
    std::optional<codec::Text<1, 200>> session_id;
};
BOOST_DESCRIBE_STRUCT(AssemblyAiBody, (), (transcript_id, status, session_id))

// Seconds in v1 events, a date in v2's; nothing else is a time.
std::optional<Instant> stripe_time(const std::optional<codec::RawJson>& created) {
    if (!created) return std::nullopt;
    if (const auto seconds = codec::parse<std::int64_t>(created->text)) {
        constexpr std::int64_t kLatest = 9'999'999'999;
        if (*seconds >= 0 && *seconds <= kLatest) return from_unix_seconds(*seconds);
        return std::nullopt;
    }
    const auto date = codec::parse<Instant>(created->text);
    return date ? std::optional{*date} : std::nullopt;
}

std::string_view field(const codec::QueryParams& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name) return value;
    return {};
}

constexpr std::size_t kMaxSid = 100;

}  // namespace

Result<VendorEvent, EventError> parse_stripe_event(std::string_view body, Instant received_at) {
    const auto event = codec::parse<StripeBody>(body, kAsVendor);
    if (!event) return unexpected(EventError::not_an_event);
    return VendorEvent{.event_id = event->id.value(),
                       .event_type = event->type.value(),
                       .occurred_at = stripe_time(event->created).value_or(received_at)};
}

Result<VendorEvent, EventError> parse_resend_event(std::string_view body, std::string_view svix_id,
                                                   Instant received_at) {
    const auto event = codec::parse<ResendBody>(body, kAsVendor);
    if (!event || svix_id.empty()) return unexpected(EventError::not_an_event);
    return VendorEvent{.event_id = std::string{svix_id},
                       .event_type = event->type.value(),
                       .occurred_at = event->created_at.value_or(received_at)};
}

Result<VendorEvent, EventError> parse_assemblyai_event(std::string_view body, Instant received_at) {
    const auto event = codec::parse<AssemblyAiBody>(body, kAsVendor);
    if (!event) return unexpected(EventError::not_an_event);
    if (event->transcript_id && event->status)
        return VendorEvent{.event_id = event->transcript_id->value() + ":" + event->status->value(),
                           .event_type = "transcript." + event->status->value(),
                           .occurred_at = received_at};
    if (event->session_id)
        return VendorEvent{.event_id = "session:" + event->session_id->value(),
                           .event_type = "session.ended",
                           .occurred_at = received_at};
    return unexpected(EventError::not_an_event);
}

std::string_view transcript_of(const VendorEvent& event) {
    constexpr std::string_view kOfTranscript = "transcript.";
    if (!event.event_type.starts_with(kOfTranscript)) return {};
    const auto status = event.event_type.size() - kOfTranscript.size();
    return std::string_view{event.event_id}.substr(0, event.event_id.size() - status - 1);
}

Result<VendorEvent, EventError> parse_twilio_event(std::string_view body, Instant received_at) {
    const auto fields = codec::parse_query(body);
    if (!fields || fields->empty()) return unexpected(EventError::not_an_event);
    std::string_view sid;
    for (const auto* name : {"CallSid", "MessageSid", "SmsSid", "StreamSid", "RecordingSid"})
        if (sid.empty()) sid = field(*fields, name);
    std::string_view type = "request";
    for (const auto* name : {"StreamEvent", "RecordingStatus", "MessageStatus", "SmsStatus", "CallStatus"})
        if (const auto status = field(*fields, name); !status.empty()) {
            type = status;
            break;
        }
    if (sid.empty() || sid.size() > kMaxSid || type.size() > kMaxSid) return unexpected(EventError::not_an_event);
    const auto sequence = field(*fields, "SequenceNumber");
    const bool is_numbered = !sequence.empty() && sequence.size() <= 20;
    return VendorEvent{
        .event_id = std::string{sid} + ":" + (is_numbered ? std::string{sequence} : crypto::sha256_hex(body)),
        .event_type = std::string{type},
        .occurred_at = received_at};
}

std::string form_as_json(std::string_view form) {
    boost::json::object all;
    for (const auto& [name, value] : codec::parse_query(form).value_or(codec::QueryParams{})) {
        const auto [entry, is_first] = all.emplace(name, value);
        if (is_first) continue;
        if (!entry->value().is_array()) entry->value() = boost::json::array{std::move(entry->value())};
        entry->value().as_array().emplace_back(value);
    }
    return boost::json::serialize(all);
}

}  // namespace wib::webhooks
