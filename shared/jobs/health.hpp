#pragma once
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>

#include "shared/core/time.hpp"
#include "shared/jobs/table.hpp"

namespace wib::jobs {

/// How a job stands. `degraded`: its last run went wrong, wholly or in part; `down`: no run went well for two rounds,
/// or ever. In this order the later is the worse.
enum class JobStatus : std::uint8_t { not_in_use, healthy, degraded, down };
BOOST_DESCRIBE_ENUM(JobStatus, not_in_use, healthy, degraded, down)

/// What is known of a job's runs.
struct Record {
    std::optional<Instant> last_success;
    bool last_went_wrong = false;
};

[[nodiscard]] JobStatus judge(const Job& job, const Record& record, Instant now);
/// Since when nothing went well; nothing for a job that never did.
[[nodiscard]] std::optional<Duration> staleness(const Record& record, Instant now);

}  // namespace wib::jobs
