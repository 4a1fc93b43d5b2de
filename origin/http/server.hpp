#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "origin/http/idempotency.hpp"
#include "origin/http/router.hpp"
#include "origin/observe/log.hpp"
#include "origin/observe/metrics.hpp"
#include "origin/runtime/clock.hpp"
#include "origin/runtime/threads.hpp"
#include "origin/ws/acceptor.hpp"
#include "shared/api/envelope.hpp"
#include "shared/core/result.hpp"

namespace wib::http {

struct ServerConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any free one

    std::size_t header_bytes = 32 * 1024;               ///< request line and headers; more is 431
    std::size_t connections = 10'000;                   ///< further ones are closed at once
    std::chrono::milliseconds header_patience{10'000};  ///< from a request's first byte to the end of its headers
    std::chrono::milliseconds body_patience{30'000};    ///< then to the end of its body; of one that streams, each read
    std::chrono::milliseconds idle_patience{75'000};    ///< between requests
    std::chrono::milliseconds request_patience{30'000};  ///< the longest a handler may take to its reply's head
    std::chrono::milliseconds upload_patience{900'000};  ///< … where it reads the body as it comes in
    std::chrono::milliseconds write_patience{20'000};    ///< one piece of a reply stuck for longer ends the connection
    std::size_t remembered_requests = 500'000;           ///< request ids of mutations within their 60 s
};

/// What the server needs from the rest of the process. All of it outlives the server.
struct ServerParts {
    Threads& threads;
    const Router& router;
    std::vector<api::EnvelopeKey> keys;
    ws::Acceptors acceptors;
    IdempotencyStore* idempotency;  ///< may be null while no route honours idempotency
    const Clock& clock;
    Random& random;
    observe::Log log;
    observe::Metrics& metrics;
};

struct StartError {
    std::string reason;  ///< "no handler for route end_call", "127.0.0.1:8790 is in use"
};

/// HTTP/1.1 on plain TCP (TLS ends in front of us). A connection lives and dies on one io thread. Every request but
/// /healthz, /metrics (loopback only) and WebSocket upgrades of an acceptor's path carries the edge's envelope; without
/// one it is refused. A handler is cancelled when its peer is gone or its deadline has passed, and whatever it throws
/// becomes a problem at one place.
class Server {
  public:
    Server(ServerConfig config, ServerParts parts);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Checks that every route has a handler, binds and listens; returns the port.
    [[nodiscard]] Result<std::uint16_t, StartError> start();

    /// Stops accepting at once, closes idle connections, ends streams without a length, lets requests and media
    /// sessions end until the deadline, then cuts them. Awaited on any of the server's threads.
    Task<void> stop(Deadline deadline);

    [[nodiscard]] std::size_t connections() const;

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared with connections that an ending io_context destroys after us
};

}  // namespace wib::http
