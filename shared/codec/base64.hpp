#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/bytes.hpp"

namespace wib::codec {

/// RFC 4648 §4: with "+/" and padding. Used by vendors and configuration.
[[nodiscard]] std::string base64(ByteView bytes);
/// RFC 4648 §5: with "-_" and no padding. Used in URLs, headers and cookies.
[[nodiscard]] std::string base64url(ByteView bytes);

/// Strict: the right alphabet, the right padding, no white space and no stray bits, so that each value has one
/// spelling.
[[nodiscard]] std::optional<Bytes> parse_base64(std::string_view text);
/// Strict likewise; padding is refused.
[[nodiscard]] std::optional<Bytes> parse_base64url(std::string_view text);

}  // namespace wib::codec
