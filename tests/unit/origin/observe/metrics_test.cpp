#include "origin/observe/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace wib::observe {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

TEST(Metrics, SpeakPrometheus) {
    Metrics metrics;
    metrics.counters("wib_requests_total", "Requests.", {"route", "status"}).with({"start_call", "2xx"}).add(3);
    metrics.gauge("wib_connections", "Open.").set(-2);
    EXPECT_EQ(metrics.exposition(),
              "# HELP wib_connections Open.\n# TYPE wib_connections gauge\nwib_connections -2\n"
              "# HELP wib_requests_total Requests.\n# TYPE wib_requests_total counter\n"
              "wib_requests_total{route=\"start_call\",status=\"2xx\"} 3\n");
}

TEST(Metrics, HistogramsAccumulate) {
    Metrics metrics;
    auto& took = metrics.histogram("wib_query_seconds", "Queries.", std::vector{0.001, 0.01});
    took.observe(1ms);
    took.observe(5ms);
    took.observe(2s);
    EXPECT_EQ(took.count(), 3u);
    const auto text = metrics.exposition();
    EXPECT_THAT(text, HasSubstr("wib_query_seconds_bucket{le=\"0.001\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("wib_query_seconds_bucket{le=\"0.01\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("wib_query_seconds_bucket{le=\"+Inf\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("wib_query_seconds_sum 2.006\n"));
    EXPECT_THAT(text, HasSubstr("wib_query_seconds_count 3\n"));
}

TEST(Metrics, AreTheSameWhenAskedForTwice) {
    Metrics metrics;
    metrics.counter("wib_x_total", "X.").add();
    metrics.counter("wib_x_total", "X.").add();
    EXPECT_EQ(metrics.counter("wib_x_total", "X.").value(), 2u);
}

TEST(Metrics, EscapeLabelValues) {
    Metrics metrics;
    metrics.counters("wib_x_total", "X.", {"why"}).with({"a\"b\\c\nd"}).add();
    EXPECT_THAT(metrics.exposition(), HasSubstr(R"(why="a\"b\\c\nd")"));
}

TEST(Metrics, CountTogetherWhatIsBeyondTheLimitOfSeries) {
    Metrics metrics;
    auto& family = metrics.counters("wib_x_total", "X.", {"path"});
    for (std::size_t n = 0; n < kMaxSeries + 10; ++n) family.with({std::to_string(n)}).add();
    EXPECT_EQ(family.with({"other"}).value(), 10u);
}

TEST(Metrics, LoseNothingBetweenThreads) {
    Metrics metrics;
    auto& family = metrics.counters("wib_x_total", "X.", {"thread"});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int n = 0; n < 10'000; ++n) family.with({"all"}).add();
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(family.with({"all"}).value(), 40'000u);
}

}  // namespace
}  // namespace wib::observe
