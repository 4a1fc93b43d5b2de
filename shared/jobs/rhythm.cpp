#include "shared/jobs/rhythm.hpp"

#include <algorithm>

namespace wib::jobs {

Instant last_due(Rhythm rhythm, Instant now) {
    auto since = (now.time_since_epoch() - rhythm.at) % rhythm.every;
    if (since < Duration::zero()) since += rhythm.every;
    return now - since;
}

Instant next_due(Rhythm rhythm, Instant now) {
    return last_due(rhythm, now) + rhythm.every;
}

std::int64_t missed_before(Rhythm rhythm, std::optional<Instant> made_good, Instant due) {
    if (!made_good) return 0;
    const auto rounds = (last_due(rhythm, due) - last_due(rhythm, *made_good)) / Duration{rhythm.every};
    return std::max<std::int64_t>(rounds - 1, 0);
}

}  // namespace wib::jobs
