#include "shared/privacy/digit_runs.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace wib::privacy {
namespace {

constexpr std::array<std::string_view, 20> kUnits{
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 8> kTens{"twenty", "thirty",  "forty",  "fifty",
                                                "sixty",  "seventy", "eighty", "ninety"};

// 0 to 19; "oh" and "o" are how people say zero.
std::optional<int> unit(std::string_view word) {
    if (word == "oh" || word == "o") return 0;
    const auto found = std::ranges::find(kUnits, word);
    if (found == kUnits.end()) return std::nullopt;
    return static_cast<int>(found - kUnits.begin());
}

std::optional<int> tens(std::string_view word) {
    const auto found = std::ranges::find(kTens, word);
    if (found == kTens.end()) return std::nullopt;
    return static_cast<int>(found - kTens.begin() + 2) * 10;
}

std::optional<std::size_t> repetition(std::string_view word) {
    if (word == "double") return 2;
    if (word == "triple") return 3;
    return std::nullopt;
}

bool is_number(std::string_view word) {
    return std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// What may stand between two parts of one number.
bool joins(std::string_view between) {
    return between.size() <= 3 && between.find_first_not_of(" \t\n-.,()") == std::string_view::npos;
}

std::string_view between(std::string_view text, const Word& before, const Word& after) {
    return text.substr(before.span.end, after.span.begin - before.span.end);
}

std::optional<DigitGroup> group_at(std::string_view text, const std::vector<Word>& words, std::size_t at) {
    const auto& word = words[at];
    DigitGroup group{.digits = {}, .span = word.span, .first_word = at, .last_word = at, .spoken = true};
    const auto* next = at + 1 < words.size() && joins(between(text, word, words[at + 1])) ? &words[at + 1] : nullptr;

    if (is_number(word.text)) {
        group.digits = word.text;
        group.spoken = false;
        return group;
    }
    if (const auto value = unit(word.text)) {
        group.digits = std::to_string(*value);
        return group;
    }
    if (const auto value = tens(word.text)) {
        const auto ones = next ? unit(next->text) : std::nullopt;
        const bool is_compound = ones && *ones >= 1 && *ones <= 9;
        group.digits = std::to_string(*value + (is_compound ? *ones : 0));
        if (is_compound) group.last_word = at + 1;
    } else if (const auto times = repetition(word.text)) {
        const auto digit = next ? unit(next->text) : std::nullopt;
        const bool is_digit = next && next->text.size() == 1 && is_number(next->text);
        if (!is_digit && (!digit || *digit > 9)) return std::nullopt;
        group.digits.assign(*times, is_digit ? next->text.front() : static_cast<char>('0' + *digit));
        group.last_word = at + 1;
    } else {
        return std::nullopt;
    }
    group.span.end = words[group.last_word].span.end;
    return group;
}

}  // namespace

std::vector<DigitRun> find_digit_runs(std::string_view text, const std::vector<Word>& words) {
    std::vector<DigitRun> runs;
    for (std::size_t at = 0; at < words.size();) {
        auto group = group_at(text, words, at);
        if (!group) {
            ++at;
            continue;
        }
        const bool continues =
            !runs.empty() && runs.back().back().last_word + 1 == at && joins(between(text, words[at - 1], words[at]));
        if (!continues) runs.emplace_back();
        at = group->last_word + 1;
        runs.back().push_back(std::move(*group));
    }
    return runs;
}

bool passes_luhn(std::string_view digits) {
    int sum = 0;
    bool is_doubled = false;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, is_doubled = !is_doubled) {
        const int digit = *at - '0';
        const int weighed = is_doubled ? digit * 2 : digit;
        sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
}

}  // namespace wib::privacy
