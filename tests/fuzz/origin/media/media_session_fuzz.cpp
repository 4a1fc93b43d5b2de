#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "origin/media/session.hpp"
#include "origin/vendors/telnyx/media_messages.hpp"
#include "shared/codec/base64.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"
#include "tests/support/manual_clock.hpp"

using namespace wib;
using namespace wib::media;
using namespace std::chrono_literals;

namespace {

struct Nowhere final : observe::Sink {
    void write(std::string) override {}
};

// What a carrier says: garbage, or frames in disorder. A wait in the script is time that passes.
class Carrier final : public ws::Socket {
  public:
    Carrier(fuzz::Draw& draw, testing::ManualClock& clock) : draw_(draw), clock_(clock) {}

    Task<Result<ws::Message, ws::SocketError>> read(Deadline) override {
        if (draw_.is_empty() || messages_ == 16) co_return unexpected(ws::SocketError::closed);
        const auto what = draw_.byte();
        if ((what & 7) == 0) {
            clock_.advance(std::chrono::milliseconds{what});
            co_return unexpected(ws::SocketError::late);
        }
        ++messages_;
        current_ = message(what);
        co_return ws::Message{ws::Kind::text, current_};
    }
    bool send(ws::Kind, std::string, std::chrono::milliseconds) override { return true; }
    std::size_t clear() override { return 0; }
    Task<Result<void, ws::SocketError>> flush(Deadline) override { co_return Result<void, ws::SocketError>{}; }
    Task<void> close(ws::CloseCode, Deadline) override { co_return; }
    std::size_t queued() const override { return 0; }
    std::chrono::milliseconds queued_time() const override { return {}; }
    std::size_t dropped() const override { return 0; }
    std::uint16_t close_code() const override { return 1006; }
    std::string close_reason() const override { return {}; }

  private:
    std::string message(std::uint8_t what) {
        if ((what & 7) == 1) return std::string{draw_.text(60)};
        if ((what & 7) == 2)
            return what & 8
                       ? R"({"event":"start","start":{"call_control_id":"v3:x","media_format":{"encoding":"PCMA","sample_rate":8000}}})"
                       : R"({"event":"start","start":{"call_control_id":"v3:x","media_format":{"encoding":"PCMU","sample_rate":8000}}})";
        if (what == 0xfb) return R"({"event":"stop"})";
        chunk_ += static_cast<std::uint32_t>((what >> 4) - 5);
        const auto stamp = what & 8 ? draw_.number<std::uint32_t>() : chunk_ * 20;
        const auto audio = draw_.text(40);
        return R"({"event":"media","media":{"track":")" + std::string{(what & 1) != 0 ? "inbound" : "outbound"} +
               R"(","chunk":")" + std::to_string(chunk_) + R"(","timestamp":")" + std::to_string(stamp) +
               R"(","payload":")" + codec::base64(as_bytes(audio)) + R"("}})";
    }

    fuzz::Draw& draw_;
    testing::ManualClock& clock_;
    std::uint32_t chunk_ = 1;
    int messages_ = 0;
    std::string current_;
};

// Says words with any times, then is done; or is not there.
class Voices final : public media::Recogniser {
  public:
    std::string name() const override { return "drawn"; }
    Task<Result<std::unique_ptr<RecogniserSession>, RecogniserError>> listen(std::string, Deadline) override {
        if (asked_++ > 3 || draw->coin())
            co_return unexpected(RecogniserError{RecogniserError::Kind::not_configured, false, ""});
        co_return std::make_unique<Session>(*draw);
    }
    fuzz::Draw* draw = nullptr;
    int asked_ = 0;

  private:
    class Session final : public RecogniserSession {
      public:
        explicit Session(fuzz::Draw& draw) : draw_(draw) {}
        void hear(ByteView) override {}
        Task<Result<std::optional<Turn>, RecogniserError>> next(Deadline) override {
            if (draw_.is_empty() || told_++ == 4) co_return std::optional<Turn>{};
            const auto what = draw_.byte();
            if ((what & 7) == 7) co_return unexpected(RecogniserError{RecogniserError::Kind::closed, false, "gone"});
            Turn turn{.order = told_, .text = {}, .words = {}, .ended = (what & 1) != 0};
            for (auto words = what >> 6; words > 0; --words) {
                const std::chrono::milliseconds start{draw_.number<std::uint32_t>()};
                turn.words.push_back({.text = "w",
                                      .start = start,
                                      .end = start + 200ms,
                                      .confidence = 0.5,
                                      .is_final = (what & 2) != 0});
            }
            co_return std::optional{std::move(turn)};
        }
        Task<void> finish(Deadline) override { co_return; }

      private:
        fuzz::Draw& draw_;
        int told_ = 0;
    };
};

class Shelf final : public SpoolShelf {
  public:
    std::unique_ptr<SpoolFile> begin(RecordingId) override {
        ++files;
        return std::make_unique<File>(*this);
    }
    Bytes bytes;
    int files = 0;
    bool finished = false;

  private:
    class File final : public SpoolFile {
      public:
        explicit File(Shelf& shelf) : shelf_(shelf) {}
        bool has_room() const override { return true; }
        void append(Bytes piece) override { shelf_.bytes.insert(shelf_.bytes.end(), piece.begin(), piece.end()); }
        RecordingFault fault() const override { return RecordingFault::none; }
        void finish() override { shelf_.finished = true; }

      private:
        Shelf& shelf_;
    };
};

struct Journal final : CallJournal {
    Task<Instant> recording_began(StreamClaim, RecordingId, Instant at, Deadline) override { co_return at; }
    Task<void> recording_failed(StreamClaim, RecordingId, RecordingFault, Deadline) override { co_return; }
    Task<void> turn_ended(StreamClaim, Segment segment, Deadline) override {
        ensure(!segment.words.empty() && segment.start <= segment.end && segment.start >= 0ms,
               "a turn lies on the call's time line");
        co_return;
    }
    Task<void> hearing_changed(StreamClaim, Track, HearingState, Deadline) override { co_return; }
};

struct Publisher final : live::Publisher {
    void publish(live::Event) override {}
};

struct World {
    testing::ManualClock clock;
    testing::CountingRandom random;
    Nowhere nowhere;
    observe::Metrics registry;
    MediaMetrics metrics{registry};
    observe::Log log{nowhere, clock, observe::Level::error};
    Journal journal;
    Publisher live;
    boost::asio::io_context io{1};
};

}  // namespace

// A whole media session, fed with garbage and disorder: whatever the carrier and the recogniser do, it ends, and what
// it recorded is a whole, ended spool that holds every frame it took.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static World world;
    fuzz::Draw draw{data, size};
    Shelf shelf;
    Voices recogniser;
    fuzz::Draw words{data, size};
    recogniser.draw = &words;
    MediaParts parts{recogniser, shelf, world.journal, world.live, world.clock, world.random, world.log, world.metrics};
    parts.settings.ear.first_pause = 0ms;
    parts.settings.ear.longest_pause = 0ms;
    bool ended = false;
    {
        MediaSession session{world.io.get_executor(), parts, StreamClaim{.language = "en"},
                             telnyx::open_media_dialect()};
        boost::asio::co_spawn(world.io, session.run(std::make_unique<Carrier>(draw, world.clock)),
                              [&](std::exception_ptr failure) {
                                  ensure(!failure, "a session ends by returning");
                                  ended = true;
                              });
        world.io.restart();
        while (!ended && world.io.run_one() > 0) {
        }
    }
    ensure(ended, "a session ends");
    if (shelf.files == 0) return 0;
    ensure(shelf.files == 1 && shelf.finished, "a session makes one recording and finishes it");
    const auto summary = record::summarise(shelf.bytes);
    ensure(summary.fault == record::SpoolFault::none && summary.end && summary.valid_bytes == shelf.bytes.size(),
           "a recording is whole");
    ensure(summary.tracks[0].frames + summary.tracks[1].frames > 0, "and holds what made it begin");
    return 0;
}
