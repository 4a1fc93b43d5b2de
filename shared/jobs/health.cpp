#include "shared/jobs/health.hpp"

#include <algorithm>

namespace wib::jobs {

std::optional<Duration> staleness(const Record& record, Instant now) {
    if (!record.last_success) return std::nullopt;
    return std::max(now - *record.last_success, Duration::zero());
}

JobStatus judge(const Job& job, const Record& record, Instant now) {
    if (job.use != Use::in_use) return JobStatus::not_in_use;
    const auto age = staleness(record, now);
    if (!age || *age > stale_after(job.rhythm)) return JobStatus::down;
    return record.last_went_wrong ? JobStatus::degraded : JobStatus::healthy;
}

}  // namespace wib::jobs
