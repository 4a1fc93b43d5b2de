#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "origin/media/broadcast.hpp"
#include "shared/api/monitors.hpp"

namespace wib::supervision {

/// One message of sound, ready for the socket.
struct Packet {
    std::string bytes;
    std::chrono::milliseconds lasts{0};
};

/// Bytes before a packet's payload (shared/api/endpoints/monitors.hpp tells what they are).
inline constexpr std::size_t kPacketHeader = 20;
inline constexpr std::uint8_t kOpusFormat = 111;

/// One side's way from what was aired to what is sent. Lives on one thread.
class Voice {
  public:
    virtual ~Voice() = default;
    /// Takes a piece; gives what is complete with it.
    virtual void hear(const media::Airing& piece, const std::function<void(Packet)>& give) = 0;
};

/// The bytes as the carrier sent them.
[[nodiscard]] std::unique_ptr<Voice> plain_voice(record::Track track, record::Codec codec);
/// Opus, 20 ms packets of mono at 8 kHz: 70 µs of work each.
[[nodiscard]] std::unique_ptr<Voice> opus_voice(record::Track track, record::Codec codec);

[[nodiscard]] std::unique_ptr<Voice> voice(api::ListenFormat format, record::Track track, record::Codec codec);
/// "pcmu", "pcma" or "opus": what a listener is told.
[[nodiscard]] std::string_view codec_name(api::ListenFormat format, record::Codec codec);

}  // namespace wib::supervision
