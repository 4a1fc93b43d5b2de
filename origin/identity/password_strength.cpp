#include "origin/identity/password_strength.hpp"

#include <zxcvbn.h>

#include <cctype>
#include <cmath>
#include <string>
#include <vector>

namespace wib::identity {
namespace {

constexpr std::size_t kShortestWord = 3;
constexpr std::size_t kMostWords = 48;
constexpr std::string_view kProduct = "wordisbond word bond wib ";

// Bytes beyond ASCII belong to words: names are written in every alphabet.
bool is_of_a_word(unsigned char octet) {
    return octet >= 0x80 || std::isalnum(octet) != 0;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto take = [&] {
        if (word.size() >= kShortestWord && words.size() < kMostWords) words.push_back(word);
        word.clear();
    };
    for (const char letter : text) {
        const auto octet = static_cast<unsigned char>(letter);
        if (is_of_a_word(octet))
            word.push_back(static_cast<char>(octet < 0x80 ? std::tolower(octet) : octet));
        else
            take();
    }
    take();
    return words;
}

}  // namespace

double guesses_log10(const Secret& password, std::string_view about_them) {
    const auto words = words_of(std::string{kProduct}.append(about_them));
    std::vector<const char*> list;
    list.reserve(words.size() + 1);
    for (const auto& word : words) list.push_back(word.c_str());
    list.push_back(nullptr);
    const double bits = ZxcvbnMatch(password.reveal().c_str(), list.data(), nullptr);
    return bits * std::log10(2.0);
}

}  // namespace wib::identity
