// When work is due: the last time, the next, and what one run makes good.
#include "shared/jobs/rhythm.hpp"

#include <gtest/gtest.h>

#include <string>

namespace wib::jobs {
namespace {

using namespace std::chrono_literals;

Instant at(const std::string& day_and_time) {
    return parse_rfc3339("2026-" + day_and_time + "Z").value();
}

constexpr Rhythm kMinute{.every = 1min};
constexpr Rhythm kFive{.every = 5min};
constexpr Rhythm kHour{.every = 1h};
constexpr Rhythm kSix{.every = 24h, .at = 6h};

TEST(Rhythm, WasLastDueNowAtTheLatestAndIsNextDueAfterNow) {
    const struct {
        Rhythm rhythm;
        Instant now, last, next;
    } kTable[] = {
        {kMinute, at("11-21T08:45:00"), at("11-21T08:45:00"), at("11-21T08:46:00")},
        {kMinute, at("11-21T08:45:59.999999"), at("11-21T08:45:00"), at("11-21T08:46:00")},
        {kMinute, at("12-31T23:59:30"), at("12-31T23:59:00"), parse_rfc3339("2027-01-01T00:00:00Z").value()},
        {kFive, at("11-21T08:47:12"), at("11-21T08:45:00"), at("11-21T08:50:00")},
        {kHour, at("11-21T08:00:00"), at("11-21T08:00:00"), at("11-21T09:00:00")},
        {kHour, at("11-21T00:59:59"), at("11-21T00:00:00"), at("11-21T01:00:00")},
        {kSix, at("11-21T05:59:59"), at("11-20T06:00:00"), at("11-21T06:00:00")},
        {kSix, at("11-21T06:00:00"), at("11-21T06:00:00"), at("11-22T06:00:00")},
        {kSix, at("03-01T03:00:00"), at("02-28T06:00:00"), at("03-01T06:00:00")},
    };
    for (const auto& row : kTable) {
        EXPECT_EQ(last_due(row.rhythm, row.now), row.last) << to_rfc3339(row.now);
        EXPECT_EQ(next_due(row.rhythm, row.now), row.next) << to_rfc3339(row.now);
    }
}

TEST(Rhythm, IsWholeBeforeTheEpochToo) {
    EXPECT_EQ(last_due(kFive, from_unix_seconds(-1)), from_unix_seconds(-300));
    EXPECT_EQ(next_due(kSix, from_unix_seconds(0)), from_unix_seconds(6 * 3600));
}

TEST(Rhythm, CountsWhatNobodyMadeGoodWithoutTheTimeItself) {
    const auto due = at("11-21T09:00:00");
    EXPECT_EQ(missed_before(kHour, due - 1h, due), 0) << "each in its turn";
    EXPECT_EQ(missed_before(kHour, due - 6h, due), 5);
    EXPECT_EQ(missed_before(kMinute, due - 24h, due), 24 * 60 - 1);
    EXPECT_EQ(missed_before(kSix, at("11-18T06:00:00"), at("11-21T06:00:00")), 2);
    EXPECT_EQ(missed_before(kHour, std::nullopt, due), 0) << "nobody waited for what was never done";
    EXPECT_EQ(missed_before(kHour, due, due), 0);
    EXPECT_EQ(missed_before(kHour, due + 3h, due), 0) << "a clock that was set back";
    EXPECT_EQ(missed_before(kHour, due - 6h + 1min, due), 5) << "a time of another rhythm counts by its round";
}

TEST(Rhythm, IsStaleAfterTwoRounds) {
    EXPECT_EQ(stale_after(kMinute), 2min);
    EXPECT_EQ(stale_after(kSix), 48h);
}

}  // namespace
}  // namespace wib::jobs
