#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wib::codec {

/// Everything but RFC 3986's unreserved characters becomes %XX.
[[nodiscard]] std::string percent_encode(std::string_view text);
/// Undoes %XX. Nothing for a broken escape, for NUL and for what is not UTF-8 then: none of it could be stored as text.
/// "+" stays "+": it is a space only in queries.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

using QueryParams = std::vector<std::pair<std::string, std::string>>;

/// "a=1&b=two%20words" in the order given; "+" is a space, a name without "=" has an empty value, empty pairs are
/// skipped. Nothing when either side does not decode, and above kMaxQueryParams.
[[nodiscard]] std::optional<QueryParams> parse_query(std::string_view query);
[[nodiscard]] std::string print_query(const QueryParams& params);
inline constexpr std::size_t kMaxQueryParams = 100;

/// A request's target split at "?": views into it.
struct Target {
    std::string_view path;
    std::string_view query;  ///< without the "?"
};

/// Origin form (RFC 9112 §3.2.1) only: it starts with "/", is at most kMaxTarget bytes of visible ASCII without "#",
/// its path holds no backslash, no empty, "." or ".." segment (encoded ones included) and no encoded slash or NUL. What
/// edge and origin route on can therefore be read in one way only.
[[nodiscard]] std::optional<Target> parse_target(std::string_view target);
inline constexpr std::size_t kMaxTarget = 8192;

/// scheme://host[:port]/path?query of a configured address. Views into the text.
struct Url {
    std::string_view scheme;  ///< lower case: "https", "wss" …
    std::string_view host;    ///< without the brackets of an IPv6 literal
    std::string_view port;    ///< "" when absent
    std::string_view target;  ///< "" or from the first "/" on
};

/// Absolute http, https, ws and wss addresses, without user information or fragment.
[[nodiscard]] std::optional<Url> parse_url(std::string_view text);

/// Whether what goes to this host stays on the machine: loopback addresses, and the names that RFC 6761 keeps out of
/// the public's DNS for it (localhost, and .test, which only somebody's own hosts file can answer). Without port or
/// brackets, lower case.
[[nodiscard]] bool is_own_machine(std::string_view host);

}  // namespace wib::codec
