#include "bench/loadgen/raw_line.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace wib::loadgen {
namespace {

using namespace std::chrono_literals;

Tally four_answers() {
    Tally tally;
    tally.sent = 4;
    tally.answered = 4;
    for (const auto latency : {1us, 2us, 3us, 4us}) tally.latency.record(latency);
    return tally;
}

RawLine line_of(const Tally& tally, const std::string& unit) {
    return raw_line({.name = "read", .side = "wib", .unit = unit},
                    {.mode = "open", .target_rate = 2, .duration = 2s, .first_process = "origin"}, tally,
                    {{"origin", {.cpu_s = 1.0}}}, {{"origin", {.cpu_s = 1.5, .rss_kib = 40}}});
}

TEST(RawLine, ComputesEachUnitFromWhatWasCounted) {
    EXPECT_DOUBLE_EQ(line_of(four_answers(), "req/s").value, 2);
    EXPECT_DOUBLE_EQ(line_of(four_answers(), "us_cpu/req").value, 125'000);
    EXPECT_DOUBLE_EQ(line_of(four_answers(), "req/cpu_s").value, 8);
    EXPECT_NEAR(line_of(four_answers(), "p50_us").value, 2, 0.02);
    EXPECT_NEAR(line_of(four_answers(), "p99_us").value, 4, 0.04);
    EXPECT_THROW((void)line_of(four_answers(), "furlongs"), std::invalid_argument);
}

TEST(RawLine, IsInvalidWithOneErrorOrWithoutAnAnswer) {
    EXPECT_TRUE(line_of(four_answers(), "req/s").valid);
    auto tally = four_answers();
    tally.error("status_503", "no");
    EXPECT_FALSE(line_of(tally, "req/s").valid);
    EXPECT_EQ(line_of(tally, "req/s").first_error, "status_503: no");
    EXPECT_FALSE(line_of(Tally{}, "req/s").valid);
}

TEST(RawLine, WhatWasNeverAnsweredIsAnError) {
    auto tally = four_answers();
    tally.never_answered(0);
    EXPECT_TRUE(line_of(tally, "req/s").valid);
    tally.never_answered(2);
    const auto line = line_of(tally, "req/s");
    EXPECT_FALSE(line.valid);
    EXPECT_EQ(line.unanswered, 2u);
    EXPECT_EQ(line.errors, 2u);
}

}  // namespace
}  // namespace wib::loadgen
