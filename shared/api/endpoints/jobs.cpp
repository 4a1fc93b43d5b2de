#include "shared/api/endpoints/jobs.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {

Example<CronHealth> CronHealth::example() {
    const JobRun run{.id = {example::session().value},
                     .scheduled_for = example::at("08:00:00"),
                     .missed = 0,
                     .attempt = 1,
                     .outcome = RunOutcome::succeeded,
                     .processed = 17,
                     .errors = 0,
                     .error_code = {},
                     .began_at = example::at("08:00:00.412"),
                     .ended_at = example::at("08:00:00.467")};
    const JobHealth cleanup{.job_name = "cleanup_sessions",
                            .status = jobs::JobStatus::healthy,
                            .schedule = jobs::Schedule::hourly,
                            .every_minutes = 60,
                            .stale_after_minutes = 120,
                            .last_run = run.began_at,
                            .last_success = run.ended_at,
                            .last_error = {},
                            .metrics = {.processed = 17, .errors = 0, .duration_ms = 55},
                            .staleness_minutes = 46,
                            .next_due = example::at("09:00:00"),
                            .is_running = false,
                            .waits_for = {},
                            .runs = {run}};
    const JobHealth awaited{.job_name = "process_payments",
                            .status = jobs::JobStatus::not_in_use,
                            .schedule = jobs::Schedule::daily,
                            .every_minutes = 1440,
                            .stale_after_minutes = 2880,
                            .last_run = {},
                            .last_success = {},
                            .last_error = {},
                            .metrics = {.processed = 0, .errors = 0, .duration_ms = {}},
                            .staleness_minutes = {},
                            .next_due = {},
                            .is_running = false,
                            .waits_for = {"scheduled_payments"},
                            .runs = {}};
    return {.reply = {.success = true, .status = jobs::JobStatus::healthy, .jobs = {cleanup, awaited}}};
}

Example<StartDueJobs> StartDueJobs::example() {
    return {.body = {.schedule = jobs::Schedule::hourly, .scheduled_for = example::at("08:00:00")},
            .reply = {.success = true}};
}

std::vector<Described> job_endpoints() {
    return detail::described_list<CronHealth, StartDueJobs>();
}

}  // namespace wib::api
