#include "bench/loadgen/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace wib::loadgen {
namespace {

using namespace std::chrono_literals;

TEST(Histogram, QuantilesAreAtMostOnePartIn128AboveTheTrueOnes) {
    Histogram histogram;
    std::vector<std::int64_t> values;
    std::uint64_t state = 7;
    for (int at = 0; at < 20'000; ++at) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        // From nanoseconds to minutes, evenly over the orders of magnitude.
        const auto value = static_cast<std::int64_t>(std::exp(static_cast<double>(state >> 40) / (1 << 24) * 25.0));
        values.push_back(value);
        histogram.record(Nanos{value});
    }
    std::ranges::sort(values);
    for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
        const auto rank = static_cast<std::size_t>(std::ceil(share * 20'000)) - 1;
        const auto exact = static_cast<double>(values[rank]);
        const auto read = static_cast<double>(histogram.quantile(share).count());
        EXPECT_GE(read, exact) << share;
        EXPECT_LE(read, exact * (1 + 1.0 / 128) + 1) << share;
    }
    EXPECT_EQ(histogram.max().count(), values.back());
    EXPECT_EQ(histogram.count(), 20'000u);
}

TEST(Histogram, SmallValuesAreExact) {
    Histogram histogram;
    for (const auto value : {0ns, 1ns, 100ns, 255ns}) histogram.record(value);
    EXPECT_EQ(histogram.quantile(0.25), 0ns);
    EXPECT_EQ(histogram.quantile(0.5), 1ns);
    EXPECT_EQ(histogram.quantile(0.75), 100ns);
    EXPECT_EQ(histogram.quantile(1), 255ns);
    EXPECT_EQ(histogram.mean(), 89ns);
}

TEST(Histogram, WithoutValuesEverythingIsZero) {
    const Histogram histogram;
    EXPECT_EQ(histogram.quantile(0.99), 0ns);
    EXPECT_EQ(histogram.mean(), 0ns);
}

}  // namespace
}  // namespace wib::loadgen
