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

/// The text's length without padding.
constexpr std::size_t digits_for(std::size_t bytes) {
    return bytes / 3 * 4 + (bytes % 3 == 0 ? 0 : bytes % 3 + 1);
}

// Three bytes and four digits at a time: media frames and envelopes are made of this.
std::string encode(ByteView bytes, std::string_view alphabet, std::size_t padding) {
    std::string text(digits_for(bytes.size()) + padding, '=');
    auto* to = text.data();
    const auto* from = bytes.data();
    const auto at = [&](std::size_t i) { return std::to_integer<std::uint32_t>(from[i]); };
    std::size_t left = bytes.size();
    for (; left >= 3; left -= 3, from += 3, to += 4) {
        const auto window = at(0) << 16 | at(1) << 8 | at(2);
        to[0] = alphabet[window >> 18];
        to[1] = alphabet[(window >> 12) & 63];
        to[2] = alphabet[(window >> 6) & 63];
        to[3] = alphabet[window & 63];
    }
    if (left > 0) {
        const auto window = at(0) << 16 | (left == 2 ? at(1) << 8 : 0u);
        to[0] = alphabet[window >> 18];
        to[1] = alphabet[(window >> 12) & 63];
        if (left == 2) to[2] = alphabet[(window >> 6) & 63];
    }
    return text;
}

std::optional<Bytes> decode(std::string_view text, const Digits& digits) {
    const auto rest = text.size() % 4;
    if (rest == 1) return std::nullopt;
    Bytes bytes(text.size() / 4 * 3 + (rest == 0 ? 0 : rest - 1));
    auto* to = bytes.data();
    const auto* from = text.data();
    // What is no digit has its highest bits set and shows in the union of all.
    std::uint32_t seen = 0;
    const auto digit = [&](std::size_t i) {
        const std::uint32_t value = digits[static_cast<unsigned char>(from[i])];
        seen |= value;
        return value;
    };
    for (std::size_t block = text.size() / 4; block > 0; --block, from += 4, to += 3) {
        const auto window = digit(0) << 18 | digit(1) << 12 | digit(2) << 6 | digit(3);
        to[0] = static_cast<std::byte>(window >> 16 & 255);
        to[1] = static_cast<std::byte>(window >> 8 & 255);
        to[2] = static_cast<std::byte>(window & 255);
    }
    std::uint32_t stray_bits = 0;
    if (rest > 0) {
        const auto window = digit(0) << 18 | digit(1) << 12 | (rest == 3 ? digit(2) << 6 : 0u);
        to[0] = static_cast<std::byte>(window >> 16 & 255);
        if (rest == 3) to[1] = static_cast<std::byte>(window >> 8 & 255);
        stray_bits = window & (rest == 3 ? 0xffu : 0xffffu);
    }
    if (seen > 63 || stray_bits != 0) return std::nullopt;
    return bytes;
}

}  // namespace

std::string base64(ByteView bytes) {
    return encode(bytes, kStandard, (3 - bytes.size() % 3) % 3);
}

std::string base64url(ByteView bytes) {
    return encode(bytes, kUrlSafe, 0);
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
