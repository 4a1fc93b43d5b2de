#pragma once
// Asio's side of the dialer: included by the clients' .cpp files only.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "origin/http/client/dialer.hpp"
#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"

namespace wib::http {

using TcpSocket = boost::asio::ip::tcp::socket;
using TlsStream = boost::asio::ssl::stream<TcpSocket>;

struct DialError {
    enum class Kind { unreachable, untrusted, late };
    Kind kind;
    std::string detail;
};

struct Dialer::Parts {
    explicit Parts(BlockingPool& p) : tls(boost::asio::ssl::context::tls_client), pool(p) {}

    struct Known {
        std::vector<boost::asio::ip::address> addresses;
        Deadline::Clock::time_point since;
    };

    boost::asio::ssl::context tls;
    BlockingPool& pool;
    std::mutex mutex;  // guards `known`
    std::map<std::string, Known, std::less<>> known;

    Task<Result<TcpSocket, DialError>> connect(std::string host, std::uint16_t port, Deadline deadline);
    Task<Result<std::unique_ptr<TlsStream>, DialError>> connect_tls(std::string host, std::uint16_t port,
                                                                    Deadline deadline);

  private:
    Task<Result<std::vector<boost::asio::ip::address>, DialError>> resolve(std::string host, Deadline deadline);
};

/// Port of a parsed URL: the one it names or the scheme's own; 0 when it names nonsense.
[[nodiscard]] std::uint16_t port_of(std::string_view scheme, std::string_view port);

}  // namespace wib::http
