#include "shared/core/uuid.hpp"

namespace wib {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
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
    text.reserve(36);
    for (std::size_t octet = 0; octet < id.octets.size(); ++octet) {
        if (dash_before(octet)) text += '-';
        text += kHex[id.octets[octet] >> 4];
        text += kHex[id.octets[octet] & 15];
    }
    return text;
}

Uuid uuid_v4(std::array<std::uint8_t, 16> random) {
    random[6] = static_cast<std::uint8_t>((random[6] & 0x0f) | 0x40);
    random[8] = static_cast<std::uint8_t>((random[8] & 0x3f) | 0x80);
    return {random};
}

}  // namespace wib
