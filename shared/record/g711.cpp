#include "shared/record/g711.hpp"

namespace wib::record {
namespace {

constexpr int kUlawBias = 0x84;
constexpr int kUlawClip = 32635;

constexpr std::int16_t ulaw_to_linear(std::uint8_t code) {
    const int inverted = ~code & 0xff;
    const int magnitude = ((((inverted & 0x0f) << 3) + kUlawBias) << ((inverted & 0x70) >> 4)) - kUlawBias;
    return static_cast<std::int16_t>((inverted & 0x80) != 0 ? -magnitude : magnitude);
}

constexpr std::int16_t alaw_to_linear(std::uint8_t code) {
    const int toggled = code ^ 0x55;
    const int segment = (toggled & 0x70) >> 4;
    int magnitude = (toggled & 0x0f) << 4;
    magnitude += segment == 0 ? 8 : 0x108;
    if (segment > 1) magnitude <<= segment - 1;
    return static_cast<std::int16_t>((toggled & 0x80) != 0 ? magnitude : -magnitude);
}

template <class Decode>
constexpr G711Table table_of(Decode decode) {
    G711Table table{};
    for (int code = 0; code < 256; ++code)
        table[static_cast<std::size_t>(code)] = decode(static_cast<std::uint8_t>(code));
    return table;
}

constexpr G711Table kUlaw = table_of(ulaw_to_linear);
constexpr G711Table kAlaw = table_of(alaw_to_linear);

/// Segment of a magnitude: how often it can be halved before it fits below `first`, at most 7.
constexpr int segment_of(int magnitude, int first) {
    int segment = 0;
    while (magnitude >= first && segment < 7) {
        magnitude >>= 1;
        ++segment;
    }
    return segment;
}

/// Works on 14 bits, as the reference coder does: the two lowest bits never reach the code.
std::uint8_t linear_to_ulaw(int sample) {
    int magnitude = sample >> 2;
    const int mask = magnitude < 0 ? 0x7f : 0xff;
    if (magnitude < 0) magnitude = -magnitude;
    if (magnitude > kUlawClip >> 2) magnitude = kUlawClip >> 2;
    magnitude += kUlawBias >> 2;
    const int segment = segment_of(magnitude, 0x40);
    return static_cast<std::uint8_t>(((segment << 4) | ((magnitude >> (segment + 1)) & 0x0f)) ^ mask);
}

/// Works on 13 bits.
std::uint8_t linear_to_alaw(int sample) {
    int magnitude = sample >> 3;
    const int mask = magnitude >= 0 ? 0xd5 : 0x55;
    if (magnitude < 0) magnitude = -magnitude - 1;
    const int segment = segment_of(magnitude, 0x20);
    const int mantissa = segment < 2 ? (magnitude >> 1) & 0x0f : (magnitude >> segment) & 0x0f;
    return static_cast<std::uint8_t>(((segment << 4) | mantissa) ^ mask);
}

}  // namespace

const G711Table& decode_table(Codec codec) {
    return codec == Codec::pcmu ? kUlaw : kAlaw;
}

std::uint8_t encode_sample(Codec codec, std::int16_t sample) {
    return codec == Codec::pcmu ? linear_to_ulaw(sample) : linear_to_alaw(sample);
}

}  // namespace wib::record
