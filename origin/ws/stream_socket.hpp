#pragma once
// Beast's side of the WebSocket: included by stream_socket.cpp and by the server's and client's handshakes.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <memory>
#include <string>

#include "origin/ws/connect.hpp"
#include "origin/ws/socket.hpp"

namespace wib::ws {

using TcpSocket = boost::asio::ip::tcp::socket;
using TlsStream = boost::asio::ssl::stream<TcpSocket>;
using UpgradeRequest = boost::beast::http::request<boost::beast::http::empty_body>;

/// Answers an upgrade request; nothing when the request was no WebSocket handshake (it has been answered 400 or 426
/// then) or the peer is gone or late.
Task<std::unique_ptr<Socket>> accept(TcpSocket socket, UpgradeRequest request, Limits limits, Deadline deadline);

Task<Result<std::unique_ptr<Socket>, ConnectError>> shake_hands(TcpSocket socket, std::string host, std::string target,
                                                                api::Headers headers, Limits limits, Deadline deadline);
Task<Result<std::unique_ptr<Socket>, ConnectError>> shake_hands(std::unique_ptr<TlsStream> stream, std::string host,
                                                                std::string target, api::Headers headers, Limits limits,
                                                                Deadline deadline);

}  // namespace wib::ws
