// What the edge may start and what the platform is told.
#include "origin/jobs/jobs_routes.hpp"

#include <algorithm>

#include "shared/codec/reflect.hpp"
#include "tests/support/handlers.hpp"
#include "tests/unit/origin/jobs/jobs_world.hpp"

namespace wib::jobs {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class JobsRoutesTest : public JobsTest {
  protected:
    JobsRoutesTest() { truth("update users set platform_role = 'platform_admin'"); }

    int status = 0;
    std::string ask(std::string_view route, std::string body = {}) {
        JobsRoutes routes{process.book, process.runner, clock};
        const wib::testing::Handlers handlers{*world.db, add_endpoints, routes};
        http::RequestContext request{.deadline = soon()};
        request.body = std::move(body);
        request.principal = {.kind = ActorKind::session,
                             .actor = world.tenancy.session.value,
                             .user = world.tenancy.user,
                             .organization = {},
                             .role = Role::none,
                             .plan = {},
                             .label = {},
                             .is_platform_admin = true};
        const auto reply = world.run(handlers.ask(route, request));
        status = reply.status;
        return std::get<std::string>(reply.body);
    }
    std::string came_round(Instant at) {
        return ask("start_due_jobs", R"({"schedule":"hourly","scheduled_for":")" + to_rfc3339(at) + "\"}");
    }
    api::CronHealthReply health() { return codec::parse<api::CronHealthReply>(ask("cron_health")).value(); }
    static const api::JobHealth& of(const api::CronHealthReply& reply, std::string_view job) {
        return *std::ranges::find(reply.jobs, job, &api::JobHealth::job_name);
    }

    JobProcess process{world, clock};
};

TEST_F(JobsRoutesTest, AnswerAtOnceAndLeaveTheWorkToTheRunner) {
    came_round(clock.now());
    EXPECT_EQ(status, 202);
    EXPECT_THAT(process.done, IsEmpty());
    came_round(clock.now() + 30s);
    EXPECT_EQ(status, 202) << "the edge's clock is a little ahead";
    came_round(clock.now() + 2min);
    EXPECT_EQ(status, 400);
    ask("start_due_jobs", R"({"schedule":"yearly","scheduled_for":"2026-11-21T08:00:00Z"})");
    EXPECT_EQ(status, 400);
}

TEST_F(JobsRoutesTest, RefuseAWakeWhenMoreThanEnoughAreWaiting) {
    for (int at = 0; at < 8; ++at) came_round(clock.now());
    EXPECT_EQ(status, 202);
    EXPECT_NE(came_round(clock.now()).find("CAPACITY"), std::string::npos);
    EXPECT_EQ(status, 503);
}

TEST_F(JobsRoutesTest, TellOfEveryJobAndNeverCallOneWellThatDidNotRun) {
    auto reply = health();
    EXPECT_EQ(status, 200);
    EXPECT_EQ(reply.jobs.size(), all_jobs().size());
    EXPECT_EQ(reply.status, JobStatus::down) << "nothing ran yet";
    for (const auto& job : all_jobs())
        if (job.use == Use::in_use) process.attempt(job.name, clock.now());
    reply = health();
    EXPECT_EQ(reply.status, JobStatus::healthy);
    for (const auto& job : all_jobs())
        EXPECT_EQ(of(reply, job.name).status, job.use == Use::in_use ? JobStatus::healthy : JobStatus::not_in_use)
            << job.name;
    EXPECT_THAT(of(reply, "execute_sequences").waits_for, ElementsAre("campaign_sequences", "sequence_enrollments"));
    EXPECT_EQ(of(reply, "execute_sequences").next_due, std::nullopt);
    EXPECT_THAT(of(reply, "flush_audit_dlq").waits_for, IsEmpty());
}

TEST_F(JobsRoutesTest, TellWhenAJobRanHowItEndedAndWhenItIsDue) {
    const auto& job = *find_job("cleanup_sessions");
    process.attempt(job.name, clock.now());
    clock.advance(4h);
    process.attempt(job.name, clock.now());
    const auto reply = health();
    const auto& told = of(reply, job.name);
    ASSERT_EQ(told.runs.size(), 2u);
    EXPECT_EQ(told.runs[0].scheduled_for, last_due(job.rhythm, clock.now())) << "newest first";
    EXPECT_EQ(told.runs[0].missed, 3);
    EXPECT_EQ(told.runs[0].outcome, api::RunOutcome::succeeded);
    EXPECT_EQ(told.last_run, told.runs[0].began_at);
    EXPECT_EQ(told.last_success, told.runs[0].ended_at);
    EXPECT_EQ(told.next_due, next_due(job.rhythm, clock.now()));
    EXPECT_EQ(told.every_minutes, 60);
    EXPECT_EQ(told.stale_after_minutes, 120);
    EXPECT_FALSE(told.is_running);
}

// Whoever brings the last table a job waits for is told here to put the job to use.
TEST_F(JobsRoutesTest, CallAJobAwaitedAsLongAsWhatItWaitsForIsNotThere) {
    const auto reply = health();
    for (const auto& told : reply.jobs) {
        if (told.waits_for.empty()) continue;
        const auto is_missing = [&](const std::string& table) {
            return truth("select to_regclass('public." + table + "') is null") == "t";
        };
        EXPECT_TRUE(std::ranges::any_of(told.waits_for, is_missing))
            << told.job_name << " has all it waits for: put it to use in shared/jobs/table.cpp";
    }
}

TEST_F(JobsRoutesTest, TellThatOneRunsNow) {
    ASSERT_TRUE(world.run(process.book.begin(*find_job("call_watch"), clock.now(), "somebody", soon())));
    const auto reply = health();
    const auto& told = of(reply, "call_watch");
    EXPECT_TRUE(told.is_running);
    EXPECT_EQ(told.runs.at(0).outcome, api::RunOutcome::running);
    let_leases_lapse();
    EXPECT_FALSE(of(health(), "call_watch").is_running);
}

}  // namespace
}  // namespace wib::jobs
