#include "shared/webhooks/stripe.hpp"

#include <algorithm>
#include <vector>

#include "shared/codec/hex.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/webhooks/signed_at.hpp"

namespace wib::webhooks {
namespace {

constexpr std::size_t kMaxSignatures = 16;

struct StripeSignature {
    std::string_view timestamp;
    std::vector<std::string_view> v1;
};

// "name=value" parted by commas, as Stripe's libraries read it: what has another name is for others.
std::optional<StripeSignature> parse_signature(std::string_view header) {
    StripeSignature signature;
    while (!header.empty()) {
        const auto end = std::min(header.find(','), header.size());
        const auto part = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        // A name without a value: Stripe's own library refuses the whole header.
        if (part == "v1" || part == "v1=" || part == "t" || part == "t=") return std::nullopt;
        if (part.starts_with("v1=")) signature.v1.push_back(part.substr(3));
        if (!part.starts_with("t=")) continue;
        // Two times could be read in two ways.
        if (!signature.timestamp.empty()) return std::nullopt;
        signature.timestamp = part.substr(2);
    }
    if (signature.timestamp.empty() || signature.v1.empty() || signature.v1.size() > kMaxSignatures)
        return std::nullopt;
    return signature;
}

}  // namespace

Result<Verified<std::string_view>, WebhookError> verify_stripe(std::string_view body, std::string_view header,
                                                               Keys keys, Instant now, Duration tolerance) {
    if (header.empty()) return unexpected(WebhookError::missing_header);
    const auto signature = parse_signature(header);
    if (!signature) return unexpected(WebhookError::malformed_header);
    const auto signed_at = parse_signed_at(signature->timestamp);
    if (!signed_at) return unexpected(WebhookError::malformed_header);
    if (!is_recent(*signed_at, now, tolerance)) return unexpected(WebhookError::stale);

    for (const auto& key : keys) {
        const auto mac = crypto::hmac_sha256(key, {as_bytes(signature->timestamp), as_bytes("."), as_bytes(body)});
        const auto ours = codec::hex(mac.bytes());
        const auto is_ours = [&](std::string_view theirs) { return crypto::equal_constant_time(ours, theirs); };
        if (std::ranges::any_of(signature->v1, is_ours)) return Verified<std::string_view>{body};
    }
    return unexpected(WebhookError::mismatch);
}

}  // namespace wib::webhooks
