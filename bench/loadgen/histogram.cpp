#include "bench/loadgen/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace wib::loadgen {

namespace {

constexpr int kPrecisionBits = 7;

// Below 256 ns a value is its own bucket; above, the eight leading bits and the number of bits dropped name it.
std::size_t bucket_of(std::uint64_t value) {
    const int dropped = std::max(0, static_cast<int>(std::bit_width(value)) - (kPrecisionBits + 1));
    return (static_cast<std::size_t>(dropped) << kPrecisionBits) + static_cast<std::size_t>(value >> dropped);
}

/// The largest value that falls into the bucket.
std::uint64_t upper_edge(std::size_t bucket) {
    if (bucket < (std::size_t{2} << kPrecisionBits)) return bucket;
    const auto dropped = (bucket >> kPrecisionBits) - 1;
    const auto leading = bucket - (dropped << kPrecisionBits);
    return ((static_cast<std::uint64_t>(leading) + 1) << dropped) - 1;
}

}  // namespace

void Histogram::record(Nanos value) {
    const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(0, value.count()));
    const auto bucket = bucket_of(ns);
    if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
    ++buckets_[bucket];
    ++count_;
    max_ = std::max(max_, Nanos{ns});
    sum_ns_ += static_cast<double>(ns);
}

Nanos Histogram::quantile(double share) const {
    if (count_ == 0) return Nanos{0};
    const auto wanted =
        std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_))));
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
        seen += buckets_[bucket];
        if (seen >= wanted) return std::min(max_, Nanos{upper_edge(bucket)});
    }
    return max_;
}

Nanos Histogram::mean() const {
    return count_ == 0 ? Nanos{0} : Nanos{static_cast<std::int64_t>(sum_ns_ / static_cast<double>(count_))};
}

}  // namespace wib::loadgen
