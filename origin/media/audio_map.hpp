#pragma once
#include <chrono>
#include <cstdint>
#include <deque>

#include "shared/core/time.hpp"
#include "shared/record/timeline.hpp"

namespace wib::media {

/// Which audio a recogniser session heard when: from its own time (audio given to it, counted from zero) to the
/// recording's time line and to the moment the audio reached us. Bounded: remembers the last 10 s of arrivals and 4,096
/// places where the two clocks part.
class AudioMap {
  public:
    /// `samples` more were given to the session; they lie at `position` and arrived at `received_at`.
    void gave(std::uint64_t samples, record::SampleCount position, Instant received_at);
    /// Filling that stands for no audio (silence up to a vendor's least chunk).
    void padded(std::uint64_t samples) { given_ += samples; }

    /// On the recording's time line. Times beyond what was given end where it ended.
    [[nodiscard]] std::chrono::milliseconds on_time_line(std::chrono::milliseconds session_time) const;
    /// When the audio that ends at (or holds) `session_time` reached us.
    [[nodiscard]] Instant received(std::chrono::milliseconds session_time) const;
    [[nodiscard]] std::chrono::milliseconds given() const {
        return std::chrono::milliseconds{given_ / record::kSamplesPerMs};
    }

  private:
    struct Stretch {
        std::uint64_t from;  // session samples
        record::SampleCount position;
        std::uint64_t samples;
    };
    // Ten seconds of them are kept for each ear of each call, so they are small: no session is longer than a recording
    // may be (24 h), and both numbers last for 149.
    struct Arrival {
        std::uint32_t until;  // session samples, exclusive
        std::uint32_t after;  // since the first arrival, in 1/8000 s
    };
    std::uint64_t given_ = 0;
    Instant first_arrival_{};
    std::deque<Stretch> stretches_;
    std::deque<Arrival> arrivals_;
};

}  // namespace wib::media
