#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "bench/loadgen/histogram.hpp"

/// When requests leave, as pure arithmetic: times are offsets from the start of the run and come as arguments.
namespace wib::loadgen {

/// A fixed timetable: event k is due at k / rate, whatever happens to those before it.
class Schedule {
  public:
    explicit Schedule(double per_second) : per_second_(per_second) {}
    [[nodiscard]] Nanos due(std::uint64_t event) const {
        return Nanos{static_cast<std::int64_t>(static_cast<double>(event) * (1e9 / per_second_))};
    }

  private:
    double per_second_;
};

/// One request that may leave now.
struct Departure {
    std::size_t connection;
    std::uint64_t number;  ///< counts from 0
    Nanos due;             ///< from here its latency counts
    Nanos late;            ///< how long it could have left already: the generator's own delay
};

/// Which request leaves on which connection, and since when it is waited for. Open: by the timetable; a request whose
/// time has come while every connection is busy waits, and the wait is part of its latency (no coordinated omission).
/// Closed: a connection sends again as soon as it is free; a slow server is then asked less often, so latencies of a
/// closed run say nothing of what people would have seen.
class Pace {
  public:
    [[nodiscard]] static Pace open(double per_second, std::size_t connections, Nanos end);
    [[nodiscard]] static Pace closed(std::size_t connections, Nanos end);

    /// No more than this many requests altogether.
    void at_most(std::uint64_t requests) { most_ = requests; }

    /// What may leave at `now`; its connection is busy until freed.
    [[nodiscard]] std::optional<Departure> next(Nanos now);
    /// The connection was answered, or is new again after a loss. `connection` was busy.
    void freed(std::size_t connection, Nanos now);

    /// When next() has something without anything being freed before; nothing when it never has.
    [[nodiscard]] std::optional<Nanos> next_due() const;
    /// Every request that fell due has left.
    [[nodiscard]] bool all_left(Nanos now) const;
    /// How many fell due up to `now` and have not left: what a stalled server still owes besides what it holds.
    [[nodiscard]] std::uint64_t waiting(Nanos now) const;

  private:
    struct Free {
        std::size_t connection;
        Nanos since;
    };
    Pace(std::optional<Schedule> schedule, std::size_t connections, Nanos end);
    [[nodiscard]] bool is_due(std::uint64_t number, Nanos now) const;

    std::optional<Schedule> schedule_;
    Nanos end_;
    std::uint64_t sent_ = 0;
    std::uint64_t most_ = UINT64_MAX;
    std::deque<Free> free_;  // the one free longest first, so that all are used
};

}  // namespace wib::loadgen
