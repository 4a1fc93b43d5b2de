#pragma once
#include <string>
#include <vector>

#include "shared/api/routes.hpp"

namespace wib::cli {

/// One row of the route table with everything it demands, as one JSON object: what `wib routes` compares with its
/// lists.
[[nodiscard]] std::string policy_json(const api::Route& route);
/// The same in words, for people: "agent, csrf, 8 KiB, 20/5 voice, once".
[[nodiscard]] std::string policy_words(const api::Route& route);

/// wib-tool routes [--json]: the table this build serves.
int run_routes(const std::vector<std::string>& words);

}  // namespace wib::cli
