#pragma once
#include "edge/core/visit.hpp"

namespace wib::edge {

/// One of the platform's schedules has come round (shared/jobs/schedule.hpp): the origin is told under an envelope, and
/// each minute what R2 still holds of webhooks is queued again. Answers 200 when the origin took it, 404 for a schedule
/// nobody knows, else 503; nobody tries again, for the next schedule makes good what this one would have.
[[nodiscard]] Part<Effect> run_schedule(const Visit& visit);

}  // namespace wib::edge
