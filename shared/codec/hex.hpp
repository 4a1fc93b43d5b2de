#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/bytes.hpp"

namespace wib::codec {

/// Two lower-case digits a byte.
[[nodiscard]] std::string hex(ByteView bytes);
/// Either case, an even count; anything else is nothing.
[[nodiscard]] std::optional<Bytes> parse_hex(std::string_view text);

}  // namespace wib::codec
