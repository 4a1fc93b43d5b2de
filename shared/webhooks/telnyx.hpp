#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"
#include "shared/crypto/ed25519.hpp"
#include "shared/webhooks/carrier_event.hpp"
#include "shared/webhooks/vendor_event.hpp"
#include "shared/webhooks/verified.hpp"

/// Telnyx's webhooks: Ed25519 over "<timestamp>|<raw body>" under the account's public key; events in our words.
namespace wib::webhooks {

inline constexpr std::string_view kTelnyxSignatureHeader = "telnyx-signature-ed25519";
inline constexpr std::string_view kTelnyxTimestampHeader = "telnyx-timestamp";
/// How far the signed time may be from now, either way.
inline constexpr Duration kTelnyxTolerance = std::chrono::seconds{300};
/// How long a signed body can be sent again and still verify: event ids must be remembered at least so long.
inline constexpr Duration kTelnyxReplayWindow = 2 * kTelnyxTolerance;

/// What a webhook's headers claim, before anybody has checked it: that these 64 bytes sign this message, lately.
struct ClaimedSignature {
    Bytes signature;
    std::string message;
};
/// For whoever has signatures checked elsewhere, as the edge has by its host: everything verify_telnyx demands but the
/// arithmetic.
[[nodiscard]] Result<ClaimedSignature, WebhookError> read_telnyx_signature(std::string_view body,
                                                                           std::string_view signature,
                                                                           std::string_view timestamp, Instant now,
                                                                           Duration tolerance);

/// Checks the bytes exactly as they came; never parse and print before. `now` is the receiver's clock. The result views
/// `body`.
[[nodiscard]] Result<Verified<std::string_view>, WebhookError> verify_telnyx(std::string_view body,
                                                                             std::string_view signature,
                                                                             std::string_view timestamp,
                                                                             const crypto::VerifyKey& key, Instant now,
                                                                             Duration tolerance);

/// Reads id, type, time and what the event makes known. An unknown type, or a payload that is not as documented, is an
/// event without a fact: kept, not dropped. Only a body without id or type is no event. `received_at` stands in where
/// the vendor tells no time (such an event is no fact either).
[[nodiscard]] Result<CarrierEvent, EventError> parse_telnyx_event(std::string_view body, Instant received_at);

}  // namespace wib::webhooks
