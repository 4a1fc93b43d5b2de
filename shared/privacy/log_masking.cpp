#include "shared/privacy/log_masking.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace wib::privacy {
namespace {

constexpr std::string_view kMask = "***";

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr char lower(char c) {
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_token_byte(char c) {
    return is_digit(c) || is_lower(c) || is_upper(c) || c == '-' || c == '_';
}

constexpr std::array<std::string_view, 9> kSecretNames{"token",   "password", "secret",        "api_key",  "apikey",
                                                       "api-key", "passwd",   "authorization", "signature"};

bool ends_with_secret_name(std::string_view name) {
    std::string lowered{name};
    std::ranges::transform(lowered, lowered.begin(), lower);
    return std::ranges::any_of(kSecretNames, [&](std::string_view secret) { return lowered.ends_with(secret); });
}

// Random base64url of 32 bytes and more mixes cases and digits; hex digests and UUIDs do not.
bool looks_like_token(std::string_view word) {
    if (word.starts_with("wib_live_")) return true;
    return word.size() >= 40 && std::ranges::any_of(word, is_digit) && std::ranges::any_of(word, is_lower) &&
           std::ranges::any_of(word, is_upper);
}

// Digits from `at` with the separators people write between them. 0 when it is no phone number.
std::size_t phone_length(std::string_view text, std::size_t at) {
    const bool is_international = text[at] == '+';
    auto end = at + (is_international ? 1 : 0);
    auto last_digit = end;
    std::size_t digits = 0;
    for (; end < text.size(); ++end) {
        if (is_digit(text[end])) {
            ++digits;
            last_digit = end + 1;
        } else if (std::string_view{" -.()"}.find(text[end]) == std::string_view::npos || end - last_digit > 1) {
            break;
        }
    }
    const bool ends_a_word = last_digit == text.size() || !is_token_byte(text[last_digit]) || text[last_digit] == '-';
    if (!ends_a_word) return 0;
    if (is_international) return digits >= 7 && digits <= 15 ? last_digit - at : 0;
    // Without a plus only North America's shape: a bare count or a timestamp is no number to call.
    const bool is_national = digits == 10 && text[at] >= '2' && last_digit - at >= 12;
    return is_national ? last_digit - at : 0;
}

/// What stands between a name and its value: name=value, name: value, "name":"value", Bearer value.
std::size_t skip_link(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of("\"' =:", at), text.size());
}

bool is_bearer(std::string_view word) {
    return std::ranges::equal(word, std::string_view{"bearer"}, {}, lower);
}

bool names_a_secret(std::string_view word, std::string_view link) {
    if (is_bearer(word)) return link == " ";
    return link.find_first_of("=:") != std::string_view::npos && ends_with_secret_name(word);
}

std::size_t word_end(std::string_view text, std::size_t at) {
    while (at < text.size() && is_token_byte(text[at])) ++at;
    return at;
}

// Where the secret ends that begins at `value`. What stands there may be a name itself ("bearer password: x"): then it
// goes with what it names.
std::size_t secret_end(std::string_view text, std::size_t value) {
    for (;;) {
        const auto name_end = word_end(text, value);
        const auto next = skip_link(text, name_end);
        if (name_end == value || !names_a_secret(text.substr(value, name_end - value),
                                                 text.substr(name_end, next - name_end)))
            return std::min(text.find_first_of(" \t\n\"'&,;}", value), text.size());
        value = next;
    }
}

std::string last_four_digits(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
    return digits.substr(digits.size() - 4);
}

}  // namespace

std::string mask_log_text(std::string_view text) {
    std::string masked;
    masked.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const bool starts_word = at == 0 || !is_token_byte(text[at - 1]);
        if (starts_word && (text[at] == '+' || is_digit(text[at]))) {
            if (const auto length = phone_length(text, at)) {
                masked.append(kMask).append(last_four_digits(text.substr(at, length)));
                at += length;
                continue;
            }
        }
        if (!starts_word || !is_token_byte(text[at])) {
            masked += text[at++];
            continue;
        }
        const auto end = word_end(text, at);
        const auto word = text.substr(at, end - at);
        masked.append(looks_like_token(word) ? kMask : word);
        at = end;

        const auto value = skip_link(text, end);
        const auto link = text.substr(end, value - end);
        if (!names_a_secret(word, link)) continue;
        // "Authorization: Bearer x": the scheme stays readable, its turn comes next.
        const auto scheme = text.substr(value, word_end(text, value) - value);
        if (is_bearer(scheme) && text.substr(value + scheme.size()).starts_with(' ')) continue;
        const auto value_end = secret_end(text, value);
        masked.append(link);
        if (value_end > value) masked.append(kMask);
        at = value_end;
    }
    return masked;
}

}  // namespace wib::privacy
