#include "origin/jobs/jobs_routes.hpp"

#include "origin/jobs/report.hpp"
#include "shared/api/endpoints/jobs.hpp"

namespace wib::jobs {
namespace {

using http::Answer;
using http::Ask;

constexpr int kRunsShown = 10;
/// The edge's clock may be ahead of ours, as far as an envelope allows.
constexpr auto kAhead = std::chrono::minutes{1};

Task<Answer<api::CronHealth>> cron_health(JobsRoutes& jobs, Ask<api::CronHealth>& ask) {
    const auto states = co_await jobs.book.states(ask.request.deadline);
    auto runs = co_await jobs.book.runs(kRunsShown, ask.request.deadline);
    co_return report(states, std::move(runs), jobs.clock.now());
}

Task<Answer<api::StartDueJobs>> start_due_jobs(JobsRoutes& jobs, Ask<api::StartDueJobs>& ask) {
    if (ask.body.scheduled_for > jobs.clock.now() + kAhead)
        co_return unexpected(api::invalid("scheduled_for", "must not be in the future"));
    if (!jobs.runner.wake(ask.body.scheduled_for)) co_return unexpected(api::Problem{api::Code::capacity});
    co_return api::DoneReply{.success = true};
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, JobsRoutes& jobs) {
    endpoints.of_platform<api::CronHealth>(cron_health, jobs);
    endpoints.on<api::StartDueJobs>(start_due_jobs, jobs);
}

}  // namespace wib::jobs
