#include "origin/runtime/channel.hpp"

#include <atomic>
#include <boost/asio/post.hpp>

namespace wib {

namespace asio = boost::asio;

struct RemoteWakeup::State {
    explicit State(asio::any_io_executor h) : home(h), local(std::move(h)) {}

    asio::any_io_executor home;
    Wakeup local;
    std::atomic<bool> under_way = false;
    bool pending = false;  // home only: notified while nobody waited
};

RemoteWakeup::RemoteWakeup(asio::any_io_executor home) : state_(std::make_shared<State>(std::move(home))) {}

void RemoteWakeup::notify() {
    if (state_->under_way.exchange(true)) return;
    asio::post(state_->home, [state = state_] {
        state->under_way = false;
        state->pending = true;
        state->local.notify();
    });
}

Task<bool> RemoteWakeup::wait(Deadline deadline) {
    const auto state = state_;
    // The notification may have been delivered between the look at the mailbox and this wait.
    if (!state->pending && !co_await state->local.wait(deadline) && !state->pending) co_return false;
    state->pending = false;
    co_return true;
}

}  // namespace wib
