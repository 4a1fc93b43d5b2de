#include "origin/intake/vendor_inbox.hpp"

#include "generated/sql/intake.hpp"
#include "origin/db/storable_json.hpp"
#include "shared/codec/header.hpp"
#include "shared/webhooks/vendor_event.hpp"

namespace wib::intake {
namespace {

using Read = Result<webhooks::VendorEvent, webhooks::EventError> (*)(const Received& event, Instant now);

// Each vendor's reader, under the name its routes have.
constexpr std::pair<std::string_view, Read> kReaders[] = {
    {"stripe", [](const Received& e, Instant now) { return webhooks::parse_stripe_event(e.body, now); }},
    {"resend", [](const Received& e, Instant now) { return webhooks::parse_resend_event(e.body, e.signed_id, now); }},
    {"twilio", [](const Received& e, Instant now) { return webhooks::parse_twilio_event(e.body, now); }},
};

std::string payload_of(const Received& event) {
    const bool is_form = codec::media_type(event.content_type) == "application/x-www-form-urlencoded";
    return db::storable_json(is_form ? webhooks::form_as_json(event.body) : event.body);
}

}  // namespace

Task<VendorInbox::Taken> VendorInbox::take(Received event, Deadline deadline) {
    const auto* const reader = std::ranges::find(kReaders, event.vendor, &std::pair<std::string_view, Read>::first);
    if (reader == std::end(kReaders)) co_return Taken::no_event;
    const auto read = reader->second(event, clock_.now());
    if (!read) co_return Taken::no_event;
    const auto rows = co_await database_.door(
        sql::keep_event,
        {event.vendor, read->event_id, read->event_type, to_rfc3339(read->occurred_at), payload_of(event)}, deadline);
    co_return rows.front()["is_new"].as<bool>() ? Taken::kept : Taken::known;
}

Task<bool> deliver(const Listeners& listeners, VendorInbox& inbox, Received event, Deadline deadline) {
    if (const auto listener = listeners.find(event.vendor); listener != listeners.end())
        co_return co_await listener->second.take(std::move(event), deadline);
    co_return co_await inbox.take(std::move(event), deadline) != VendorInbox::Taken::no_event;
}

}  // namespace wib::intake
