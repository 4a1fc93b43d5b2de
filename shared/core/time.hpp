#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wib {

/// A moment on the UTC time line, to the microsecond (what Postgres keeps).
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

/// RFC 3339 with microseconds and "Z": "2026-11-21T08:45:00.000000Z".
[[nodiscard]] std::string to_rfc3339(Instant at);
/// Appends what to_rfc3339 gives.
void append_rfc3339(std::string& out, Instant at);
/// RFC 3339 with "T" or a space, any fraction, "Z" or a numeric offset ("+00", "+01:00"); years 1 to 9999 in UTC.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

[[nodiscard]] constexpr std::int64_t unix_seconds(Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}
[[nodiscard]] constexpr std::int64_t unix_micros(Instant at) {
    return at.time_since_epoch().count();
}
[[nodiscard]] constexpr Instant from_unix_seconds(std::int64_t s) {
    return Instant{std::chrono::seconds{s}};
}
[[nodiscard]] constexpr Instant from_unix_micros(std::int64_t us) {
    return Instant{Duration{us}};
}

}  // namespace wib
