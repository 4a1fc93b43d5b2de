#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shared/privacy/words.hpp"

namespace wib::privacy {

/// Digits that belong together, written ("4111") or spoken ("forty one", "double five", "oh").
struct DigitGroup {
    std::string digits;
    Span span;
    std::size_t first_word;
    std::size_t last_word;
    bool spoken;
};

/// Groups with nothing but separators between them: what a person reads out as one number.
using DigitRun = std::vector<DigitGroup>;

[[nodiscard]] std::vector<DigitRun> find_digit_runs(std::string_view text, const std::vector<Word>& words);

/// ISO/IEC 7812-1 check digit.
[[nodiscard]] bool passes_luhn(std::string_view digits);

}  // namespace wib::privacy
