#pragma once
#include <memory>
#include <string>

#include "origin/http/client/dialer.hpp"
#include "origin/ws/socket.hpp"
#include "shared/api/http.hpp"

namespace wib::ws {

struct ConnectError {
    enum class Kind { bad_url, unreachable, untrusted, late, refused };
    Kind kind;
    int status = 0;      ///< the HTTP status of a refusal
    std::string detail;  ///< for the log: the reason, or the start of a refusal's body
};

/// Opens a WebSocket to ws:// or wss://, on the executor of the caller. permessage-deflate is never offered.
Task<Result<std::unique_ptr<Socket>, ConnectError>> connect(http::Dialer& dialer, std::string url, api::Headers headers,
                                                            Limits limits, Deadline deadline);

}  // namespace wib::ws
