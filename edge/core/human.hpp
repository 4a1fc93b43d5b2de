#pragma once
#include <optional>

#include "edge/core/visit.hpp"

namespace wib::edge {

/// Whether a person asks, where the route's row wants to know (Turnstile). Closed: without keys the check is not made
/// and counted as such; with them nobody passes whom Cloudflare has not named solved, for this host and this very
/// route.
[[nodiscard]] Part<std::optional<api::Problem>> check_human(const Visit& visit, const api::Route& route);

/// "bond.example" of "bond.example:8443".
[[nodiscard]] std::string_view without_port(std::string_view host);

}  // namespace wib::edge
