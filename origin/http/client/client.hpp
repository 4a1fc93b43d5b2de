#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "origin/http/client/dialer.hpp"
#include "origin/observe/metrics.hpp"
#include "origin/runtime/task.hpp"
#include "shared/api/http.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"

namespace wib::http {

/// May a request be sent again when the connection broke before an answer came? Only the caller knows.
enum class Resend {
    never,           ///< a dial, a payment: once on the wire, the outcome may be unknown
    once_if_broken,  ///< sending twice does no harm (GET, PUT of the same bytes, a vendor's idempotency key)
};

struct ClientRequest {
    std::string method = "GET";
    std::string url;  ///< http or https
    api::Headers headers{};
    std::string body{};
    Resend resend = Resend::never;
    std::size_t response_limit = 4 * 1024 * 1024;  ///< bytes of body; more is an error
};

struct ClientError {
    enum class Kind {
        bad_url,
        unreachable,  ///< no address, no connection
        untrusted,    ///< TLS refused: authority, name or version
        late,         ///< the deadline came
        broken,       ///< the connection was lost
        too_large,    ///< the answer is above response_limit
        garbled,      ///< the answer is not HTTP
        busy,         ///< all connections to this host are in use and the queue is full
    };
    Kind kind;
    /// Whether any byte of the request may have reached the other side: then a command's outcome is unknown.
    bool request_sent = false;
    std::string detail{};  ///< for the log
};

struct ClientLimits {
    std::size_t connections_per_host = 16;  ///< on each io thread
    std::size_t waiting_per_host = 256;     ///< requests waiting for one; above that the answer is `busy`
    std::chrono::seconds keep_idle{30};     ///< an unused connection is closed after
    std::chrono::seconds connect_patience{10};
};

/// An HTTP/1.1 client with connections kept open per io thread and host. Thread-safe: each request runs on the executor
/// of the coroutine that awaits it. Redirects are answers like any other.
class Client {
  public:
    Client(Dialer& dialer, ClientLimits limits, observe::Metrics& metrics);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    Task<Result<api::Response, ClientError>> send(ClientRequest request, Deadline deadline);

    /// Closes idle connections; requests under way go on. Called on every io thread's behalf at shutdown.
    void close_idle();

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared with connections under way when the client dies
};

}  // namespace wib::http
