#pragma once
#include <functional>
#include <memory>

#include "origin/media/session.hpp"
#include "origin/ws/acceptor.hpp"

namespace wib::media {

using OpenDialect = std::function<std::unique_ptr<StreamDialect>()>;

/// The door of one carrier's media sockets: a token that admits is spent, everything else is 401 STREAM_TOKEN_INVALID before
/// the handshake. `parts` and `gate` live longer than the server.
[[nodiscard]] ws::Acceptor admit_streams(MediaParts& parts, StreamGate& gate, OpenDialect open_dialect);

}  // namespace wib::media
