#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wib::cli {

/// Lower-case words without punctuation: what a word error rate compares.
[[nodiscard]] std::vector<std::string> spoken_words(std::string_view text);

/// Fewest insertions, deletions and substitutions that turn `heard` into `said`.
[[nodiscard]] std::size_t word_errors(const std::vector<std::string>& said, const std::vector<std::string>& heard);

}  // namespace wib::cli
