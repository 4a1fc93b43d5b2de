#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"
#include "shared/core/secret.hpp"
#include "shared/core/time.hpp"

/// CSRF tokens (rules §1): proof that the page that posts could read what we answered this very browser. Nothing is
/// stored: base64url(random 16 | expiry in unix seconds, 8 | HMAC-SHA256 of purpose, random, expiry and what the token
/// is bound to).
namespace wib::identity {

/// What a token is good for. Before sign-in it is bound to the value of the pre-session cookie, afterwards to the hash
/// of the session token (`hash_token`), so that signing out ends it too.
enum class CsrfPurpose { pre_session, session };

inline constexpr std::chrono::seconds kPreSessionCsrfLife = std::chrono::minutes{10};

[[nodiscard]] std::string issue_csrf(CsrfPurpose purpose, std::string_view bound_to, Instant expires,
                                     const std::array<std::uint8_t, 16>& random, const Secret& key);

enum class CsrfError { missing, malformed, mismatch, expired };
[[nodiscard]] Result<void, CsrfError> check_csrf(std::string_view token, CsrfPurpose purpose, std::string_view bound_to,
                                                 Instant now, const Secret& key);

}  // namespace wib::identity
