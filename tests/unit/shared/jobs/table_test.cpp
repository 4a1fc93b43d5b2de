// The table of scheduled work, held against what the platform is told and what the product's reference names.
#include "shared/jobs/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace wib::jobs {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAreArray;

std::string text_of(const std::string& file) {
    std::ifstream in{std::string{WIB_SOURCE_DIR} + "/" + file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::string> split(std::string_view text, char by) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(by, begin), text.size());
        parts.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

// As the platform reads it: "*", "*/5", "0" or "0,2,6".
bool fits(const std::string& field, int value) {
    if (field == "*") return true;
    if (field.starts_with("*/")) return value % std::stoi(field.substr(2)) == 0;
    const auto listed = split(field, ',');
    return std::ranges::any_of(listed, [&](const std::string& one) { return std::stoi(one) == value; });
}

bool comes_round(Schedule schedule, Instant at) {
    const auto fields = split(cron(schedule), ' ');
    const auto minute = unix_seconds(at) / 60;
    return fits(fields.at(0), static_cast<int>(minute % 60)) && fits(fields.at(1), static_cast<int>(minute / 60 % 24));
}

constexpr Instant kMidnight = from_unix_seconds(1'795'219'200);  // 21 November 2026

TEST(Schedules, AreFoundByWhatThePlatformCallsThem) {
    for (const auto schedule : kSchedules) EXPECT_EQ(schedule_of(cron(schedule)), schedule);
    EXPECT_EQ(schedule_of("0 1 * * *"), std::nullopt);
    EXPECT_EQ(schedule_of(""), std::nullopt);
}

TEST(Jobs, AreWokenWheneverTheyAreDue) {
    ASSERT_EQ(kMidnight.time_since_epoch() % 24h, 0s);
    for (const auto& job : all_jobs()) {
        EXPECT_EQ(24h % job.rhythm.every, 0s) << job.name;
        EXPECT_LT(job.rhythm.at, job.rhythm.every) << job.name;
        for (auto minute = kMidnight; minute < kMidnight + 24h; minute += 1min)
            if (last_due(job.rhythm, minute) == minute)
                EXPECT_TRUE(comes_round(job.schedule, minute)) << job.name << " at " << to_rfc3339(minute);
    }
}

TEST(Jobs, HaveANameOfTheirOwnAndEndBeforeTheyAreStale) {
    std::set<std::string_view> names;
    for (const auto& job : all_jobs()) {
        EXPECT_TRUE(names.insert(job.name).second) << job.name;
        EXPECT_EQ(find_job(job.name), &job);
        EXPECT_EQ(job.use == Use::awaited, !job.waits_for.empty()) << job.name;
        if (job.use != Use::in_use) continue;
        EXPECT_GT(job.limit, 0s) << job.name;
        EXPECT_LT(job.limit, stale_after(job.rhythm)) << job.name;
    }
    EXPECT_EQ(find_job("nobody"), nullptr);
}

// Every job that the rules name is here, whether it runs or not: what the product owes stays in sight.
TEST(Jobs, AreThoseOfTheRules) {
    for (const std::string_view name : {"outbox_sweep",      "booking_caller",     "alert_rules",
                                        "quiet_queue",       "callback_reminders", "retry_transcriptions",
                                        "crm_sync",          "cleanup_sessions",   "flush_audit_dlq",
                                        "execute_sequences", "expire_links",       "aggregate_usage",
                                        "trial_expiry",      "retention_purge",    "chain_check",
                                        "backup_check",      "process_payments",   "dunning",
                                        "prevention_scan",   "sms_consent_expiry", "validation_notice_alerts",
                                        "report_schedules"})
        EXPECT_NE(find_job(name), nullptr) << name;
}

std::vector<std::string> crons_in_use() {
    std::vector<std::string> crons;
    for (const auto schedule : kSchedules)
        if (std::ranges::any_of(all_jobs(),
                                [&](const Job& job) { return job.use == Use::in_use && job.schedule == schedule; }))
            crons.emplace_back(cron(schedule));
    return crons;
}

// A schedule is set where a job in use needs it, and nowhere else: who puts a job to use is told here to set its
// schedule.
TEST(Jobs, HaveTheirSchedulesSetOnEveryPlatform) {
    for (const auto& [file, list, times] : {std::tuple{"wrangler/wrangler.jsonc", "\"crons\": \\[([^\\]]*)\\]", 3},
                                            std::tuple{"wrangler/local.mjs", "kSchedules = \\[([^\\]]*)\\]", 1}}) {
        const auto text = text_of(file);
        const std::regex wanted{list}, quoted{"\"([^\"]*)\""};
        int found = 0;
        for (std::sregex_iterator place{text.begin(), text.end(), wanted}, none; place != none; ++place, ++found) {
            const auto inside = (*place)[1].str();
            std::vector<std::string> crons;
            for (std::sregex_iterator one{inside.begin(), inside.end(), quoted}; one != none; ++one)
                crons.push_back((*one)[1]);
            EXPECT_THAT(crons, ElementsAreArray(crons_in_use())) << file;
        }
        EXPECT_EQ(found, times) << file;
    }
}

}  // namespace
}  // namespace wib::jobs
