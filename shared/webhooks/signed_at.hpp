#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/core/time.hpp"

namespace wib::webhooks {

/// Seconds since 1970 as vendors write them: one to ten digits and nothing else, so that each time has one spelling.
/// Ten digits reach the year 2286; more could not be told from nonsense and would overflow the distance from now.
[[nodiscard]] std::optional<std::int64_t> parse_signed_at(std::string_view text);

/// Whether that time is within `tolerance` of `now`, either way. Vendors count in whole seconds, so do we: 300 s is
/// within 300 s whatever the fraction.
[[nodiscard]] bool is_recent(std::int64_t signed_at, Instant now, Duration tolerance);

}  // namespace wib::webhooks
