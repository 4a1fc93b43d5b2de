#include "origin/observe/reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_sink.hpp"

namespace wib::observe {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using wib::testing::CountingRandom;
using wib::testing::ManualClock;
using wib::testing::MemorySink;

struct ErrorReportsTest : ::testing::Test {
    ManualClock clock{from_unix_seconds(1'700'000'000)};
    CountingRandom random;
    MemorySink sink;
    Metrics metrics;
    ErrorReports reports{sink, report::parse_dsn("https://k3y@errors.example.com/7"), clock, random, metrics};
    Log log{reports, clock, Level::info};

    std::uint64_t counted(std::string_view outcome) {
        return metrics.counters("wib_error_reports_total", "", {"outcome"}).with({outcome}).value();
    }
};

TEST_F(ErrorReportsTest, TellOfWhatTheLogCallsAnErrorAndOfNothingElse) {
    log.info("request", {{"status", 200}});
    log.warn("webhook_waits", {{"reason", "x"}});
    log.info("error_said", {{"note", R"("level":"error")"}});
    EXPECT_FALSE(reports.take());
    log.error("request_failed",
              {{"route", "list_calls"}, {"code", "INTERNAL_ERROR"}, {"reason", "it broke"}, {"correlation_id", "c-1"}});
    const auto report = reports.take();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->type, "request_failed");
    EXPECT_EQ(report->message, "it broke");
    EXPECT_EQ(report->transaction, "list_calls");
    EXPECT_EQ(report->logger, "origin");
    EXPECT_EQ(report->at, clock.now());
    EXPECT_EQ(report->event_id.size(), 32u);
    EXPECT_THAT(report->tags, Contains(Pair("code", "INTERNAL_ERROR")));
    EXPECT_THAT(report->tags, Contains(Pair("correlation_id", "c-1")));
    EXPECT_THAT(sink.all(), HasSubstr("request_failed")) << "the log has its line as before";
}

TEST_F(ErrorReportsTest, LetNobodyAndNothingSecretOut) {
    log.error(
        "job_failed",
        {{"job", "mail"},
         {"reason",
          R"(duplicate key value violates unique constraint "users_email_key": Key (email)=(ann@example.com) 'Ann' already )"
          "exists; call +15551234567, 078-05-1120, user 0192f0c0-0000-7000-8000-0000000000bb, Bearer abcDEF123456, "
          "card 4111 1111 1111 1111 from 192.0.2.7"},
         {"email", "ann@example.com"},
         {"password", "hunter2"},
         {"to", "+15551234567"}});
    const auto text = report::print_envelope(*reports.take(), clock.now());
    for (const auto* hidden : {"ann@example.com", "Ann", "5551234567", "078-05-1120", "0000000000bb", "abcDEF123456",
                               "4111", "192.0.2.7", "hunter2", "users_email_key"})
        EXPECT_THAT(text, Not(HasSubstr(hidden))) << text;
    EXPECT_THAT(text, HasSubstr("duplicate key value violates unique constraint"));
}

TEST_F(ErrorReportsTest, TellOfOneTroubleOnceAMinute) {
    for (int i = 0; i < 5; ++i) log.error("request_failed", {{"route", "me"}, {"correlation_id", std::to_string(i)}});
    log.error("request_failed", {{"route", "list_calls"}});
    EXPECT_EQ(reports.take()->transaction, "me");
    EXPECT_EQ(reports.take()->transaction, "list_calls");
    EXPECT_FALSE(reports.take());
    EXPECT_EQ(counted("spared"), 4u);
    clock.advance(ErrorReports::kQuiet);
    log.error("request_failed", {{"route", "me"}});
    EXPECT_TRUE(reports.take());
}

TEST_F(ErrorReportsTest, LoseTheOldestWhenTooManyWait) {
    for (std::size_t i = 0; i < ErrorReports::kWaiting + 3; ++i)
        log.error("job_failed", {{"job", "job " + std::to_string(i)}});
    EXPECT_EQ(counted("dropped"), 3u);
    EXPECT_THAT(reports.take()->tags, Contains(Pair("job", "job 3")));
}

TEST_F(ErrorReportsTest, AreNotMadeWithoutAnAddress) {
    ErrorReports none{sink, std::nullopt, clock, random, metrics};
    Log{none, clock, Level::info}.error("job_failed");
    EXPECT_FALSE(none.take());
    EXPECT_THAT(sink.all(), HasSubstr("job_failed"));
}

TEST(ErrorLines, ThatAreNotOursAreNothing) {
    for (const auto* line : {"", "{", "null", R"({"level":"error"})", R"({"level":"error","event":7})",
                             R"(["level":"error"])", R"({"event":"a","level":"info","note":"\"level\":\"error\""})"})
        EXPECT_FALSE(read_error_line(line)) << line;
    EXPECT_TRUE(read_error_line(R"({"level":"error","event":"log_broke"})"));
    EXPECT_EQ(read_error_line(R"({"level":"error","event":"a","reason":"b\u0000c"})")->message, "b c");
}

}  // namespace
}  // namespace wib::observe
