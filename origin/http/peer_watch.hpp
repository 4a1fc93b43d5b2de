#pragma once
// What a connection sees of its peer beside what it reads; included by this folder's connection alone.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "origin/runtime/within.hpp"

namespace wib::http {

/// Until something can be read, or met: the error is the wait's own.
[[nodiscard]] Task<boost::system::error_code> readable(boost::asio::ip::tcp::socket& socket);

/// Returns when the other side has closed or lost the connection. Bytes of a next request end the watch but not the
/// wait: behind them nothing can be seen.
[[nodiscard]] Task<void> until_gone(boost::asio::ip::tcp::socket& socket);

/// Watches a socket for the next request's first byte, or the peer's end, with one wait that outlives requests: while
/// one is served it tells that the peer has gone, and between two that the next has come.
class PeerWatch : public std::enable_shared_from_this<PeerWatch> {
  public:
    explicit PeerWatch(boost::asio::ip::tcp::socket& socket) : socket_(&socket), idle_(socket.get_executor()) {}

    /// Calls `gone` once when the peer ends before stop_serving().
    void start_serving(Interrupt& gone);
    void stop_serving() { serving_ = nullptr; }
    [[nodiscard]] bool has_gone() const { return gone_; }

    /// Until there is something to read (or an end to meet), the deadline, or wake().
    [[nodiscard]] Task<void> something(Deadline deadline);
    [[nodiscard]] bool has_seen() const { return seen_; }
    void forget() { seen_ = false; }
    void wake() { idle_.cancel(); }
    /// The socket is about to go elsewhere, or is no more.
    void leave() { socket_ = nullptr; }

  private:
    void arm();
    void told(boost::system::error_code error);
    [[nodiscard]] bool nothing_there(boost::system::error_code* why = nullptr);

    boost::asio::ip::tcp::socket* socket_;
    boost::asio::steady_timer idle_;
    Interrupt* serving_ = nullptr;
    bool armed_ = false;
    bool seen_ = false;
    bool gone_ = false;
};

}  // namespace wib::http
