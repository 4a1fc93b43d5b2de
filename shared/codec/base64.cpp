#include "shared/codec/base64.hpp"

#include <array>
#include <cstdint>

namespace wib::codec {
namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoDigit = 0xff;

using Digits = std::array<std::uint8_t, 256>;

constexpr Digits digits_of(std::string_view alphabet) {
    Digits digits{};
    digits.fill(kNoDigit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return digits;
}

constexpr Digits kStandardDigits = digits_of(kStandard);
constexpr Digits kUrlSafeDigits = digits_of(kUrlSafe);

std::string encode(ByteView bytes, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t window = 0;
    int bits = 0;
    for (const auto byte : bytes) {
        window = (window << 8) | std::to_integer<std::uint32_t>(byte);
        for (bits += 8; bits >= 6; bits -= 6) text += alphabet[(window >> (bits - 6)) & 63];
    }
    if (bits > 0) text += alphabet[(window << (6 - bits)) & 63];
    return text;
}

std::optional<Bytes> decode(std::string_view text, const Digits& digits) {
    if (text.size() % 4 == 1) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t window = 0;
    int bits = 0;
    for (const char c : text) {
        const auto digit = digits[static_cast<unsigned char>(c)];
        if (digit == kNoDigit) return std::nullopt;
        window = (window << 6) | digit;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::byte>((window >> bits) & 255));
    }
    const bool stray_bits = (window & ((1u << bits) - 1)) != 0;
    if (stray_bits) return std::nullopt;
    return bytes;
}

}  // namespace

std::string base64(ByteView bytes) {
    auto text = encode(bytes, kStandard);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::string base64url(ByteView bytes) {
    return encode(bytes, kUrlSafe);
}

std::optional<Bytes> parse_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    if (text.ends_with("==")) return decode(text.substr(0, text.size() - 2), kStandardDigits);
    if (text.ends_with('=')) return decode(text.substr(0, text.size() - 1), kStandardDigits);
    return decode(text, kStandardDigits);
}

std::optional<Bytes> parse_base64url(std::string_view text) {
    return decode(text, kUrlSafeDigits);
}

}  // namespace wib::codec
