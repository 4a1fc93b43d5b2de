#include "shared/codec/header.hpp"

#include <algorithm>
#include <charconv>

namespace wib::codec {
namespace {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_token_character(char c) {
    return is_alphanumeric(c) || std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

bool equal_without_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string lower_case(std::string_view text) {
    std::string lowered{text};
    std::ranges::transform(lowered, lowered.begin(), lower);
    return lowered;
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_token_character);
}

bool is_field_value(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); });
}

std::optional<std::string_view> bearer(std::string_view authorization) {
    authorization = trim(authorization);
    const auto space = authorization.find(' ');
    if (space == std::string_view::npos || !equal_without_case(authorization.substr(0, space), "bearer"))
        return std::nullopt;
    const auto credentials = trim(authorization.substr(space + 1));
    if (credentials.empty() || credentials.find(' ') != std::string_view::npos) return std::nullopt;
    return credentials;
}

std::string media_type(std::string_view content_type) {
    return lower_case(trim(content_type.substr(0, content_type.find(';'))));
}

Result<std::optional<ByteInterval>, RangeError> parse_range(std::string_view header, std::uint64_t size) {
    const std::optional<ByteInterval> whole;
    header = trim(header);
    const auto equals = header.find('=');
    if (equals == std::string_view::npos || !equal_without_case(trim(header.substr(0, equals)), "bytes")) return whole;
    const auto spec = trim(header.substr(equals + 1));
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos) return whole;

    const auto first_text = spec.substr(0, dash);
    const auto last_text = spec.substr(dash + 1);
    if (first_text.empty()) {
        const auto count = parse_count(last_text);
        if (!count) return whole;
        if (*count == 0 || size == 0) return unexpected(RangeError::unsatisfiable);
        return ByteInterval{.first = size - std::min(*count, size), .last = size - 1};
    }
    const auto first = parse_count(first_text);
    const auto last = last_text.empty() ? std::optional{UINT64_MAX} : parse_count(last_text);
    if (!first || !last || *last < *first) return whole;
    if (*first >= size) return unexpected(RangeError::unsatisfiable);
    return ByteInterval{.first = *first, .last = std::min(*last, size - 1)};
}

std::string_view trace_id_of(std::string_view traceparent) {
    const auto is_hex = [](std::string_view text) {
        return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    };
    constexpr std::size_t kWhole = 55, kTrace = 32, kSpan = 16;
    if (traceparent.size() != kWhole || !traceparent.starts_with("00-") || traceparent[35] != '-' ||
        traceparent[52] != '-')
        return {};
    const auto trace = traceparent.substr(3, kTrace), span = traceparent.substr(36, kSpan);
    const auto is_zero = [](std::string_view id) { return id.find_first_not_of('0') == std::string_view::npos; };
    return is_hex(trace) && is_hex(span) && is_hex(traceparent.substr(53)) && !is_zero(trace) && !is_zero(span)
               ? trace
               : std::string_view{};
}

}  // namespace wib::codec
