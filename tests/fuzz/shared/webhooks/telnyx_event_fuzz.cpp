#include "shared/core/ensure.hpp"
#include "shared/webhooks/telnyx.hpp"
#include "tests/fuzz/draw.hpp"

// An event has an id and a type; a fact comes only with the time it is about; where it has none, the time it came in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace webhooks = wib::webhooks;
    using wib::ensure;
    const auto text = wib::fuzz::text_of(data, size);
    constexpr auto kReceived = wib::from_unix_micros(1'700'000'000'123'457);
    const auto event = webhooks::parse_telnyx_event(text, kReceived);
    if (!event) return 0;
    ensure(!event->event_id.empty() && !event->event_type.empty() && event->carrier == "telnyx", "an event has a name");
    ensure(webhooks::parse_telnyx_event(text, kReceived) == *event, "it is read the same twice");
    const auto later = webhooks::parse_telnyx_event(text, kReceived + std::chrono::seconds{1});
    if (event->fact) ensure(later && later->occurred_at == event->occurred_at, "a fact keeps its own time");
    if (event->cause != wib::voice::Cause::none)
        ensure(event->fact == wib::voice::FactKind::hung_up, "only an end has a cause");
    return 0;
}
