#include "shared/codec/base64.hpp"
#include "shared/crypto/ed25519.hpp"
#include "shared/webhooks/signed_at.hpp"
#include "shared/webhooks/telnyx.hpp"

namespace wib::webhooks {

Result<ClaimedSignature, WebhookError> read_telnyx_signature(std::string_view body, std::string_view signature,
                                                             std::string_view timestamp, Instant now,
                                                             Duration tolerance) {
    if (signature.empty() || timestamp.empty()) return unexpected(WebhookError::missing_header);
    const auto signed_at = parse_signed_at(timestamp);
    auto signature_bytes = codec::parse_base64(signature);
    if (!signed_at || !signature_bytes) return unexpected(WebhookError::malformed_header);
    if (!is_recent(*signed_at, now, tolerance)) return unexpected(WebhookError::stale);

    if (signature_bytes->size() != crypto::Signature{}.size()) return unexpected(WebhookError::mismatch);
    ClaimedSignature claimed{.signature = std::move(*signature_bytes), .message = {}};
    claimed.message.reserve(timestamp.size() + 1 + body.size());
    claimed.message.append(timestamp).append("|").append(body);
    return claimed;
}

Result<Verified<std::string_view>, WebhookError> verify_telnyx(std::string_view body, std::string_view signature,
                                                               std::string_view timestamp, const crypto::VerifyKey& key,
                                                               Instant now, Duration tolerance) {
    const auto claimed = read_telnyx_signature(body, signature, timestamp, now, tolerance);
    if (!claimed) return unexpected(claimed.error());
    if (crypto::verify_ed25519(key, as_bytes(claimed->message), claimed->signature) == crypto::Verdict::forged)
        return unexpected(WebhookError::mismatch);
    return Verified<std::string_view>{body};
}

}  // namespace wib::webhooks
