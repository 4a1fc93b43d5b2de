// How a job stands, by what is known of its runs.
#include "shared/jobs/health.hpp"

#include <gtest/gtest.h>

namespace wib::jobs {
namespace {

using namespace std::chrono_literals;

constexpr Instant kNow = from_unix_seconds(1'795'253'793);
constexpr Job kHourly{.name = "hourly", .schedule = Schedule::hourly, .rhythm = {.every = 1h}, .limit = 60s};

TEST(JobHealth, IsTheAgeOfTheLastSuccessFirst) {
    const struct {
        std::optional<Duration> age;
        bool went_wrong;
        JobStatus status;
    } kTable[] = {
        {0s, false, JobStatus::healthy},        {59min, false, JobStatus::healthy},    {2h, false, JobStatus::healthy},
        {2h + 1us, false, JobStatus::down},     {59min, true, JobStatus::degraded},    {3h, true, JobStatus::down},
        {std::nullopt, false, JobStatus::down}, {std::nullopt, true, JobStatus::down}, {-5s, false, JobStatus::healthy},
    };
    for (const auto& row : kTable) {
        Record record{.last_success = {}, .last_went_wrong = row.went_wrong};
        if (row.age) record.last_success = kNow - *row.age;
        EXPECT_EQ(judge(kHourly, record, kNow), row.status) << row.age.value_or(Duration{}).count();
    }
}

TEST(JobHealth, IsNeverGoodForAJobThatDoesNotRun) {
    for (const auto use : {Use::awaited, Use::needless}) {
        auto job = kHourly;
        job.use = use;
        EXPECT_EQ(judge(job, {.last_success = kNow}, kNow), JobStatus::not_in_use);
    }
}

TEST(JobHealth, SaysSinceWhenNothingWentWell) {
    EXPECT_EQ(staleness({}, kNow), std::nullopt);
    EXPECT_EQ(staleness({.last_success = kNow - 90s}, kNow), 90s);
    EXPECT_EQ(staleness({.last_success = kNow + 1s}, kNow), 0s) << "the database's clock is ahead of ours";
}

}  // namespace
}  // namespace wib::jobs
