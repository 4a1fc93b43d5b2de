#pragma once
#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <random>
#include <vector>

#include "origin/db/connection.hpp"
#include "origin/db/observer.hpp"
#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"

namespace wib::db {

/// What a pool holds; read from any thread.
struct PoolStats {
    std::int64_t open = 0;
    std::int64_t in_use = 0;
    std::int64_t waiting = 0;
    std::int64_t opened = 0;        ///< ever
    std::int64_t dropped = 0;       ///< ever
    std::int64_t refused_full = 0;  ///< acquisitions refused because too many waited
    std::int64_t exchanges = 0;     ///< round trips
};

/// One thread's share of the connections. Lives on one io thread: no locks, and a connection never changes executors.
/// Full: waits, first come first served, until the deadline or out of patience; beyond `queue` waiters it refuses at once.
/// Server gone: one prober tries again with growing, jittered pauses (25 ms to 2 s); everybody else waits for it likewise.
class Pool : public std::enable_shared_from_this<Pool> {
  public:
    struct Limits {
        std::size_t connections = 4;
        std::size_t queue = 256;
        /// Longest wait for a connection, whatever the deadline: long enough for a server that restarts, short enough
        /// that a person hears "unavailable" and not "too late".
        std::chrono::milliseconds patience{3000};
    };

    Pool(boost::asio::any_io_executor executor, std::shared_ptr<const ConnectionConfig> config, Limits limits,
         Observer& observer);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// A connection that was well a moment ago. `reused` tells that it has stood idle: it may have died unnoticed.
    struct Lease {
        std::unique_ptr<Connection> connection;
        bool reused = false;
    };
    /// Throws UnavailableError at the deadline or when too many wait. Return what you get to give_back().
    Task<Lease> acquire(Deadline deadline);
    /// Takes a connection back; one that is not well is dropped, and whoever waits may open another.
    void give_back(std::unique_ptr<Connection> connection) noexcept;

    [[nodiscard]] PoolStats stats() const;
    [[nodiscard]] Observer& observer() { return *observer_; }
    /// Nobody is told any more: transactions that die with their io context may give back after the observer is gone.
    void retire() { observer_ = &nobody_watching(); }
    void count_exchange() { exchanges_.fetch_add(1, std::memory_order_relaxed); }

  private:
    struct Waiter;
    struct Slot;

    Task<std::unique_ptr<Connection>> open_one(Deadline deadline);
    Task<Lease> wait_for_one(Deadline deadline);
    void wake_next();
    std::chrono::nanoseconds next_pause();
    void unreachable(const std::string& why);
    [[nodiscard]] UnavailableError too_late() const;

    boost::asio::any_io_executor executor_;
    std::shared_ptr<const ConnectionConfig> config_;
    Limits limits_;
    Observer* observer_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::list<Waiter*> waiters_;
    std::size_t taken_ = 0;  // connections that exist or are being opened
    bool probing_ = false;   // the server is gone and somebody is knocking
    int failures_ = 0;
    std::string last_failure_;
    Deadline::Clock::time_point not_before_{};
    std::minstd_rand jitter_;

    std::atomic<std::int64_t> open_{0}, in_use_{0}, waiting_{0}, opened_{0}, dropped_{0}, refused_full_{0},
        exchanges_{0};
};

}  // namespace wib::db
