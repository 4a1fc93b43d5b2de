#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "origin/ws/socket.hpp"

namespace wib::ws {

/// A socket whose handshake has been answered without extensions, on the server's side of plain TCP: our own framing
/// (frame_codec.hpp) straight over the connection.
[[nodiscard]] std::unique_ptr<Socket> serve(boost::asio::ip::tcp::socket connection, const Limits& limits);

}  // namespace wib::ws
