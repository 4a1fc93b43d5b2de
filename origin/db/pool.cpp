#include "origin/db/pool.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

#include "origin/runtime/within.hpp"

namespace wib::db {

namespace asio = boost::asio;
using Clock = Deadline::Clock;

namespace {

constexpr std::chrono::milliseconds kFirstPause{25};
constexpr std::chrono::milliseconds kLongestPause{2000};

}  // namespace

Observer& nobody_watching() {
    static Observer nobody;
    return nobody;
}

/// Somebody in the queue. Woken with a connection, or without one when a place for a new one has come free. Whoever
/// leaves without using what woke them passes it on.
struct Pool::Waiter {
    Waiter(Pool& p, Deadline deadline) : pool(p), timer(p.executor_, deadline.at()) {
        place = pool.waiters_.insert(pool.waiters_.end(), this);
        pool.waiting_.fetch_add(1, std::memory_order_relaxed);
    }
    ~Waiter() {
        pool.waiting_.fetch_sub(1, std::memory_order_relaxed);
        if (!woken) {
            pool.waiters_.erase(place);
        } else if (connection) {
            pool.in_use_.fetch_add(1, std::memory_order_relaxed);
            pool.give_back(std::move(connection));
        } else if (!used) {
            pool.wake_next();
        }
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    Pool& pool;
    asio::steady_timer timer;
    std::list<Waiter*>::iterator place;
    std::unique_ptr<Connection> connection;
    bool woken = false;
    bool used = false;
};

/// The place of a connection that is being opened; given up when opening fails or is cancelled.
struct Pool::Slot {
    explicit Slot(Pool& p) : pool(p) { ++pool.taken_; }
    ~Slot() {
        if (kept) return;
        --pool.taken_;
        if (prober) pool.probing_ = false;
        pool.wake_next();
    }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    Pool& pool;
    bool kept = false;
    bool prober = false;
};

Pool::Pool(asio::any_io_executor executor, std::shared_ptr<const ConnectionConfig> config, Limits limits,
           Observer& observer)
    : executor_(std::move(executor)),
      config_(std::move(config)),
      limits_(limits),
      observer_(&observer),
      jitter_(std::random_device{}()) {}

Pool::~Pool() = default;

std::chrono::nanoseconds Pool::next_pause() {
    const auto whole = std::min<std::chrono::nanoseconds>(kLongestPause, kFirstPause * (1 << std::min(failures_, 8)));
    // Half to all of it, so that many processes do not knock together.
    return std::chrono::nanoseconds{
        std::uniform_int_distribution<std::int64_t>{whole.count() / 2, whole.count()}(jitter_)};
}

Task<Pool::Lease> Pool::acquire(Deadline deadline) {
    const auto self = shared_from_this();
    const auto began = Clock::now();
    deadline = deadline.capped(began, limits_.patience);
    for (;;) {
        while (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            if (connection->still_there()) {
                in_use_.fetch_add(1, std::memory_order_relaxed);
                observer_->waited(Clock::now() - began);
                co_return Lease{std::move(connection), true};
            }
            observer_->dropped("the server hung up");
            dropped_.fetch_add(1, std::memory_order_relaxed);
            open_.fetch_sub(1, std::memory_order_relaxed);
            --taken_;
        }
        if (taken_ < limits_.connections && !probing_) {
            if (auto connection = co_await open_one(deadline)) {
                in_use_.fetch_add(1, std::memory_order_relaxed);
                observer_->waited(Clock::now() - began);
                co_return Lease{std::move(connection), false};
            }
            if (deadline.passed(Clock::now())) throw too_late();
            continue;
        }
        if (waiters_.size() >= limits_.queue) {
            refused_full_.fetch_add(1, std::memory_order_relaxed);
            throw UnavailableError("too many requests wait for the database");
        }
        auto lease = co_await wait_for_one(deadline);
        if (!lease.connection) continue;
        observer_->waited(Clock::now() - began);
        co_return lease;
    }
}

Task<Pool::Lease> Pool::wait_for_one(Deadline deadline) {
    Waiter waiter{*this, deadline};
    boost::system::error_code error;
    co_await waiter.timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (!waiter.woken) {
        if (error) throw boost::system::system_error(error);  // cancelled
        throw too_late();
    }
    waiter.used = true;
    if (waiter.connection) in_use_.fetch_add(1, std::memory_order_relaxed);
    co_return Lease{std::move(waiter.connection), true};
}

void Pool::wake_next() {
    if (waiters_.empty()) return;
    auto* first = waiters_.front();
    waiters_.pop_front();
    first->woken = true;
    first->timer.cancel();
}

Task<std::unique_ptr<Connection>> Pool::open_one(Deadline deadline) {
    Slot slot{*this};
    if (failures_ > 0) {
        slot.prober = probing_ = true;
        if (Clock::now() < not_before_) {
            const auto until = deadline.capped(Clock::now(), not_before_ - Clock::now());
            co_await sleep_until(until);
            if (deadline.passed(Clock::now())) co_return nullptr;
        }
    }
    const auto began = Clock::now();
    try {
        // One attempt may not eat a patient request's whole deadline: a lost SYN is tried again.
        auto connection = co_await Connection::open(*config_, deadline.capped(began, std::chrono::seconds{5}));
        failures_ = 0;
        slot.kept = true;
        open_.fetch_add(1, std::memory_order_relaxed);
        opened_.fetch_add(1, std::memory_order_relaxed);
        observer_->connected(Clock::now() - began);
        if (slot.prober) {
            // The server is back: everybody who waited may open theirs.
            probing_ = false;
            for (auto left = limits_.connections - std::min(taken_, limits_.connections); left > 0 && !waiters_.empty();
                 --left)
                wake_next();
        }
        co_return connection;
    } catch (const ConnectionLost& lost) {
        // Somebody with little patience says nothing about the server.
        if (!deadline.passed(Clock::now())) unreachable(lost.reason);
    } catch (const UnavailableError& refused) {  // by the server, at the probe
        unreachable(refused.reason);
    }
    co_return nullptr;
}

void Pool::unreachable(const std::string& why) {
    const auto pause = next_pause();
    ++failures_;
    last_failure_ = why;
    not_before_ = Clock::now() + pause;
    observer_->unreachable(why, pause);
}

UnavailableError Pool::too_late() const {
    return UnavailableError(failures_ > 0 ? "the database cannot be reached: " + last_failure_
                                          : std::string("no connection to the database came free in time"));
}

void Pool::give_back(std::unique_ptr<Connection> connection) noexcept {
    in_use_.fetch_sub(1, std::memory_order_relaxed);
    if (!connection->well()) {
        observer_->dropped("broken in use");
        dropped_.fetch_add(1, std::memory_order_relaxed);
        open_.fetch_sub(1, std::memory_order_relaxed);
        --taken_;
        connection.reset();
        wake_next();
        return;
    }
    if (waiters_.empty()) {
        idle_.push_back(std::move(connection));
        return;
    }
    auto* first = waiters_.front();
    waiters_.pop_front();
    first->connection = std::move(connection);
    first->woken = true;
    first->timer.cancel();
}

PoolStats Pool::stats() const {
    const auto get = [](const std::atomic<std::int64_t>& value) { return value.load(std::memory_order_relaxed); };
    return {get(open_), get(in_use_), get(waiting_), get(opened_), get(dropped_), get(refused_full_), get(exchanges_)};
}

}  // namespace wib::db
