#include "shared/core/ensure.hpp"
#include "shared/webhooks/signed_at.hpp"
#include "shared/webhooks/svix.hpp"
#include "shared/webhooks/vendor_event.hpp"
#include "tests/fuzz/draw.hpp"

// Whatever a vendor sends, it is one event with a name, the same whenever it is told again, or none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace webhooks = wib::webhooks;
    using wib::ensure;
    const auto text = wib::fuzz::text_of(data, size);
    constexpr auto kReceived = wib::from_unix_seconds(1'700'000'000);
    constexpr auto kLater = kReceived + std::chrono::seconds{60};
    const auto check = [](const auto& first, const auto& again) {
        ensure(first.has_value() == again.has_value(), "an event stays one");
        if (!first) return;
        ensure(!first->event_id.empty() && !first->event_type.empty(), "an event has a name");
        ensure(first->event_id == again->event_id && first->event_type == again->event_type, "and keeps it");
    };
    check(webhooks::parse_stripe_event(text, kReceived), webhooks::parse_stripe_event(text, kLater));
    check(webhooks::parse_resend_event(text, "msg_1", kReceived), webhooks::parse_resend_event(text, "msg_1", kLater));
    check(webhooks::parse_assemblyai_event(text, kReceived), webhooks::parse_assemblyai_event(text, kLater));
    check(webhooks::parse_twilio_event(text, kReceived), webhooks::parse_twilio_event(text, kLater));
    if (const auto at = webhooks::parse_signed_at(text)) ensure(*at >= 0, "a signed time is no time before 1970");
    if (const auto key = webhooks::read_svix_secret(text)) ensure(!key->reveal().empty(), "a key is not empty");
    return 0;
}
