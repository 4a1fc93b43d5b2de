#include "shared/codec/base64.hpp"
#include "shared/core/ensure.hpp"
#include "shared/webhooks/telnyx.hpp"
#include "tests/fuzz/draw.hpp"

// Signature headers as anybody may send them: without the vendor's key nothing is verified, and nothing costs a
// verification that is stale or malformed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace webhooks = wib::webhooks;
    using wib::ensure;
    wib::fuzz::Draw draw{data, size};
    static const auto signer = *wib::crypto::SigningKey::from_seed(wib::Bytes(32, std::byte{3}));
    static const auto key = signer.verify_key();
    static const auto genuine = wib::codec::base64(signer.sign(wib::as_bytes("1700000000|{}")));
    constexpr auto kNow = wib::from_unix_seconds(1'700'000'000);

    const auto timestamp = draw.text(12);
    const auto body = draw.text(40);
    const auto signature = draw.rest();
    const auto verdict = webhooks::verify_telnyx(body, signature, timestamp, key, kNow, webhooks::kTelnyxTolerance);
    const bool is_theirs = timestamp == "1700000000" && body == "{}" && signature == genuine;
    ensure(verdict.has_value() == is_theirs, "only the vendor signs");
    // Whoever checks elsewhere asks for the same, but for the arithmetic.
    const auto claimed = webhooks::read_telnyx_signature(body, signature, timestamp, kNow, webhooks::kTelnyxTolerance);
    if (claimed) {
        ensure(claimed->signature.size() == 64, "a signature has 64 bytes");
        ensure(claimed->message == std::string{timestamp} + "|" + std::string{body},
               "time and body are what is signed");
        ensure(verdict.has_value() || verdict.error() == webhooks::WebhookError::mismatch,
               "what is left is the arithmetic");
    } else {
        ensure(!verdict && verdict.error() == claimed.error(), "both refuse alike");
    }
    if (!verdict && (signature.empty() || timestamp.empty()))
        ensure(verdict.error() == webhooks::WebhookError::missing_header, "a missing header is called so");
    return 0;
}
