#include "shared/core/uuid.hpp"

namespace wib {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

// A table, for whether a random digit is a letter cannot be foreseen: comparing costs a wrong guess for every third.
constexpr auto kHexValues = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (int digit = 0; digit < 10; ++digit)
        values[static_cast<std::size_t>('0' + digit)] = static_cast<std::int8_t>(digit);
    for (int digit = 10; digit < 16; ++digit) {
        values[static_cast<std::size_t>('a' + digit - 10)] = static_cast<std::int8_t>(digit);
        values[static_cast<std::size_t>('A' + digit - 10)] = static_cast<std::int8_t>(digit);
    }
    return values;
}();

constexpr int hex_value(char c) {
    return kHexValues[static_cast<unsigned char>(c)];
}

constexpr bool dash_before(std::size_t octet) {
    return octet == 4 || octet == 6 || octet == 8 || octet == 10;
}

}  // namespace

std::optional<Uuid> parse_uuid(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Uuid id;
    std::size_t at = 0;
    for (std::size_t octet = 0; octet < id.octets.size(); ++octet) {
        if (dash_before(octet) && text[at++] != '-') return std::nullopt;
        const int high = hex_value(text[at]);
        const int low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        id.octets[octet] = static_cast<std::uint8_t>(high * 16 + low);
        at += 2;
    }
    return id;
}

std::string to_string(const Uuid& id) {
    std::string text;
    append_plain(text, id);
    return text;
}

void append_plain(std::string& out, const Uuid& id) {
    std::array<char, 36> text;
    std::size_t at = 0;
    for (std::size_t octet = 0; octet < id.octets.size(); ++octet) {
        if (dash_before(octet)) text[at++] = '-';
        text[at++] = kHex[id.octets[octet] >> 4];
        text[at++] = kHex[id.octets[octet] & 15];
    }
    out.append(text.data(), text.size());
}

Uuid uuid_v4(std::array<std::uint8_t, 16> random) {
    random[6] = static_cast<std::uint8_t>((random[6] & 0x0f) | 0x40);
    random[8] = static_cast<std::uint8_t>((random[8] & 0x3f) | 0x80);
    return {random};
}

}  // namespace wib
