#pragma once
#include <chrono>
#include <optional>
#include <string_view>

#include "shared/webhooks/verified.hpp"

/// Svix's scheme, which Resend sends by: HMAC-SHA256 over "<id>.<seconds>.<raw body>" in base64. The id is signed with
/// the body and stays the same however often the message is delivered: it is the event's id.
namespace wib::webhooks {

inline constexpr std::string_view kSvixIdHeader = "svix-id";
inline constexpr std::string_view kSvixTimestampHeader = "svix-timestamp";
inline constexpr std::string_view kSvixSignatureHeader = "svix-signature";
inline constexpr Duration kSvixTolerance = std::chrono::seconds{300};

struct SvixHeaders {
    std::string_view id;
    std::string_view timestamp;
    std::string_view signature;  ///< "v1,<base64>", several parted by spaces while a secret rolls
};

/// The key in a secret as it is shown to people, "whsec_<base64>". Nothing when it is none.
[[nodiscard]] std::optional<Secret> read_svix_secret(std::string_view text);

[[nodiscard]] Result<Verified<std::string_view>, WebhookError> verify_svix(std::string_view body,
                                                                           const SvixHeaders& headers, Keys keys,
                                                                           Instant now, Duration tolerance);

}  // namespace wib::webhooks
