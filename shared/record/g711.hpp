#pragma once
#include <array>
#include <cstdint>

#include "shared/core/bytes.hpp"

namespace wib::record {

/// How the carrier codes the audio. The numbers are RTP payload types (RFC 3551 §6) and stand in stored files.
enum class Codec : std::uint8_t { pcmu = 0, pcma = 8 };

/// Samples a second of both codecs; one byte is one sample.
inline constexpr std::uint32_t kSampleRate = 8000;

using G711Table = std::array<std::int16_t, 256>;

/// Code byte → 16-bit linear sample (ITU-T G.711 in the usual 16-bit scaling).
[[nodiscard]] const G711Table& decode_table(Codec codec);

/// Nearest code byte of a linear sample.
[[nodiscard]] std::uint8_t encode_sample(Codec codec, std::int16_t sample);

/// The code byte of silence: what fills audio that is not there.
[[nodiscard]] constexpr std::byte silence(Codec codec) {
    return codec == Codec::pcmu ? std::byte{0xff} : std::byte{0xd5};
}

}  // namespace wib::record
