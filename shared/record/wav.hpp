#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "shared/record/timeline.hpp"

namespace wib::record {

inline constexpr std::size_t kWavHeaderSize = 44;

/// The RIFF header of a 16-bit PCM file with `samples` samples a channel at 8 kHz.
[[nodiscard]] std::array<std::byte, kWavHeaderSize> wav_header(SampleCount samples, std::uint16_t channels);

/// Renders a spool as stereo: left the consumer, right what they heard. Gaps and pauses keep their length as silence.
/// Holds at most the part of the time line that a later record can still touch, so a recording of hours needs little
/// memory.
class WavRenderer {
  public:
    /// Takes finished bytes of the file, header first, in pieces of at most 64 KiB.
    using Sink = std::function<void(ByteView)>;

    /// `summary` is of the very spool that is going to be added: it gives the length and how far back a frame may
    /// reach.
    WavRenderer(const SpoolSummary& summary, Sink sink);
    void add(const Record& record);
    /// Writes what is left; the file then has exactly summary.samples samples.
    void finish();
    /// Samples that came too far behind to be placed: none, unless one track lags the other by more than a minute.
    [[nodiscard]] SampleCount misplaced() const { return misplaced_; }

  private:
    void emit_until(SampleCount end);

    const G711Table& table_;
    SampleCount samples_;
    SampleCount reach_back_;
    Sink sink_;
    Placement placement_;
    SampleCount emitted_ = 0;
    std::vector<std::int16_t> window_;  // interleaved, from emitted_ on
    SampleCount misplaced_ = 0;
};

/// A whole spool in memory as a whole WAV file.
[[nodiscard]] Bytes render_wav(ByteView spool);

}  // namespace wib::record
