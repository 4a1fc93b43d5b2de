#pragma once
#include <string>
#include <vector>

#include "shared/evidence/verifier.hpp"

namespace wib::cli {

/// What a person reads of a report, in lines.
[[nodiscard]] std::string told(const evidence::Report& report, const std::string& file);

/// FILE [--key KEY]… [--json]: verifies an evidence bundle; `-` is standard input. KEY is a published verifier key or
/// the name of a file with one in each line. Exit status 0: it holds; 1: it does not; 2: it could not be read, or
/// nobody knows what was asked.
int run_verify(const std::vector<std::string>& words);

}  // namespace wib::cli
