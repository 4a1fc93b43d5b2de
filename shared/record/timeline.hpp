#pragma once
// Where audio lies on a recording's own time line, and what a recording amounts to. Summary and rendering place frames
// by the same rule, so a rendered file is exactly as long as the summary says.
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "shared/record/spool.hpp"

namespace wib::record {

/// Samples since the first recorded frame; 8 of them a millisecond.
using SampleCount = std::uint64_t;
inline constexpr SampleCount kSamplesPerMs = kSampleRate / 1000;
/// A stream clock further than this from the first frame is not believed: carriers end calls after 4 hours.
inline constexpr SampleCount kLongestRecording = SampleCount{24} * 3600 * kSampleRate;

/// Places frames by the carrier's stream clock. Time zero is the first frame placed, whichever track it is of.
/// Within half a frame of where its track stands a frame joins seamlessly (stamps jitter); further ahead leaves silence
/// of that length; one that would overlap joins where its track stands, for no audio is thrown away. A late frame goes
/// where its stamp says and moves nothing.
class Placement {
  public:
    [[nodiscard]] SampleCount place(const Frame& frame);
    /// The stream clock reached `timestamp_ms` with nothing to hear (a pause at the end).
    void reach(std::uint32_t timestamp_ms);
    /// Samples from the first frame to the end of the last.
    [[nodiscard]] SampleCount length() const { return length_; }
    /// How far behind the furthest end a frame has ever begun, over both tracks.
    [[nodiscard]] SampleCount deepest() const { return deepest_; }

  private:
    [[nodiscard]] SampleCount wanted(std::uint32_t timestamp_ms, SampleCount instead) const;

    std::optional<std::uint32_t> first_ms_;
    std::array<SampleCount, 2> stands_{};
    SampleCount length_ = 0;
    SampleCount deepest_ = 0;
};

struct TrackSummary {
    std::uint64_t frames = 0;  ///< late ones included
    std::uint64_t late = 0;
    std::uint64_t payload_bytes = 0;
    std::uint64_t gaps = 0;
    std::uint64_t missing = 0;  ///< chunks that never came or could not be kept; late ones counted back
};

inline constexpr std::size_t kMostGapsTold = 500;

struct Pause {
    std::uint32_t from_ms = 0;             ///< stream clock
    std::optional<std::uint32_t> to_ms{};  ///< nothing: still paused at the end
};

/// What a spool holds, known after reading it once.
struct SpoolSummary {
    std::optional<Header> header;
    std::array<TrackSummary, 2> tracks{};  ///< by Track
    std::vector<Pause> pauses;
    std::vector<Gap> first_gaps;  ///< at most kMostGapsTold; the tracks count all of them
    std::optional<std::uint32_t> first_timestamp_ms;
    std::uint32_t last_timestamp_ms = 0;  ///< of the last frame in time, or of the end record when it says more
    std::optional<End> end;               ///< nothing: the file was not ended
    SampleCount samples = 0;              ///< length on the time line
    SampleCount deepest = 0;              ///< see Placement::deepest
    SpoolFault fault = SpoolFault::none;
    std::uint64_t valid_bytes = 0;
    Digest chain_head{};  ///< over the valid prefix

    [[nodiscard]] const TrackSummary& track(Track t) const { return tracks[static_cast<std::size_t>(t)]; }
    [[nodiscard]] std::uint64_t gaps() const { return tracks[0].gaps + tracks[1].gaps; }
    [[nodiscard]] std::chrono::milliseconds duration() const {
        return std::chrono::milliseconds{(samples + kSamplesPerMs - 1) / kSamplesPerMs};
    }
};

/// Adds a spool up as it is read.
class Summariser {
  public:
    void add(const Record& record);
    /// The sum of everything added, with the reader's verdict on the file.
    [[nodiscard]] SpoolSummary finish(const SpoolReader& reader) const;

  private:
    SpoolSummary sum_;
    Placement placement_;
};

/// A whole spool in memory.
[[nodiscard]] SpoolSummary summarise(ByteView spool);

}  // namespace wib::record
