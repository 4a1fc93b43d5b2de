#include "origin/db/storable_json.hpp"

#include <algorithm>

namespace wib::db {
namespace {

constexpr std::size_t kMostExponentDigits = 3;

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_number_byte(char c) {
    return is_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

bool is_out_of_reach(std::string_view number) {
    const auto exponent = number.find_first_of("eE");
    if (exponent == std::string_view::npos) return false;
    auto digits = number.substr(exponent + 1);
    if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits.size() > kMostExponentDigits;
}

// From the opening quote on; returns where the string has ended.
std::size_t copy_string(std::string_view json, std::size_t at, std::string& out) {
    out += json[at++];
    while (at < json.size()) {
        const char c = json[at];
        if (c == '\\' && json.substr(at + 1).starts_with("u0000")) {
            out += "\\ufffd";
            at += 6;
        } else if (c == '\\' && at + 1 < json.size()) {
            out += json.substr(at, 2);
            at += 2;
        } else {
            out += c;
            ++at;
            if (c == '"') break;
        }
    }
    return at;
}

}  // namespace

std::string storable_json(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        const char c = json[at];
        if (c == '"') {
            at = copy_string(json, at, out);
        } else if (is_digit(c) || c == '-') {
            auto end = at;
            while (end < json.size() && is_number_byte(json[end])) ++end;
            const auto number = json.substr(at, end - at);
            out += is_out_of_reach(number) ? std::string_view{"null"} : number;
            at = end;
        } else {
            out += c;
            ++at;
        }
    }
    return out;
}

}  // namespace wib::db
