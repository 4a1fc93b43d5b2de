#include "shared/contact/email_address.hpp"

#include <algorithm>

namespace wib {
namespace {

constexpr std::size_t kLongest = 254;      // RFC 5321 §4.5.3.1.3
constexpr std::size_t kLongestLocal = 64;  // §4.5.3.1.1
constexpr std::size_t kLongestLabel = 63;

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_local(std::string_view local) {
    if (local.empty() || local.size() > kLongestLocal || local.front() == '.' || local.back() == '.') return false;
    if (local.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(local, [](char c) {
        return is_letter_or_digit(c) || std::string_view{".!#$%&'*+/=?^_`{|}~-"}.find(c) != std::string_view::npos;
    });
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
    int labels = 0;
    std::string_view last;
    while (true) {
        const auto dot = domain.find('.');
        last = domain.substr(0, dot);
        if (!is_label(last)) return false;
        ++labels;
        if (dot == std::string_view::npos) break;
        domain.remove_prefix(dot + 1);
    }
    const bool is_number = std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; });
    return labels >= 2 && !is_number;
}

}  // namespace

std::optional<EmailAddress> EmailAddress::parse(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return std::nullopt;
    text = text.substr(first, text.find_last_not_of(" \t") - first + 1);
    if (text.size() > kLongest) return std::nullopt;
    std::string address{text};
    std::ranges::transform(address, address.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto at = address.rfind('@');
    if (at == std::string::npos) return std::nullopt;
    if (!is_local(std::string_view{address}.substr(0, at)) || !is_domain(std::string_view{address}.substr(at + 1)))
        return std::nullopt;
    return EmailAddress{std::move(address)};
}

}  // namespace wib
