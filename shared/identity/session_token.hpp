#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/secret.hpp"

/// Session tokens (rules §1): 32 random bytes, known to the browser alone. The database, KV and logs hold their hash.
namespace wib::identity {

inline constexpr std::chrono::seconds kSessionLife = std::chrono::hours{24 * 7};
inline constexpr std::string_view kSessionCookie = "__Host-wib";
/// Ties a CSRF token to one browser before anybody has signed in.
inline constexpr std::string_view kPreSessionCookie = "__Host-wib-pre";

/// The caller brings the randomness.
[[nodiscard]] Secret session_token(const std::array<std::uint8_t, 32>& random);
/// Whether a text can be a session token at all; what cannot is refused without asking anybody.
[[nodiscard]] bool is_session_token(std::string_view text);
/// Lower-case hex SHA-256 of the token's text: sessions.token_hash, the KV key, call_legs.stream_token_hash.
[[nodiscard]] std::string hash_token(std::string_view token);
/// Where the edge keeps the claims of a session in KV: "s:<hash>". The origin names it when they are to be forgotten.
[[nodiscard]] inline std::string claims_key(std::string_view token_hash) {
    return "s:" + std::string{token_hash};
}

/// The session token a request carries: "Authorization: Bearer …" first, else the cookie; nothing when neither is well
/// formed.
[[nodiscard]] std::optional<std::string_view> find_session_token(std::string_view authorization,
                                                                 std::string_view cookies);

}  // namespace wib::identity
