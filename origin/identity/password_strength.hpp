#pragma once
#include <string_view>

#include "shared/core/secret.hpp"

/// Which passwords are refused when they are chosen (OWASP ASVS 5 §6.2: common, breached and our own words). Judged by
/// zxcvbn (Wheeler, USENIX Security 2016): how many guesses an attacker who tries the likely ones first would need,
/// from lists of breached passwords, names and words, keyboard walks, dates, repeats and the usual letters for digits.
namespace wib::identity {

/// Powers of ten. 8 is zxcvbn's third step of four: enough against guessing offline at an argon2id hash.
inline constexpr double kFewestGuesses = 8.0;

/// The guesses as a power of ten. `about_them` is whatever is known of the person: names, address, organisation; its
/// words count as the first that are tried, and the product's own name always does. Costs up to a few milliseconds for
/// the longest password: for the blocking pool.
[[nodiscard]] double guesses_log10(const Secret& password, std::string_view about_them);

[[nodiscard]] inline bool is_guessable(const Secret& password, std::string_view about_them) {
    return guesses_log10(password, about_them) < kFewestGuesses;
}

}  // namespace wib::identity
