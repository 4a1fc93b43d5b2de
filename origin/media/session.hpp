#pragma once
#include <array>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "origin/live/ports.hpp"
#include "origin/media/broadcast.hpp"
#include "origin/media/dialect.hpp"
#include "origin/media/ear.hpp"
#include "origin/media/jitter_buffer.hpp"
#include "origin/media/level_meter.hpp"
#include "origin/media/metrics.hpp"
#include "origin/media/ports.hpp"
#include "origin/observe/log.hpp"
#include "origin/runtime/clock.hpp"
#include "origin/runtime/wakeup.hpp"
#include "origin/ws/socket.hpp"

namespace wib::media {

struct MediaSettings {
    std::chrono::milliseconds jitter{60};          ///< longest a frame waits for one before it
    std::chrono::milliseconds flush{200};          ///< longest audio stays in our memory before the writer has it
    std::chrono::milliseconds levels{250};         ///< between two level events
    std::chrono::seconds silence{300};             ///< a carrier that says nothing at all for so long is gone
    std::chrono::milliseconds goodbye{2000};       ///< for closing politely
    std::chrono::seconds journal{600};             ///< how long news waits for the database before it is given up
    std::chrono::milliseconds journal_pause{200};  ///< before the first repetition; doubles
    std::chrono::milliseconds longest_journal_pause{5000};
    EarSettings ear{};
};

/// What every media session needs; lives longer than all of them.
struct MediaParts {
    Recogniser& recogniser;
    SpoolShelf& shelf;
    CallJournal& journal;
    live::Publisher& live;
    const Clock& clock;
    Random& random;
    observe::Log log;
    MediaMetrics& metrics;
    MediaSettings settings{};
    Broadcasts* broadcasts = nullptr;  ///< null: nobody can listen in
};

/// One carrier socket, from its admission to the last word kept: frames are put in order, recorded as received, heard by a
/// recogniser a track, and measured. Each part ends by returning: the carrier hangs up, the ears finish, the journal is
/// empty. What fails beside the recording (recogniser, database, disk) never ends the stream.
class MediaSession final : FrameSink, EarListener {
  public:
    MediaSession(boost::asio::any_io_executor executor, MediaParts& parts, StreamClaim claim, std::unique_ptr<StreamDialect> dialect);

    /// The whole life. Cancelled, it still ends the recording and keeps the words it has.
    Task<void> run(std::unique_ptr<ws::Socket> socket);

  private:
    struct RecordingBegan {
        RecordingId recording;
        Instant at;
    };
    struct RecordingFailed {
        RecordingId recording;
        RecordingFault fault;
    };
    struct HearingChanged {
        Track track;
        HearingState state;
    };
    using News = std::variant<RecordingBegan, RecordingFailed, HearingChanged, Segment>;
    struct Entry {
        News news;
        Deadline::Clock::time_point since;
    };
    using EndReason = record::EndReason;

    Task<void> hear_carrier(std::unique_ptr<ws::Socket> socket);
    Task<EndReason> read_frames(ws::Socket& socket);
    Task<void> listen(Ear& ear);
    Task<void> write_journal();
    Task<void> write_entry(Entry entry);
    Task<void> write_once(const News& news, Deadline deadline);

    /// Nothing: go on reading.
    std::optional<EndReason> take(const StreamNews& news);
    void arrived(Frame frame);
    void tick(Deadline::Clock::time_point now);
    [[nodiscard]] Deadline next_due() const;

    void frame(const Frame& frame) override;
    void gap(const Gap& gap) override;
    void partial(Track track, Partial partial) override;
    void turn(Track track, std::uint32_t session, Turn turn) override;
    void hearing(Track track, HearingState state) override;

    void begin_recording(const Frame& first);
    void keep(const Frame& frame);
    void flush();
    void end_recording(EndReason reason);
    void note(News news);
    void tell_levels();
    void count();

    static std::size_t index(Track track) { return static_cast<std::size_t>(track); }

    boost::asio::any_io_executor executor_;
    MediaParts& parts_;
    StreamClaim claim_;
    std::unique_ptr<StreamDialect> dialect_;
    observe::Log log_;

    std::optional<record::Codec> codec_;
    std::array<JitterBuffer, 2> jitter_;
    std::array<std::optional<LevelMeter>, 2> meters_;
    std::array<Ear, 2> ears_;
    Broadcasts::OnAir on_air_;
    record::Placement placement_;

    // The stream clock, for stamps that cannot be.
    struct FirstFrame {
        std::uint32_t timestamp_ms;
        Instant received_at;
    };
    std::optional<FirstFrame> first_;
    std::array<std::uint32_t, 2> track_end_ms_{};

    RecordingId recording_{};
    std::unique_ptr<SpoolFile> file_;
    std::optional<record::SpoolWriter> writer_;
    Bytes unwritten_;
    std::array<std::optional<Gap>, 2> overload_;
    std::uint32_t stream_end_ms_ = 0;
    std::chrono::milliseconds zero_offset_{0};  // from the call's time line to the recording's

    Deadline::Clock::time_point heard_from_carrier_;
    Deadline::Clock::time_point flushed_;
    Deadline::Clock::time_point levels_told_;
    bool levels_were_silent_ = true;
    int misunderstood_in_a_row_ = 0;

    std::deque<Entry> journal_;
    Wakeup journal_changed_;
    int parts_running_ = 3;  // that may still have news: the carrier and two ears
};

}  // namespace wib::media
