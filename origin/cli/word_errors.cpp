#include "origin/cli/word_errors.hpp"

#include <algorithm>
#include <cctype>

namespace wib::cli {

std::vector<std::string> spoken_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto flush = [&] {
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
    };
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || byte >= 0x80)
            word += static_cast<char>(std::tolower(byte));
        else if (c != '\'')
            flush();
    }
    flush();
    return words;
}

std::size_t word_errors(const std::vector<std::string>& said, const std::vector<std::string>& heard) {
    std::vector<std::size_t> row(heard.size() + 1);
    for (std::size_t j = 0; j <= heard.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= said.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= heard.size(); ++j) {
            const std::size_t substitution = diagonal + (said[i - 1] == heard[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({substitution, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[heard.size()];
}

ErrorRate error_rate(std::vector<std::string> said, const std::vector<std::string>& cut,
                     const std::vector<std::string>& heard) {
    ErrorRate best{.errors = word_errors(said, heard), .words = said.size()};
    for (const auto& word : cut) {
        said.push_back(word);
        const auto errors = word_errors(said, heard);
        if (errors <= best.errors) best = {.errors = errors, .words = said.size()};
    }
    return best;
}

}  // namespace wib::cli
