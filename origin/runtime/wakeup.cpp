#include "origin/runtime/wakeup.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace wib {

namespace asio = boost::asio;

/// Lives in the waiting coroutine's frame and in the list for as long as it waits.
struct Wakeup::Waiter {
    asio::steady_timer timer;
    Wakeup& owner;
    Waiter* next;
    Waiter* previous = nullptr;
    bool notified = false;

    Waiter(Wakeup& o, Deadline deadline) : timer(o.executor_, deadline.at()), owner(o), next(o.waiters_) {
        if (next) next->previous = this;
        owner.waiters_ = this;
    }
    ~Waiter() {
        if (notified) return;
        leave();
    }
    void leave() {
        (previous ? previous->next : owner.waiters_) = next;
        if (next) next->previous = previous;
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
};

void Wakeup::notify() {
    while (auto* waiter = waiters_) {
        waiter->leave();
        waiter->notified = true;
        waiter->timer.cancel();
    }
}

Task<void> Wakeup::wait() {
    co_await wait(Deadline{Deadline::Clock::time_point::max()});
}

Task<bool> Wakeup::wait(Deadline deadline) {
    return wait(deadline, Cancellable::yes);
}

Task<bool> Wakeup::wait_uncancelled(Deadline deadline) {
    return wait(deadline, Cancellable::no);
}

Task<bool> Wakeup::wait(Deadline deadline, Cancellable cancellable) {
    Waiter waiter{*this, deadline};
    if (cancellable == Cancellable::no) {
        const bool throws = co_await asio::this_coro::throw_if_cancelled();
        co_await asio::this_coro::throw_if_cancelled(false);
        co_await waiter.timer.async_wait(
            asio::bind_cancellation_slot(asio::cancellation_slot{}, asio::as_tuple(asio::use_awaitable)));
        co_await asio::this_coro::throw_if_cancelled(throws);
        co_return waiter.notified;
    }
    const auto [error] = co_await waiter.timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (error && !waiter.notified) throw boost::system::system_error{error};
    co_return waiter.notified;
}

}  // namespace wib
