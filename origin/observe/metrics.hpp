#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wib::observe {

/// Only ever grows. Any thread.
class Counter {
  public:
    void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_ = 0;
};

/// Goes up and down. Any thread.
class Gauge {
  public:
    void add(std::int64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
    void set(std::int64_t n) { value_.store(n, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::int64_t> value_ = 0;
};

/// How long things took, in seconds, counted into fixed buckets. Any thread.
class Histogram {
  public:
    explicit Histogram(std::span<const double> bounds_seconds);
    void observe(std::chrono::nanoseconds took);
    [[nodiscard]] std::uint64_t count() const;
    [[nodiscard]] std::span<const double> bounds() const { return bounds_; }
    /// Observations in bucket `at` alone; the last one is everything above the last bound.
    [[nodiscard]] std::uint64_t in_bucket(std::size_t at) const { return buckets_[at].load(std::memory_order_relaxed); }
    [[nodiscard]] double sum_seconds() const;

  private:
    std::vector<double> bounds_;
    std::unique_ptr<std::atomic<std::uint64_t>[]> buckets_;
    std::atomic<std::uint64_t> sum_ns_ = 0;
};

/// From 100 µs to 10 s, for requests and vendor calls.
[[nodiscard]] std::span<const double> latency_buckets();

/// "{route="start_call",status="2xx"}", as values in the order of the names given at registration; copied only where a
/// new member of a family is made of them.
using LabelValues = std::initializer_list<std::string_view>;

/// One metric by name, many by labels. with() takes a lock: hold on to the reference where it is hot; references live
/// as long as the Metrics. Above kMaxSeries label sets, further ones are counted together under "other".
template <class Metric>
class Family {
  public:
    virtual ~Family() = default;
    [[nodiscard]] virtual Metric& with(LabelValues values) = 0;
};
inline constexpr std::size_t kMaxSeries = 512;

/// Every metric of a process, in Prometheus' text form. Names are `wib_<noun>_total` and `wib_<noun>_seconds`.
/// Asking twice for a name gives the same metric; with other labels or another kind it is a broken promise.
class Metrics {
  public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    Counter& counter(std::string_view name, std::string_view help);
    Gauge& gauge(std::string_view name, std::string_view help);
    Histogram& histogram(std::string_view name, std::string_view help,
                         std::span<const double> bounds = latency_buckets());

    Family<Counter>& counters(std::string_view name, std::string_view help, std::vector<std::string> labels);
    Family<Gauge>& gauges(std::string_view name, std::string_view help, std::vector<std::string> labels);
    Family<Histogram>& histograms(std::string_view name, std::string_view help, std::vector<std::string> labels,
                                  std::span<const double> bounds = latency_buckets());

    /// Text format 0.0.4.
    [[nodiscard]] std::string exposition() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace wib::observe
