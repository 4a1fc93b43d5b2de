#include "shared/contact/e164.hpp"

#include <algorithm>

namespace wib {
namespace {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::optional<E164> E164::parse(std::string_view text) {
    if (!text.starts_with('+')) return std::nullopt;
    const auto digits = text.substr(1);
    const bool fits = digits.size() >= 7 && digits.size() <= 15 && digits.front() != '0';
    if (!fits || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
    return E164{std::string{text}};
}

namespace contact {
namespace {

// +1, an area code and an exchange: neither begins with 0 or 1 (NANP).
bool is_north_american(const E164& number) {
    const auto& text = number.value();
    return text.size() == 12 && text.starts_with("+1") && text[2] >= '2' && text[5] >= '2';
}

}  // namespace

std::optional<E164> read_phone_number(std::string_view text) {
    std::string digits;
    bool is_international = false;
    for (const char c : text) {
        if (is_digit(c)) {
            digits += c;
        } else if (c == '+' && digits.empty() && !is_international) {
            is_international = true;
        } else if (std::string_view{" .-/()"}.find(c) == std::string_view::npos) {
            return std::nullopt;
        }
    }
    if (is_international) return E164::parse("+" + digits);
    for (const std::string_view prefix : {"011", "00"})
        if (digits.starts_with(prefix)) return E164::parse("+" + digits.substr(prefix.size()));
    if (digits.size() == 10) return E164::parse("+1" + digits);
    if (digits.size() == 11 && digits.starts_with('1')) return E164::parse("+" + digits);
    return std::nullopt;
}

std::string display(const E164& number) {
    const auto& text = number.value();
    if (is_north_american(number)) return "(" + text.substr(2, 3) + ") " + text.substr(5, 3) + "-" + text.substr(8);
    // Threes from the front; a last group of one digit joins the one before it.
    std::string grouped = "+";
    for (std::size_t at = 1; at < text.size(); ++at) {
        const bool starts_group = at > 1 && (at - 1) % 3 == 0 && text.size() - at > 1;
        if (starts_group) grouped += ' ';
        grouped += text[at];
    }
    return grouped;
}

std::string masked(const E164& number) {
    return "***" + number.value().substr(number.value().size() - 4);
}

}  // namespace contact
}  // namespace wib
