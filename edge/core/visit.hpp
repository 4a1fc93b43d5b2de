#pragma once
#include <string>
#include <string_view>

#include "edge/core/config.hpp"
#include "edge/core/dialogue.hpp"
#include "edge/core/effect.hpp"
#include "edge/core/event.hpp"
#include "shared/api/problem.hpp"
#include "shared/api/routes.hpp"
#include "shared/codec/url.hpp"
#include "shared/core/strong_id.hpp"

namespace wib::edge {

/// What is known about one request from its first moment, shared by all parts of its life.
struct Visit {
    const EdgeConfig& config;
    Dialogue& dialogue;
    const Event& event;
    RequestId request;
    std::string correlation_id;

    [[nodiscard]] std::string_view header(std::string_view name) const { return event.headers.get(name); }
    /// As Cloudflare saw it; what the caller claims under this name is overwritten there.
    [[nodiscard]] std::string_view client_address() const { return header("cf-connecting-ip"); }
    /// Over http:// from elsewhere than this machine: what it carries has been readable on its way.
    [[nodiscard]] bool came_in_the_clear() const;
    [[nodiscard]] bool is_head() const { return event.method == "HEAD"; }
};

/// The ids of a request, made from the event's clock and randomness. A correlation id that the caller brings is kept
/// when it is short and plain.
[[nodiscard]] RequestId request_id(const Event& event);
/// Another id for what the edge asks on a request's behalf: the origin takes each id for one request only.
[[nodiscard]] RequestId side_request_id(const Event& event);
/// As many ids as one event needs for questions of its own (each message of a queue may stand for several requests).
[[nodiscard]] RequestId numbered_request_id(const Event& event, std::uint16_t number);
[[nodiscard]] std::string correlation_id(const Event& event);

/// Counts the refusal and makes it an answer. `route` is the row's name, or what stands for it in the metrics.
[[nodiscard]] Respond refuse(const Visit& visit, std::string_view route, const api::Problem& problem);

}  // namespace wib::edge
