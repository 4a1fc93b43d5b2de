#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"

namespace wib::codec {

/// Compares ASCII without case, as header names do (RFC 9110 §5.1).
[[nodiscard]] bool equal_without_case(std::string_view a, std::string_view b);
[[nodiscard]] std::string lower_case(std::string_view text);
/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// A token (RFC 9110 §5.6.2): what header names and methods are made of.
[[nodiscard]] bool is_token(std::string_view text);
/// Visible text, spaces and tabs: no line break can be smuggled into a head.
[[nodiscard]] bool is_field_value(std::string_view text);

/// The credentials of "Authorization: Bearer …"; nothing for another scheme or an empty one. A view into the value.
[[nodiscard]] std::optional<std::string_view> bearer(std::string_view authorization);
/// "application/json; charset=utf-8" → "application/json", in lower case; "" when there is none.
[[nodiscard]] std::string media_type(std::string_view content_type);

/// Bytes first to last, both included.
struct ByteInterval {
    std::uint64_t first;
    std::uint64_t last;
    bool operator==(const ByteInterval&) const = default;
};
enum class RangeError { unsatisfiable };

/// One range of "bytes=0-499", "bytes=500-" or "bytes=-500" (RFC 9110 §14), cut to `size` bytes. Nothing when the
/// header is absent, malformed or asks for several ranges: then the whole is served, as the RFC allows.
[[nodiscard]] Result<std::optional<ByteInterval>, RangeError> parse_range(std::string_view header, std::uint64_t size);

/// The 32 hex digits of "00-<trace>-<span>-<flags>" (W3C Trace Context §3.2); "" for anything else.
[[nodiscard]] std::string_view trace_id_of(std::string_view traceparent);

}  // namespace wib::codec
