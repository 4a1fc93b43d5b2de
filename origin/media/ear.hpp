#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "origin/media/audio_map.hpp"
#include "origin/media/ports.hpp"
#include "origin/runtime/clock.hpp"
#include "origin/runtime/wakeup.hpp"
#include "shared/record/timeline.hpp"

namespace wib::media {

/// Words of a turn that is still being spoken, on the recording's time line.
struct Partial {
    std::string text;
    std::chrono::milliseconds start;
    Instant last_audio_received;   ///< when the audio that ends the last word reached us
};

/// Hears of what an ear understood. Calls never wait.
class EarListener {
  public:
    virtual ~EarListener() = default;
    virtual void partial(Track track, Partial partial) = 0;
    /// Times are on the recording's time line.
    virtual void turn(Track track, std::uint32_t session, Turn turn) = 0;
    virtual void hearing(Track track, HearingState state) = 0;
};

struct EarSettings {
    std::chrono::milliseconds chunk{100};            ///< audio handed to the recogniser at once; 50 to 100
    std::chrono::milliseconds pre_roll{1000};        ///< audio kept while there is no session, oldest dropped
    std::chrono::milliseconds open_patience{10'000};
    std::chrono::milliseconds finish_patience{5'000};
    std::chrono::milliseconds first_pause{250};      ///< before the first reconnect; doubles, with jitter
    std::chrono::milliseconds longest_pause{10'000};
};

/// One track's way to a recogniser, for as long as the stream lasts: opens a session when there is something to hear, hands
/// it chunks, opens another when one is lost, and puts what it says on the recording's time line. While there is no session
/// only the last `pre_roll` of audio waits; the rest is dropped here (the recording has it) and counted.
class Ear {
  public:
    Ear(boost::asio::any_io_executor executor, Track track, Recogniser& recogniser, std::string language, EarSettings settings,
        EarListener& listener, const Clock& clock, Random& random);

    /// Audio of this track in order, in its codec; `position` is where it lies on the recording's time line.
    void hear(ByteView audio, record::Codec codec, record::SampleCount position, Instant received_at);
    /// There will be no more audio.
    void end();
    /// Listens until end() was called and the last words are in, or nothing can be expected any more. Returns, cancelled too.
    Task<void> listen();

    [[nodiscard]] std::chrono::milliseconds dropped() const { return std::chrono::milliseconds{dropped_ / record::kSamplesPerMs}; }

  private:
    struct Waiting {
        Bytes mulaw;
        record::SampleCount position;
        Instant received_at;
    };
    enum class Ending { ended, lost, hopeless };

    Task<void> listen_until_ended();
    Task<Ending> one_session();
    Task<void> take_turns(Ending& how);
    Task<void> finish_when_ended();
    Task<void> pause(int failures);
    void tell(HearingState state);
    void give(ByteView mulaw, record::SampleCount position, Instant received_at);
    void hand_over();
    void hand_over_rest();
    void told(Turn turn);
    void keep_unfinished();
    void on_time_line(Turn& turn) const;

    boost::asio::any_io_executor executor_;
    Track track_;
    Recogniser& recogniser_;
    std::string language_;
    EarSettings settings_;
    EarListener& listener_;
    const Clock& clock_;
    Random& random_;

    std::unique_ptr<RecogniserSession> session_;
    std::uint32_t sessions_ = 0;
    AudioMap map_;
    Bytes chunk_;
    std::deque<Waiting> pre_roll_;
    std::size_t pre_roll_bytes_ = 0;
    std::optional<Turn> unfinished_;   // last news of a turn that has not ended
    std::uint64_t dropped_ = 0;        // samples
    std::optional<HearingState> told_;
    bool ended_ = false;
    bool session_over_ = false;
    bool deaf_ = false;                // nothing can be expected any more
    Wakeup changed_;                   // audio arrived, end() was called, or the session is over
};

}  // namespace wib::media
