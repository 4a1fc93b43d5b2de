#pragma once
#include <optional>
#include <string_view>

namespace wib::evidence {

/// Takes a line, which must be ended, off the front.
inline std::optional<std::string_view> take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

}  // namespace wib::evidence
