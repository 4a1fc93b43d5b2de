#pragma once
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace wib::ws {

/// The last of a connection whose goodbye has been written: what has arrived is read away, so that our goodbye is not
/// lost to a reset, and our side is shut. The owner closes it.
inline void part(boost::asio::ip::tcp::socket& socket) {
    constexpr int kMostPieces = 64;
    std::array<char, 4096> trash;
    boost::system::error_code error;
    socket.non_blocking(true, error);
    for (int piece = 0; !error && piece < kMostPieces; ++piece) socket.receive(boost::asio::buffer(trash), 0, error);
    socket.shutdown(boost::asio::ip::tcp::socket::shutdown_send, error);
}

}  // namespace wib::ws
