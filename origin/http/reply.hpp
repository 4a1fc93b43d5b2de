#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "origin/runtime/task.hpp"
#include "origin/ws/acceptor.hpp"
#include "shared/api/http.hpp"
#include "shared/api/problem.hpp"

namespace wib::http {

/// Where a streamed body goes. Writing waits while the peer is slow; past the server's write deadline it throws.
class BodyWriter {
  public:
    virtual ~BodyWriter() = default;
    virtual Task<void> write(std::string_view bytes) = 0;
};

/// Produces a body piece by piece; returns when it is complete. Cancelled when the peer is gone.
using BodyStream = std::function<Task<void>(BodyWriter&)>;

/// A handler's answer: head and either bytes or a stream, or a socket where the request is a handshake.
/// `content_length` makes a stream sized instead of chunked.
struct Reply {
    int status = 200;
    api::Headers headers;
    std::variant<std::string, BodyStream, ws::Admitted> body;
    std::optional<std::uint64_t> content_length{};
    std::string_view code{};  ///< the problem's name ("NOT_FOUND"), for log and edge; "" for an answer that is none

    [[nodiscard]] static Reply json(int status, std::string body);
    [[nodiscard]] static Reply problem(const api::Problem& problem, std::string_view correlation_id);
};

}  // namespace wib::http
