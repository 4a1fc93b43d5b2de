#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace wib::codec {

/// The value of the first cookie of that name in a Cookie header; a view into it, quotes removed.
[[nodiscard]] std::optional<std::string_view> find_cookie(std::string_view cookie_header, std::string_view name);

/// A Set-Cookie value of the only kind we set: HttpOnly, Secure, SameSite=Lax, Path=/, no Domain, as `__Host-` demands.
/// `name` and `value` are tokens or base64url: nothing in them needs quoting.
[[nodiscard]] std::string set_cookie(std::string_view name, std::string_view value, std::chrono::seconds life);
/// The Set-Cookie value that makes a browser forget it.
[[nodiscard]] std::string clear_cookie(std::string_view name);

}  // namespace wib::codec
