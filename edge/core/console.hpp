#pragma once
#include "edge/core/forward.hpp"
#include "edge/core/visit.hpp"

namespace wib::edge {

/// Everything that is not the API's: the console's files. A path without an extension is one of the console's own views
/// and gets its page, made for this one answer.
[[nodiscard]] Part<Effect> serve_console(const Visit& visit, std::string_view path);
[[nodiscard]] Effect finish_asset(Dialogue& dialogue, const FinishContext& context, const Outcome& head);

}  // namespace wib::edge
