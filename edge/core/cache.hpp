#pragma once
#include <optional>
#include <string>

#include "edge/core/admit.hpp"
#include "edge/core/visit.hpp"

/// Answers that the edge keeps in KV for whoever asks next (design: "five-minute classes"). Which, says the row: reads
/// of the product's own tables alone.
namespace wib::edge {

inline constexpr std::chrono::seconds kCacheLife{300};

/// Under which name the answer is kept: two organisations, roles, plans or targets never share one. Nothing where none
/// is to be kept: other rows, HEAD, API keys (whose permissions are each their own), and targets too long for a name.
[[nodiscard]] std::optional<std::string> cache_key(const Visit& visit, const api::Route& route,
                                                   const std::optional<Session>& session);

/// What is kept, if it is young enough, else the origin's answer, which is kept when it is a plain 200. `X-Cache` says
/// which, `Age` how old. The request has passed every check by then, and is counted either way.
[[nodiscard]] Part<Effect> serve_kept(const Visit& visit, const std::string& key, ForwardToOrigin onward);

/// Reads what was kept: the moment, and the body after it. Nothing for what we did not write.
struct Kept {
    Instant at{};
    std::string_view body;
};
[[nodiscard]] std::optional<Kept> decode_kept(std::string_view text);

}  // namespace wib::edge
