#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "origin/jobs/runner.hpp"
#include "tests/db/world.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_sink.hpp"

namespace wib::jobs {

using wib::testing::soon;

/// Wall time that a test moves; deadlines run on the real clock, as the database does.
class JobClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return now_; }
    [[nodiscard]] Deadline::Clock::time_point steady() const override { return Deadline::Clock::now(); }
    void advance(Duration by) { now_ += by; }

  private:
    Instant now_ = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
};

/// One process's runner, whose work a test scripts: each job counts how often it was done, and some do more.
struct JobProcess {
    JobProcess(wib::testing::World& w, const Clock& clock, std::map<std::string_view, DoStep> scripted = {})
        : world(w),
          book(*w.db),
          runner(w.io.get_executor(), book, work(std::move(scripted)), clock, random, JobMeters{metrics},
                 observe::Log{sink, clock, observe::Level::debug}) {}
    ~JobProcess() { world.run(runner.close(soon())); }

    Work work(std::map<std::string_view, DoStep> scripted) {
        Work all;
        for (const auto& job : all_jobs()) {
            if (job.use != Use::in_use) continue;
            const auto found = scripted.find(job.name);
            auto step = found == scripted.end() ? DoStep{&JobProcess::nothing_to_do} : found->second;
            all[job.name] = [this, name = job.name, step](Deadline deadline) {
                ++done[name];
                return step(deadline);
            };
        }
        return all;
    }
    static Task<Step> nothing_to_do(Deadline) { co_return Step{}; }

    std::optional<Ended> attempt(std::string_view job, Instant now) {
        return world.run(runner.attempt(*find_job(job), now));
    }

    wib::testing::World& world;
    SystemRandom random;
    observe::Metrics metrics;
    wib::testing::MemorySink sink;
    std::map<std::string_view, int> done;
    Book book;
    Runner runner;
};

class JobsTest : public ::testing::Test {
  protected:
    std::string truth(const std::string& sql) const { return world.truth(sql); }
    /// The database's own clock reaches the end of every lease.
    void let_leases_lapse() {
        truth("update scheduler_leases set until = now() - interval '1 s' where until is not null");
    }
    std::string runs(const std::string& columns) {
        return truth("select string_agg(" + columns + ", ', ' order by job, scheduled_for) from job_runs");
    }

    wib::testing::World world;
    JobClock clock;
};

}  // namespace wib::jobs
