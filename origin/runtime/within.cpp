#include "origin/runtime/within.hpp"

#include <boost/asio/as_tuple.hpp>
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

Task<bool> detail::ended_before(Deadline deadline, Task<void> task) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor, deadline.at()};
    const auto [order, failure, timer_error] =
        co_await make_parallel_group(asio::co_spawn(executor, std::move(task), asio::deferred),
                                     timer.async_wait(asio::deferred))
            .async_wait(wait_for_one(), asio::use_awaitable);

    if (order[0] == 1 && !timer_error) co_return false;
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
