#include "origin/runtime/stop_order.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>

namespace wib {

namespace asio = boost::asio;

Task<int> stop_signal() {
    asio::signal_set signals{co_await asio::this_coro::executor, SIGTERM, SIGINT};
    // Leaving the scope gives both signals back their default meaning.
    co_return co_await signals.async_wait(asio::use_awaitable);
}

Task<std::vector<StopOrder::Missed>> StopOrder::run(Deadline deadline) {
    std::vector<Missed> missed;
    for (const auto& [name, step] : steps_) {
        try {
            if (!co_await within(deadline, step(deadline))) missed.push_back({name, "late"});
        } catch (const std::exception& error) {
            missed.push_back({name, error.what()});
        }
    }
    co_return missed;
}

}  // namespace wib
