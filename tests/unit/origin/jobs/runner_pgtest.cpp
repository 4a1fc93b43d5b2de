// One runner at a time, each time once, what was missed by one run: against a real server.
#include "origin/jobs/runner.hpp"

#include <future>
#include <set>
#include <stdexcept>

#include "tests/unit/origin/jobs/jobs_world.hpp"

namespace wib::jobs {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kJob = "cleanup_sessions";  // hourly

Task<Step> away(Deadline) {
    throw db::UnavailableError{"away"};
    co_return Step{};
}
Task<Step> broken(Deadline) {
    throw std::runtime_error{"we were wrong"};
    co_return Step{};
}
Task<Step> found(Deadline) {
    throw FoundError{"leaf_changed at 2"};
    co_return Step{};
}
Task<Step> with_errors(Deadline) {
    co_return Step{.processed = 7, .errors = 2, .more = false};
}
Task<Step> made(Step step) {
    co_return step;
}

class JobRunner : public JobsTest {
  protected:
    Instant hour() const { return last_due(find_job(kJob)->rhythm, clock.now()); }
};

TEST_F(JobRunner, DoesAJobOnceForItsTimeHoweverOftenItIsTold) {
    JobProcess process{world, clock};
    const auto ended = process.attempt(kJob, hour());
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->outcome, api::RunOutcome::succeeded);
    EXPECT_FALSE(process.attempt(kJob, hour()));
    EXPECT_FALSE(process.attempt(kJob, hour() + 59min)) << "the same hour still";
    EXPECT_FALSE(process.attempt(kJob, hour() - 5h)) << "an older one told late";
    EXPECT_EQ(process.done[kJob], 1);
    EXPECT_TRUE(process.attempt(kJob, hour() + 1h));
    EXPECT_EQ(process.done[kJob], 2);
    EXPECT_EQ(runs("status"), "succeeded, succeeded");
}

TEST_F(JobRunner, MakesGoodWhatWasMissedByOneRun) {
    JobProcess process{world, clock};
    EXPECT_EQ(process.attempt(kJob, hour())->missed, 0);
    clock.advance(6h);
    EXPECT_EQ(process.attempt(kJob, clock.now())->missed, 5);
    EXPECT_EQ(process.done[kJob], 2) << "not one for each";
    EXPECT_EQ(runs("missed::text"), "0, 5");
    EXPECT_EQ(process.attempt(kJob, clock.now() + 1h)->missed, 0) << "that was made good";
}

TEST_F(JobRunner, IsOneOfManyThatAskAtOnce) {
    const auto begin = "select run_id from wib.begin_job('cleanup_sessions', '" + to_rfc3339(hour()) +
                       "', gen_random_uuid()::text, 60, 3)";
    std::promise<void> go;
    const auto started = go.get_future().share();
    std::vector<std::future<std::size_t>> asking;
    for (int at = 0; at < 12; ++at)
        asking.push_back(std::async(std::launch::async, [&, started] {
            pqxx::connection connection{world.database.url()};
            pqxx::work sql{connection};
            started.wait();
            const auto won = static_cast<std::size_t>(sql.exec(begin).size());
            sql.commit();
            return won;
        }));
    go.set_value();
    std::size_t winners = 0;
    for (auto& one : asking) winners += one.get();
    EXPECT_EQ(winners, 1u);
    EXPECT_EQ(truth("select count(*) from job_runs"), "1");
}

TEST_F(JobRunner, LeavesAJobToWhoRunsItAndTakesItOverFromTheDead) {
    JobProcess living{world, clock};
    Book dead{*world.db};
    const auto& job = *find_job(kJob);
    const auto theirs = world.run(dead.begin(job, hour(), "theirs", soon()));
    ASSERT_TRUE(theirs);
    EXPECT_FALSE(living.attempt(kJob, hour()));
    EXPECT_FALSE(living.attempt(kJob, hour() + 1h)) << "while it runs, its next time waits too";
    EXPECT_EQ(living.done[kJob], 0);

    let_leases_lapse();
    ASSERT_TRUE(living.attempt(kJob, hour()));
    EXPECT_EQ(living.done[kJob], 1);
    EXPECT_EQ(runs("status || ' ' || attempt"), "succeeded 2");

    // The dead one was only slow: it may neither go on nor say how the job ended.
    EXPECT_FALSE(world.run(dead.keep(*theirs, {}, soon())));
    EXPECT_FALSE(world.run(dead.finish(*theirs, {.outcome = api::RunOutcome::failed, .error_code = "late"}, soon())));
    EXPECT_EQ(runs("status || ' ' || attempt"), "succeeded 2");
}

TEST_F(JobRunner, SaysOfARunThatDiedThatItWasAbandoned) {
    JobProcess living{world, clock};
    Book dead{*world.db};
    ASSERT_TRUE(world.run(dead.begin(*find_job(kJob), hour(), "theirs", soon())));
    let_leases_lapse();
    const auto ended = living.attempt(kJob, hour() + 1h);
    ASSERT_TRUE(ended);
    EXPECT_EQ(runs("status || ' ' || coalesce(error_code, '-')"), "abandoned lease_expired, succeeded -");
}

TEST_F(JobRunner, KeepsItsLeaseAsLongAsItWorks) {
    int left = 3;
    std::set<std::string> ends;
    const auto piecewise = [&](Deadline) -> Task<Step> {
        ends.insert(truth("select until::text from scheduler_leases where name = 'cleanup_sessions'"));
        return made({.processed = 10, .errors = 0, .more = --left > 0});
    };
    JobProcess process{world, clock, {{kJob, piecewise}}};
    const auto ended = process.attempt(kJob, hour());
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->processed, 30);
    EXPECT_EQ(ends.size(), 3u) << "renewed after each piece";
    EXPECT_EQ(truth("select owner is null and until is null from scheduler_leases where name = 'cleanup_sessions'"),
              "t");
}

TEST_F(JobRunner, StopsWhenItsLeaseIsSomebodyElses) {
    const auto robbed = [&](Deadline) -> Task<Step> {
        truth("update scheduler_leases set owner = 'somebody'");
        return made({.processed = 1, .errors = 0, .more = true});
    };
    JobProcess process{world, clock, {{kJob, robbed}}};
    EXPECT_FALSE(process.attempt(kJob, hour()));
    EXPECT_EQ(process.done[kJob], 1) << "no second piece";
    EXPECT_EQ(runs("status"), "running") << "theirs to end";
}

TEST_F(JobRunner, TriesAFailedRunThreeTimesForItsTime) {
    JobProcess process{world, clock, {{kJob, &away}}};
    for (int tries = 1; tries <= 3; ++tries) {
        const auto ended = process.attempt(kJob, hour());
        ASSERT_TRUE(ended);
        EXPECT_EQ(ended->outcome, api::RunOutcome::failed);
        EXPECT_EQ(ended->error_code, "database_unavailable");
    }
    EXPECT_FALSE(process.attempt(kJob, hour()));
    EXPECT_EQ(process.done[kJob], 3);
    EXPECT_EQ(runs("status || ' ' || attempt || ' ' || error_code"), "failed 3 database_unavailable");
    EXPECT_TRUE(process.attempt(kJob, hour() + 1h)) << "its next time is another matter";
}

TEST_F(JobRunner, CountsWhatFailedAsMissedUntilARunGoesWell) {
    JobProcess failing{world, clock, {{kJob, &broken}}};
    JobProcess well{world, clock};
    ASSERT_TRUE(well.attempt(kJob, hour()));
    EXPECT_EQ(failing.attempt(kJob, hour() + 1h)->missed, 0) << "a failure makes nothing good";
    EXPECT_EQ(failing.attempt(kJob, hour() + 2h)->error_code, "failed");
    EXPECT_EQ(well.attempt(kJob, hour() + 3h)->missed, 2);
}

TEST_F(JobRunner, SaysWhatARunFoundThatMustNotBe) {
    JobProcess process{world, clock, {{kJob, &found}}};
    EXPECT_EQ(process.attempt(kJob, hour())->error_code, "leaf_changed at 2");
    EXPECT_EQ(runs("status || ' ' || error_code"), "failed leaf_changed at 2");
}

TEST_F(JobRunner, TellsOfItemsThatCouldNotBeDone) {
    JobProcess process{world, clock, {{kJob, &with_errors}}};
    const auto ended = process.attempt(kJob, hour());
    EXPECT_EQ(ended->outcome, api::RunOutcome::succeeded);
    EXPECT_EQ(ended->errors, 2);
    const auto state = world.run(process.book.states(soon())).at(std::string{kJob});
    EXPECT_EQ(judge(*find_job(kJob), state.record(), clock.now()), JobStatus::degraded);
    EXPECT_THAT(process.metrics.exposition(),
                ::testing::HasSubstr(R"(wib_job_runs_total{job="cleanup_sessions",outcome="succeeded"} 1)"));
}

TEST_F(JobRunner, OneFailureStopsNoOtherJob) {
    JobProcess process{world, clock, {{kJob, &broken}}};
    for (const auto& job : all_jobs())
        if (job.use == Use::in_use) process.attempt(job.name, clock.now());
    EXPECT_EQ(truth("select count(*) filter (where status = 'succeeded') || ' ' || count(*) filter (where status = "
                    "'failed') from job_runs"),
              std::to_string(process.done.size() - 1) + " 1");
}

TEST_F(JobRunner, RunsEverythingDueWhenItIsWokenBySomeSchedule) {
    JobProcess process{world, clock};
    EXPECT_TRUE(process.runner.wake(clock.now()));
    TaskScope loop{world.io.get_executor(), 1, [](std::string_view, std::exception_ptr) {}};
    ASSERT_TRUE(loop.start("runner", process.runner.run()));
    std::size_t in_use = 0;
    for (const auto& job : all_jobs()) in_use += job.use == Use::in_use ? 1 : 0;
    const auto all_done = [&] {
        return process.done.size() == in_use &&
               truth("select count(*) from job_runs where status = 'succeeded'") == std::to_string(in_use);
    };
    world.io.restart();
    for (int turns = 0; turns < 2000 && !all_done(); ++turns) world.io.run_one_for(20ms);
    EXPECT_TRUE(all_done()) << runs("job || ' ' || status");
    for (const auto& [job, times] : process.done) EXPECT_EQ(times, 1) << job;
    EXPECT_TRUE(world.run(loop.close(soon())));
}

TEST_F(JobRunner, ShowsHowStaleEachJobIs) {
    JobProcess process{world, clock};
    world.run(process.runner.measure());
    EXPECT_THAT(process.metrics.exposition(), ::testing::HasSubstr(R"(wib_job_down{job="cleanup_sessions"} 1)"));
    process.attempt(kJob, clock.now());
    clock.advance(30min);
    world.run(process.runner.measure());
    EXPECT_THAT(process.metrics.exposition(), ::testing::HasSubstr(R"(wib_job_down{job="cleanup_sessions"} 0)"));
    EXPECT_THAT(process.metrics.exposition(),
                ::testing::ContainsRegex(R"(wib_job_staleness_seconds\{job="cleanup_sessions"\} 1[78][0-9][0-9])"));
    clock.advance(2h);
    world.run(process.runner.measure());
    EXPECT_THAT(process.metrics.exposition(), ::testing::HasSubstr(R"(wib_job_down{job="cleanup_sessions"} 1)"));
}

}  // namespace
}  // namespace wib::jobs
