#include "shared/codec/text.hpp"

namespace wib::codec {
namespace {

constexpr bool within(unsigned char c, unsigned char low, unsigned char high) {
    return c >= low && c <= high;
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
    };
    const auto tail = [&](std::size_t i) { return within(static_cast<unsigned char>(byte(i)), 0x80, 0xbf); };
    const auto first = static_cast<unsigned char>(byte(0));
    const auto second = static_cast<unsigned char>(byte(1));
    if (first < 0x80) return at < text.size() ? 1 : 0;
    if (within(first, 0xc2, 0xdf)) return tail(1) ? 2 : 0;
    if (within(first, 0xe0, 0xef)) {
        const bool second_fits = within(second, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf);
        return second_fits && tail(2) ? 3 : 0;
    }
    if (within(first, 0xf0, 0xf4)) {
        const bool second_fits = within(second, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf);
        return second_fits && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto length = utf8_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

}  // namespace wib::codec
