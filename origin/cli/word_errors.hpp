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

/// Word errors out of so many words said.
struct ErrorRate {
    std::size_t errors = 0;
    std::size_t words = 0;
    bool operator==(const ErrorRate&) const = default;
};

/// As word_errors, for somebody who was cut off while saying `cut`: how much of it was still said is not known to the
/// word, so the beginning that fits best counts.
[[nodiscard]] ErrorRate error_rate(std::vector<std::string> said, const std::vector<std::string>& cut,
                                   const std::vector<std::string>& heard);

}  // namespace wib::cli
