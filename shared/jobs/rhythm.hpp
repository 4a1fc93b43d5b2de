#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

#include "shared/core/time.hpp"

namespace wib::jobs {

/// Comes round every `every`, counted from midnight UTC, `at` later. A day is a whole number of rounds, and `at` is
/// shorter than one.
struct Rhythm {
    std::chrono::seconds every;
    std::chrono::seconds at{0};

    bool operator==(const Rhythm&) const = default;
};

/// The last time it came round: now at the latest.
[[nodiscard]] Instant last_due(Rhythm rhythm, Instant now);
/// The next time it comes round: after now.
[[nodiscard]] Instant next_due(Rhythm rhythm, Instant now);

/// How many times it came round after `made_good` and before `due`: what one run at `due` makes good besides its own
/// time. None for work that was never done before, for nobody waited for it.
[[nodiscard]] std::int64_t missed_before(Rhythm rhythm, std::optional<Instant> made_good, Instant due);

/// How old a success may be before the work counts as not done: two rounds.
[[nodiscard]] constexpr Duration stale_after(Rhythm rhythm) {
    return 2 * rhythm.every;
}

}  // namespace wib::jobs
