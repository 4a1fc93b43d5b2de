#pragma once
#include <string_view>

#include "edge/core/effect.hpp"
#include "shared/api/http.hpp"
#include "shared/api/problem.hpp"

/// What every answer looks like when it leaves the edge (routes.md §0, "Headers").
namespace wib::edge {

/// Whether the page may run scripts and load styles (the console), or nothing at all (everything else).
enum class Surface { api, console };

/// Sets the security headers and the correlation id; on the API, adds `no-store` where nothing says how to cache.
void secure(api::Headers& headers, Surface surface, std::string_view correlation_id);

/// What the console's page may load: its own files, style elements that carry `nonce`, the script and frame of the
/// origin `widget` ("" for none of either), and Wasm of its own where the page needs it.
enum class Wasm { refused, allowed };
[[nodiscard]] std::string console_policy(std::string_view nonce, std::string_view widget, Wasm wasm = Wasm::refused);

/// The origin's headers as the caller may see them: nothing about the hop between edge and origin, nothing of our own
/// (`x-wib-…`), no server's name, and no word on other origins, which is the edge's to say.
[[nodiscard]] api::Headers passable(const api::Headers& from_origin);

/// A problem, ready to leave. A HEAD request gets the head alone.
[[nodiscard]] Respond respond(const api::Problem& problem, std::string_view correlation_id, bool head_only);

}  // namespace wib::edge
