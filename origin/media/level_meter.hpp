#pragma once
#include <array>
#include <cstdint>

#include "shared/core/bytes.hpp"
#include "shared/record/g711.hpp"

namespace wib::media {

/// How loud one track is, and whether somebody speaks on it. Wants its audio in order, a frame at a time.
class LevelMeter {
  public:
    explicit LevelMeter(record::Codec codec);
    void hear(ByteView audio);
    /// The loudest frame since the last take(): 0 at −60 dB of full scale and below, 1 at full scale; linear in decibels.
    [[nodiscard]] double take();
    /// Louder than the line's own noise by 9 dB, within the last 200 ms of audio.
    [[nodiscard]] bool speaking() const { return hangover_ > 0; }

  private:
    const std::array<std::uint32_t, 256>* energy_;  // square of each code's sample; one table for every stream
    double noise_db_ = -60.0;
    double loudest_db_ = -60.0;
    std::int64_t hangover_ = 0;              // samples for which speech is still assumed
};

}  // namespace wib::media
