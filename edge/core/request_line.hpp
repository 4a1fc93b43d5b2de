#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "edge/core/event.hpp"
#include "shared/identity/principal.hpp"

namespace wib::edge {

/// What stands for the console's files where a route is named.
inline constexpr std::string_view kConsole = "console";

/// What is told of one request in the log when it ends (docs/observability.md): names, numbers and ids of ours. Who
/// asks is a kind and an organisation; the person's id, address, browser, path and query are not here.
struct RequestLine {
    Instant began{};
    std::string request_id;
    std::string traceparent;  ///< as it came, where it is well formed; "" for none
    std::string method;
    std::string principal = "anonymous";
    std::string organization;    ///< "" for none
    std::string cache = "none";  ///< whether an answer kept at the edge served it
    std::string correlation_id;
    std::string route = "none";  ///< the row's name, or what stands for it in the metrics
    std::string code;            ///< the edge's own problem code; "" where the origin answered, or nothing was refused

    bool operator==(const RequestLine&) const = default;
};

[[nodiscard]] RequestLine open_line(const Event& event, std::string request_id, std::string correlation_id);
/// Whoever asks, as far as a log may know them.
void name_principal(RequestLine& line, const Principal& principal);

/// What must outlive the instance while the origin answers: all but correlation id, route and code, in one line.
[[nodiscard]] std::string encode(const RequestLine& line);
[[nodiscard]] std::optional<RequestLine> decode_line(std::string_view text);

/// One JSON object. `bytes` of the answer's body, where its length is known before it is sent.
[[nodiscard]] std::string print(const RequestLine& line, int status, std::optional<std::int64_t> bytes, Instant now);

}  // namespace wib::edge
