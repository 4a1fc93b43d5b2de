#include <cstdint>

#include "shared/webhooks/telnyx.hpp"

// An event has an id; a fact comes only with the time it is about.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace webhooks = wib::webhooks;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto event = webhooks::parse_telnyx_event(text, wib::Instant{}); event && event->event_id.empty())
        __builtin_trap();
    static const auto key = *wib::crypto::VerifyKey::from_bytes(wib::Bytes(32, std::byte{3}));
    if (webhooks::verify_telnyx("{}", text, "1", key, wib::Instant{}, webhooks::kTelnyxTolerance)) __builtin_trap();
    if (webhooks::verify_telnyx("{}", "AAAA", text, key, wib::Instant{}, webhooks::kTelnyxTolerance)) __builtin_trap();
    return 0;
}
