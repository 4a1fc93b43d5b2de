#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/secret.hpp"

/// A mark that a browser keeps of having signed in as somebody (OWASP's "device cookie"). It opens nothing: it only
/// says that failures in this browser are counted apart, so that a stranger who guesses at an account locks himself
/// out and not its owner. Nothing is stored: base64url(random 16 | HMAC-SHA256 of random and address).
namespace wib::identity {

inline constexpr std::string_view kKnownBrowserCookie = "__Host-wib-known";
inline constexpr std::chrono::seconds kKnownBrowserLife = std::chrono::hours{24 * 180};

/// `email` in any case, spaces around it or not; the caller brings the randomness.
[[nodiscard]] std::string mark_browser(std::string_view email, const std::array<std::uint8_t, 16>& random,
                                       const Secret& key);
/// A name for the browser, the same for each of its tries, when the mark is ours and of this very address.
[[nodiscard]] std::optional<std::string> known_browser(std::string_view mark, std::string_view email,
                                                       const Secret& key);

}  // namespace wib::identity
