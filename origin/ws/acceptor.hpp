#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "origin/ws/socket.hpp"
#include "shared/api/http.hpp"
#include "shared/api/problem.hpp"

namespace wib::ws {

/// A WebSocket request before anything was agreed.
struct Upgrade {
    std::string target;  ///< path and query as received
    std::string path;
    std::map<std::string, std::string, std::less<>> query;  ///< decoded; the last of a name wins
    api::Headers headers;
    std::string peer_address;
    std::string correlation_id;
    Deadline deadline;  ///< for deciding; the session has none

    /// Of "Authorization: Bearer …", else the query's `token`; "" when there is neither.
    [[nodiscard]] std::string token() const;
};

/// What an admitted socket does with its life. Runs on the connection's thread and is cancelled when the server stops;
/// the socket is dropped when it returns, so it closes politely before.
using Session = std::function<Task<void>(std::unique_ptr<Socket>)>;

struct Admitted {
    Session session;
    Limits limits{};
};

/// Decides before the handshake: a refusal is an ordinary HTTP problem, an admission gets the socket.
using Acceptor = std::function<Task<Result<Admitted, api::Problem>>(Upgrade)>;

/// Exact path ("/media/telnyx") → acceptor.
using Acceptors = std::map<std::string, Acceptor, std::less<>>;

}  // namespace wib::ws
