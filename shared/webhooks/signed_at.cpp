#include "shared/webhooks/signed_at.hpp"

#include <algorithm>
#include <charconv>

namespace wib::webhooks {

std::optional<std::int64_t> parse_signed_at(std::string_view text) {
    const bool is_number =
        !text.empty() && text.size() <= 10 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number) return std::nullopt;
    std::int64_t seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return seconds;
}

bool is_recent(std::int64_t signed_at, Instant now, Duration tolerance) {
    const auto distance = std::chrono::seconds{unix_seconds(now) - signed_at};
    return distance <= tolerance && distance >= -tolerance;
}

}  // namespace wib::webhooks
