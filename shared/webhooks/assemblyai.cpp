#include "shared/webhooks/assemblyai.hpp"

#include "shared/crypto/hash.hpp"

namespace wib::webhooks {

Result<Verified<std::string_view>, WebhookError> verify_assemblyai(std::string_view body, std::string_view secret,
                                                                   Keys keys) {
    if (secret.empty()) return unexpected(WebhookError::missing_header);
    // Digests have one length, so that not even the length of our secret can be asked for.
    const auto theirs = crypto::sha256(secret);
    for (const auto& key : keys)
        if (!key.empty() && crypto::equal_constant_time(theirs, crypto::sha256(key.reveal())))
            return Verified<std::string_view>{body};
    return unexpected(WebhookError::mismatch);
}

}  // namespace wib::webhooks
