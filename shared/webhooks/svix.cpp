#include "shared/webhooks/svix.hpp"

#include <algorithm>
#include <vector>

#include "shared/codec/base64.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/webhooks/signed_at.hpp"

namespace wib::webhooks {
namespace {

constexpr std::string_view kSecretPrefix = "whsec_";
constexpr std::size_t kMaxSignatures = 16;
constexpr std::size_t kMaxId = 200;

// The v1 signatures of "v1,<base64> v2,<…> v1,<base64>".
std::vector<std::string_view> v1_signatures(std::string_view header) {
    std::vector<std::string_view> found;
    while (!header.empty()) {
        const auto end = std::min(header.find(' '), header.size());
        const auto part = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        if (part.starts_with("v1,")) found.push_back(part.substr(3));
    }
    return found;
}

}  // namespace

std::optional<Secret> read_svix_secret(std::string_view text) {
    if (!text.starts_with(kSecretPrefix)) return std::nullopt;
    const auto key = codec::parse_base64(text.substr(kSecretPrefix.size()));
    if (!key || key->empty()) return std::nullopt;
    return Secret{std::string{as_text(*key)}};
}

Result<Verified<std::string_view>, WebhookError> verify_svix(std::string_view body, const SvixHeaders& headers,
                                                             Keys keys, Instant now, Duration tolerance) {
    if (headers.id.empty() || headers.timestamp.empty() || headers.signature.empty())
        return unexpected(WebhookError::missing_header);
    const auto signed_at = parse_signed_at(headers.timestamp);
    const auto signatures = v1_signatures(headers.signature);
    if (!signed_at || headers.id.size() > kMaxId || signatures.empty() || signatures.size() > kMaxSignatures)
        return unexpected(WebhookError::malformed_header);
    if (!is_recent(*signed_at, now, tolerance)) return unexpected(WebhookError::stale);

    for (const auto& key : keys) {
        const auto mac = crypto::hmac_sha256(
            key, {as_bytes(headers.id), as_bytes("."), as_bytes(headers.timestamp), as_bytes("."), as_bytes(body)});
        const auto ours = codec::base64(mac.bytes());
        const auto is_ours = [&](std::string_view theirs) { return crypto::equal_constant_time(ours, theirs); };
        if (std::ranges::any_of(signatures, is_ours)) return Verified<std::string_view>{body};
    }
    return unexpected(WebhookError::mismatch);
}

}  // namespace wib::webhooks
