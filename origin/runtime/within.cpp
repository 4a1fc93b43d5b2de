#include "origin/runtime/within.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace wib {

namespace asio = boost::asio;
using asio::experimental::make_parallel_group;
using asio::experimental::wait_for_one;

struct Interrupt::State {
    asio::cancellation_signal cancel;
};

Interrupt::Interrupt() : state_(std::make_shared<State>()) {}
Interrupt::~Interrupt() = default;

void Interrupt::now() {
    state_->cancel.emit(asio::cancellation_type::all);
}

Task<void> Interrupt::over(Task<void> task) {
    const auto executor = co_await asio::this_coro::executor;
    // What we wait for has a slot of its own, so ours is free to pass on what reaches the caller.
    auto from_caller = (co_await asio::this_coro::cancellation_state).slot();
    if (from_caller.is_connected())
        from_caller.assign([state = state_](asio::cancellation_type type) { state->cancel.emit(type); });
    const auto [failure] = co_await asio::co_spawn(
        executor, std::move(task),
        asio::bind_cancellation_slot(state_->cancel.slot(), asio::as_tuple(asio::use_awaitable)));
    if (from_caller.is_connected()) from_caller.clear();
    if (failure) std::rethrow_exception(failure);
}

namespace {

/// Rings once; shared with the timer's handler, which may run when nobody listens any more.
struct Bell {
    explicit Bell(const asio::any_io_executor& executor) : timer(executor) {}
    asio::steady_timer timer;
    Interrupt interrupt;
    bool rang = false;
    bool over = false;
};

/// However the wait ends.
struct Silence {
    std::shared_ptr<Bell> bell;
    ~Silence() {
        bell->over = true;
        bell->timer.cancel();
    }
};

}  // namespace

// A timer's handler and one spawned task: a group of two operations costs three times as much, and each request waits
// so.
Task<bool> detail::ended_before(Deadline deadline, Task<void> task) {
    const auto bell = std::make_shared<Bell>(co_await asio::this_coro::executor);
    const Silence afterwards{bell};
    bell->timer.expires_at(deadline.at());
    bell->timer.async_wait([bell](boost::system::error_code error) {
        if (error || bell->over) return;
        bell->rang = true;
        bell->interrupt.now();
    });
    std::exception_ptr failure;
    try {
        co_await bell->interrupt.over(std::move(task));
    } catch (...) {
        failure = std::current_exception();
    }
    if (bell->rang) co_return false;
    if (failure) std::rethrow_exception(failure);
    co_return true;
}

Task<First> first_to_end(Task<void> left, Task<void> right) {
    const auto executor = co_await asio::this_coro::executor;
    const auto [order, left_failure, right_failure] =
        co_await make_parallel_group(asio::co_spawn(executor, std::move(left), asio::deferred),
                                     asio::co_spawn(executor, std::move(right), asio::deferred))
            .async_wait(wait_for_one(), asio::use_awaitable);

    const auto& failure = order[0] == 0 ? left_failure : right_failure;
    if (failure) std::rethrow_exception(failure);
    co_return order[0] == 0 ? First::left : First::right;
}

Task<void> sleep_until(Deadline until) {
    asio::steady_timer timer{co_await asio::this_coro::executor, until.at()};
    co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace wib
