#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "shared/jobs/health.hpp"

/// What is told of scheduled work, and what the edge tells when a schedule comes round.
namespace wib::api {

/// POST /internal/jobs/due
struct ScheduleCameRound {
    jobs::Schedule schedule{};
    Instant scheduled_for;
};
BOOST_DESCRIBE_STRUCT(ScheduleCameRound, (), (schedule, scheduled_for))

/// How a run ended. `abandoned`: whoever ran it did not live to say.
enum class RunOutcome { running, succeeded, failed, abandoned };
BOOST_DESCRIBE_ENUM(RunOutcome, running, succeeded, failed, abandoned)

using JobRunId = StrongId<struct JobRunTag>;

struct JobRun {
    JobRunId id;
    Instant scheduled_for;
    std::int64_t missed;
    std::int32_t attempt;
    RunOutcome outcome;
    std::int64_t processed;
    std::int64_t errors;
    std::optional<std::string> error_code;
    Instant began_at;
    std::optional<Instant> ended_at;

    static constexpr std::array about{
        codec::About{"missed", "Earlier times that nobody had made good, and this run did"},
        codec::About{"attempt", "Which try for its time this is; three at most"},
        codec::About{"errors", "Items that could not be done; the others were"}};
};
BOOST_DESCRIBE_STRUCT(JobRun, (),
                      (id, scheduled_for, missed, attempt, outcome, processed, errors, error_code, began_at, ended_at))

/// Of the last run that ended.
struct JobMetrics {
    std::int64_t processed;
    std::int64_t errors;
    std::optional<std::int64_t> duration_ms;
};
BOOST_DESCRIBE_STRUCT(JobMetrics, (), (processed, errors, duration_ms))

struct JobHealth {
    std::string job_name;
    jobs::JobStatus status;
    jobs::Schedule schedule;
    std::int32_t every_minutes;
    std::int32_t stale_after_minutes;
    std::optional<Instant> last_run;
    std::optional<Instant> last_success;
    std::optional<std::string> last_error;
    JobMetrics metrics;
    std::optional<std::int64_t> staleness_minutes;
    std::optional<Instant> next_due;
    bool is_running;
    std::vector<std::string> waits_for;
    std::vector<JobRun> runs;

    static constexpr std::array about{
        codec::About{"status",
                     "degraded: the last run went wrong; down: none went well for two rounds; not_in_use: it has "
                     "nothing to work on"},
        codec::About{"last_error", "Of the last run that ended; null when it went well"},
        codec::About{"staleness_minutes", "Since the last success; null before the first"},
        codec::About{"waits_for", "What a job not in use will work on; empty for one that never will be needed"},
        codec::About{"runs", "Newest first, ten at most"}};
};
BOOST_DESCRIBE_STRUCT(JobHealth, (),
                      (job_name, status, schedule, every_minutes, stale_after_minutes, last_run, last_success,
                       last_error, metrics, staleness_minutes, next_due, is_running, waits_for, runs))

/// GET /api/internal/cron-health
struct CronHealthReply {
    bool success;
    jobs::JobStatus status;
    std::vector<JobHealth> jobs;

    static constexpr std::array about{codec::About{"status", "The worst of the jobs in use"}};
};
BOOST_DESCRIBE_STRUCT(CronHealthReply, (), (success, status, jobs))

}  // namespace wib::api
