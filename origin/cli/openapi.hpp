#pragma once
#include <string>
#include <vector>

namespace wib::cli {

/// The OpenAPI document of the API this build serves, on standard output. `--compact`: in one line.
int run_openapi(const std::vector<std::string>& words);

}  // namespace wib::cli
