#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/this_coro.hpp>

#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"

namespace wib {

/// `co_await ending();` lets a cancelled coroutine wait once more, to put things in order before it returns: without it
/// every later co_await throws. Such waits carry short deadlines of their own.
inline auto ending() {
    return boost::asio::this_coro::throw_if_cancelled(false);
}

/// A condition variable for coroutines of one thread: `wait` until somebody calls `notify`. A notification nobody waits
/// for is lost, so callers wait in a loop over the condition they care about.
class Wakeup {
  public:
    explicit Wakeup(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
    Wakeup(const Wakeup&) = delete;
    Wakeup& operator=(const Wakeup&) = delete;

    /// Wakes everyone who waits now.
    void notify();
    /// Throws when cancelled.
    Task<void> wait();
    /// True when notified, false when the deadline came first. Throws when cancelled.
    Task<bool> wait(Deadline deadline);
    /// Waits even inside a coroutine that has been cancelled: for the last steps of an ending.
    Task<bool> wait_uncancelled(Deadline deadline);

  private:
    struct Waiter;
    enum class Cancellable { yes, no };
    Task<bool> wait(Deadline deadline, Cancellable cancellable);

    boost::asio::any_io_executor executor_;
    Waiter* waiters_ = nullptr;
};

}  // namespace wib
