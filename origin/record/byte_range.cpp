#include "origin/record/byte_range.hpp"

#include <algorithm>
#include <charconv>

namespace wib::record {
namespace {

constexpr std::string_view kUnit = "bytes=";

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || text.empty()) return std::nullopt;
    if (error == std::errc::result_out_of_range) return UINT64_MAX;
    if (error != std::errc{}) return std::nullopt;
    return value;
}

}  // namespace

Asked asked_range(std::string_view header, std::uint64_t size) {
    if (!header.starts_with(kUnit)) return WholeObject{};
    const auto range = header.substr(kUnit.size());
    const auto dash = range.find('-');
    if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return WholeObject{};
    const auto left = range.substr(0, dash), right = range.substr(dash + 1);
    const auto first = number(left), last = number(right);
    if ((!left.empty() && !first) || (!right.empty() && !last) || (!first && !last)) return WholeObject{};

    if (!first) {  // the last n bytes
        if (*last == 0 || size == 0) return NotSatisfiable{};
        return ByteRange{.first = size - std::min(*last, size), .last = size - 1};
    }
    if (last && *last < *first) return WholeObject{};
    if (*first >= size) return NotSatisfiable{};
    return ByteRange{.first = *first, .last = last ? std::min(*last, size - 1) : size - 1};
}

}  // namespace wib::record
