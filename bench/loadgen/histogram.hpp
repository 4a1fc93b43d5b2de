#pragma once
#include <chrono>
#include <cstdint>
#include <vector>

namespace wib::loadgen {

using Nanos = std::chrono::nanoseconds;

/// Latencies in log-linear buckets, 128 to each doubling: a quantile read from it is at most 1/128 above the true one,
/// whatever the range, and recording costs a few instructions.
class Histogram {
  public:
    void record(Nanos value);

    [[nodiscard]] std::uint64_t count() const { return count_; }
    /// The smallest recorded value, at bucket precision, that at least `share` of all values do not exceed. Zero when
    /// nothing was recorded.
    [[nodiscard]] Nanos quantile(double share) const;
    [[nodiscard]] Nanos max() const { return max_; }
    [[nodiscard]] Nanos mean() const;

  private:
    std::vector<std::uint64_t> buckets_;
    std::uint64_t count_ = 0;
    Nanos max_{0};
    double sum_ns_ = 0;
};

}  // namespace wib::loadgen
