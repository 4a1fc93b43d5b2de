#pragma once
#include <chrono>
#include <string_view>

#include "shared/webhooks/verified.hpp"

/// Stripe's webhooks: `t=<seconds>,v1=<hex>,…` where each v1 is HMAC-SHA256 over "<t>.<raw body>" under the endpoint's
/// secret, the whole `whsec_…` text being the key.
namespace wib::webhooks {

inline constexpr std::string_view kStripeSignatureHeader = "stripe-signature";
/// How far the signed time may be from now. Stripe's own library looks only at the past; a signature from the future
/// could be kept and used later, so both ways count here.
inline constexpr Duration kStripeTolerance = std::chrono::seconds{300};

/// One of the v1 signatures must be one of our keys': Stripe sends several while a secret rolls. Other schemes (v0) are
/// for its tests and say nothing. A header with more signatures than anybody rolls (16) is refused.
[[nodiscard]] Result<Verified<std::string_view>, WebhookError> verify_stripe(std::string_view body,
                                                                             std::string_view header, Keys keys,
                                                                             Instant now, Duration tolerance);

}  // namespace wib::webhooks
