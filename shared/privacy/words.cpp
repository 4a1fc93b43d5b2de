#include "shared/privacy/words.hpp"

#include <algorithm>

namespace wib::privacy {
namespace {

constexpr bool is_word_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' ||
           static_cast<unsigned char>(c) >= 0x80;
}
constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Whether the words of `phrase` stand at `at`, all of them before word `end`.
bool stands_at(const std::vector<Word>& words, std::size_t at, std::size_t end, std::string_view phrase) {
    while (!phrase.empty()) {
        const auto space = std::min(phrase.find(' '), phrase.size());
        if (at >= end || words[at].text != phrase.substr(0, space)) return false;
        phrase.remove_prefix(std::min(space + 1, phrase.size()));
        ++at;
    }
    return true;
}

}  // namespace

std::vector<Word> split_words(std::string_view text) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_word_byte(text[at])) {
            ++at;
            continue;
        }
        Word word{.text = {}, .span = {at, at}};
        for (; at < text.size() && is_word_byte(text[at]); ++at) word.text += lower(text[at]);
        word.span.end = at;
        words.push_back(std::move(word));
    }
    return words;
}

bool is_near(const std::vector<Word>& words, std::size_t first, std::size_t last, std::size_t reach,
             std::initializer_list<std::string_view> phrases) {
    const auto from = first - std::min(first, reach);
    const auto to = std::min(words.size(), last + 1 + reach);
    for (const auto phrase : phrases) {
        for (auto at = from; at < first; ++at)
            if (stands_at(words, at, first, phrase)) return true;
        for (auto at = last + 1; at < to; ++at)
            if (stands_at(words, at, to, phrase)) return true;
    }
    return false;
}

}  // namespace wib::privacy
