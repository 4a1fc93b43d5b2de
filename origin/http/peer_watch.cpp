#include "origin/http/peer_watch.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace wib::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

Task<error_code> readable(tcp::socket& socket) {
    const auto [error] = co_await socket.async_wait(tcp::socket::wait_read, asio::as_tuple(asio::use_awaitable));
    co_return error;
}

Task<void> until_gone(tcp::socket& socket) {
    while (!co_await readable(socket)) {
        char byte;
        error_code error;
        socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
        if (!error) co_await sleep_until(Deadline{Deadline::Clock::time_point::max()});
        if (error != asio::error::would_block) co_return;
    }
}

void PeerWatch::start_serving(Interrupt& gone) {
    serving_ = &gone;
    arm();
}

Task<void> PeerWatch::something(Deadline deadline) {
    if (seen_) seen_ = !nothing_there();  // it may have been read since
    if (seen_) co_return;
    arm();
    idle_.expires_at(deadline.at());
    (void)co_await idle_.async_wait(asio::as_tuple(asio::use_awaitable));
}

void PeerWatch::arm() {
    if (armed_ || seen_ || !socket_) return;
    armed_ = true;
    socket_->async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code error) { self->told(error); });
}

void PeerWatch::told(error_code error) {
    armed_ = false;
    if (!socket_) return;
    if (serving_ && !error && nothing_there(&error)) return arm();  // what woke us has been read already
    seen_ = true;
    idle_.cancel();
    // Bytes of a next request end the watch but not the request: behind them nothing can be seen.
    if (!serving_ || !error) return;
    gone_ = true;
    std::exchange(serving_, nullptr)->now();
}

// An end or an error is something; which, `why` is told.
bool PeerWatch::nothing_there(error_code* why) {
    char byte;
    error_code error;
    socket_->receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
    if (error == asio::error::would_block) return true;
    if (why) *why = error;
    return false;
}

}  // namespace wib::http
