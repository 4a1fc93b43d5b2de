#pragma once
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace wib::privacy {

/// A stretch of the text that was scanned: [begin, end) in bytes.
struct Span {
    std::size_t begin;
    std::size_t end;
    bool operator==(const Span&) const = default;
};

/// A run of letters, digits, apostrophes and bytes beyond ASCII, in lower case.
struct Word {
    std::string text;
    Span span;
};

/// Every word of a text in order.
[[nodiscard]] std::vector<Word> split_words(std::string_view text);

/// Whether any of `phrases` ("social security", "ssn") stands among the `reach` words before word `first` or after word
/// `last`.
[[nodiscard]] bool is_near(const std::vector<Word>& words, std::size_t first, std::size_t last, std::size_t reach,
                           std::initializer_list<std::string_view> phrases);

}  // namespace wib::privacy
