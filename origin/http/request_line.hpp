#pragma once
#include <string>
#include <string_view>

#include "origin/http/reply.hpp"
#include "origin/observe/log.hpp"
#include "shared/api/envelope.hpp"
#include "shared/core/time.hpp"

namespace wib::http {

/// What is known of a request while it is served, for its line in the log (docs/observability.md).
struct RequestLine {
    Instant began{};  ///< none where a head could not be read
    std::string method;
    std::string request_id;
    std::string trace_id;
    std::string_view route = "none";
    std::string_view principal = "anonymous";
    std::string organization;

    /// Who asks, once an envelope is proven.
    void name(const api::Envelope& envelope);
};

/// One line a request, when its answer begins: these fields and no others, always all of them.
void tell(const observe::Log& log, const RequestLine& line, const Reply& reply, std::string_view correlation_id,
          Instant now);

}  // namespace wib::http
