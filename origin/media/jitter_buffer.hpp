#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "shared/core/deadline.hpp"
#include "shared/record/spool.hpp"

namespace wib::media {

using record::Arrival;
using record::Frame;
using record::Gap;
using record::Track;

/// Takes what a jitter buffer lets go, in order. Payloads are valid during the call only.
class FrameSink {
  public:
    virtual ~FrameSink() = default;
    virtual void frame(const Frame& frame) = 0;
    virtual void gap(const Gap& gap) = 0;
};

/// What happened to the frames of one track so far.
struct JitterCounts {
    std::uint64_t received = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t late = 0;         ///< came after their gap had been written; passed on as late
    std::uint64_t lost = 0;         ///< chunks a gap was written for; late ones are not counted back
    std::uint64_t implausible = 0;  ///< chunk numbers from nowhere, dropped
    std::uint64_t resyncs = 0;      ///< the carrier began to count anew
};

/// Puts one track's frames back into the order of their chunk numbers. What comes in order passes at once and waits for
/// nothing; a frame behind a hole waits for it at most `patience`, then the hole becomes a gap. Full (kMostHeld frames behind
/// one hole) means the same as impatient. Time is an argument.
class JitterBuffer {
  public:
    using Moment = Deadline::Clock::time_point;
    static constexpr std::size_t kMostHeld = 64;

    JitterBuffer(Track track, std::chrono::milliseconds patience) : track_(track), patience_(patience) {}

    /// A frame arrived. Lets go everything that is now in order.
    void push(const Frame& frame, Moment now, FrameSink& sink);
    /// Gives up holes whose patience has run out by `now`.
    void tick(Moment now, FrameSink& sink);
    /// The stream has ended: nothing more is worth waiting for.
    void flush(FrameSink& sink);
    /// When tick() has something to do; nothing while no frame waits.
    [[nodiscard]] std::optional<Moment> due() const;
    [[nodiscard]] const JitterCounts& counts() const { return counts_; }

  private:
    struct Held {
        Frame frame;
        Bytes payload;
        Moment since;
    };

    [[nodiscard]] static Held keep(const Frame& frame, Moment now);
    void hold(const Frame& frame, Moment now);
    void let_go(const Held& held, FrameSink& sink);
    void drain(FrameSink& sink);
    void give_up_hole(FrameSink& sink);
    void behind(const Frame& frame, Moment now, FrameSink& sink);
    void from_nowhere(const Frame& frame, Moment now, FrameSink& sink);
    void miss(std::uint32_t from, std::uint32_t to);

    Track track_;
    std::chrono::milliseconds patience_;
    std::optional<std::uint32_t> expected_;
    std::vector<Held> held_;                 // by chunk
    std::vector<std::uint32_t> missed_;      // chunks given up, newest last, at most kMostHeld
    std::vector<Held> strangers_;            // consecutive frames far from where we are
    JitterCounts counts_;
};

}  // namespace wib::media
