#pragma once
#include <span>
#include <string>
#include <string_view>

#include "shared/crypto/ed25519.hpp"
#include "shared/identity/jwt.hpp"

/// Service tokens: what an engineer or a program shows on the platform's own routes. JWTs signed with Ed25519
/// (RFC 8037) by whoever holds the private key; the edge holds public keys alone. They are short-lived instead of
/// revocable: taking a key away ends all of its tokens.
namespace wib::identity {

inline constexpr std::string_view kTokenAlgorithm = "EdDSA";
inline constexpr std::string_view kTokenIssuer = "wib";
inline constexpr std::string_view kTokenAudience = "wib-internal";
inline constexpr std::chrono::seconds kTokenLife = std::chrono::minutes{15};
inline constexpr std::size_t kLongestToken = 1024;

/// What a token says.
struct ServiceTicket {
    std::string label;  ///< "sub": who, see is_label
    Scope scope = Scope::read;
    std::chrono::seconds issued{};  ///< since 1970
    std::chrono::seconds life{};
    std::string id;  ///< "jti": its own name, for whoever compares logs
};

/// The text of a token. `key_id` is the one under which the edge knows the key.
[[nodiscard]] std::string issue_service_token(const ServiceTicket& ticket, std::string_view key_id,
                                              const crypto::SigningKey& key);

/// Everything but the signature: form, algorithm, issuer, audience, times, scope, name.
[[nodiscard]] Result<ClaimedService, TokenError> read_service_token(std::string_view token, Instant now);

/// A public key, and what tokens call it.
struct ServiceKey {
    std::string id;
    crypto::VerifyKey key;
};
/// The same with the signature, for where no host does the arithmetic.
[[nodiscard]] Result<ClaimedService, TokenError> verify_service_token(std::string_view token,
                                                                      std::span<const ServiceKey> keys, Instant now);

}  // namespace wib::identity
