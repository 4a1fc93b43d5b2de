// The whole media session over a socket that has everything already: what a frame costs besides the network.
#include <benchmark/benchmark.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bench/micro/origin/media/media_parts.hpp"
#include "origin/media/session.hpp"
#include "origin/vendors/telnyx/media_messages.hpp"

namespace {

using namespace wib;

constexpr std::uint32_t kChunks = 1500;  // half a minute of both tracks

const std::vector<std::string>& half_a_minute() {
    static const auto made = [] {
        std::vector<std::string> all{
            R"({"event":"start","sequence_number":"1","stream_id":"32DE0DEA-53CB-4B21-89A4-9E1819C043BC","start":)"
            R"({"user_id":"3E6F995F-85F7-4705-9741-53B116D28237","call_control_id":"v2:T02l",)"
            R"("media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}}})"};
        for (std::uint32_t chunk = 1; chunk <= kChunks; ++chunk)
            for (const auto track : {record::Track::consumer, record::Track::heard})
                all.push_back(bench::media_message(track, chunk));
        return all;
    }();
    return made;
}

/// Suspends once for every two messages, as a socket does that gets both tracks in one packet.
class ReplaySocket final : public ws::Socket {
  public:
    Task<Result<ws::Message, ws::SocketError>> read(Deadline) override {
        if (at_ == half_a_minute().size()) co_return unexpected(ws::SocketError::closed);
        if (at_ % 2 == 0)
            co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
        co_return ws::Message{ws::Kind::text, half_a_minute()[at_++]};
    }
    bool send(ws::Kind, std::string, std::chrono::milliseconds) override { return true; }
    std::size_t clear() override { return 0; }
    Task<Result<void, ws::SocketError>> flush(Deadline) override { co_return Result<void, ws::SocketError>{}; }
    Task<void> close(ws::CloseCode, Deadline) override { co_return; }
    [[nodiscard]] std::size_t queued() const override { return 0; }
    [[nodiscard]] std::chrono::milliseconds queued_time() const override { return {}; }
    [[nodiscard]] std::size_t dropped() const override { return 0; }
    [[nodiscard]] std::uint16_t close_code() const override { return 1000; }
    [[nodiscard]] std::string close_reason() const override { return {}; }

  private:
    std::size_t at_ = 0;
};

class CountingShelf final : public media::SpoolShelf {
  public:
    std::unique_ptr<media::SpoolFile> begin(RecordingId) override { return std::make_unique<File>(written); }
    std::size_t written = 0;

  private:
    class File final : public media::SpoolFile {
      public:
        explicit File(std::size_t& written) : written_(written) {}
        [[nodiscard]] bool has_room() const override { return true; }
        void append(Bytes bytes) override { written_ += bytes.size(); }
        [[nodiscard]] media::RecordingFault fault() const override { return media::RecordingFault::none; }
        void finish() override {}

      private:
        std::size_t& written_;
    };
};

class NullJournal final : public media::CallJournal {
  public:
    Task<Instant> recording_began(media::StreamClaim, RecordingId, Instant at, Deadline) override { co_return at; }
    Task<void> recording_failed(media::StreamClaim, RecordingId, media::RecordingFault, Deadline) override {
        co_return;
    }
    Task<void> turn_ended(media::StreamClaim, media::Segment, Deadline) override { co_return; }
    Task<void> hearing_changed(media::StreamClaim, media::Track, media::HearingState, Deadline) override { co_return; }
};

struct NullPublisher final : live::Publisher {
    void publish(live::Event) override {}
};
struct NullSink final : observe::Sink {
    void write(std::string) override {}
};

Task<void> one_call(boost::asio::any_io_executor executor, media::MediaParts& parts) {
    media::MediaSession session{executor, parts, {}, telnyx::open_media_dialect()};
    co_await session.run(std::make_unique<ReplaySocket>());
}

/// Budget: 2.5 µs a frame (frame_path_benchmark.cpp says why): understood, put in order, spooled and hashed, measured,
/// heard.
void frame_whole(benchmark::State& state) {
    SystemClock clock;
    SystemRandom random;
    NullSink sink;
    NullPublisher live;
    NullJournal journal;
    CountingShelf shelf;
    bench::CountingRecogniser recogniser;
    observe::Metrics metrics;
    media::MediaMetrics media_metrics{metrics};
    media::MediaParts parts{
        recogniser,   shelf, journal, live, clock, random, observe::Log{sink, clock, observe::Level::error},
        media_metrics};
    std::uint64_t calls = 0;
    for (auto _ : state) {
        boost::asio::io_context io{1};
        boost::asio::co_spawn(io, one_call(io.get_executor(), parts), boost::asio::detached);
        io.run();
        ++calls;
    }
    const auto samples = calls * 2 * kChunks * testing::kFrameBytes;
    if (recogniser.heard != samples) state.SkipWithError("audio went unheard");
    if (shelf.written < samples) state.SkipWithError("audio went unrecorded");
    if (media_metrics.lost.value() + media_metrics.duplicates.value() + media_metrics.implausible.value() > 0)
        state.SkipWithError("frames in order were not taken for such");
    state.SetItemsProcessed(state.iterations() * 2 * kChunks);
}
BENCHMARK(frame_whole)->Unit(benchmark::kMicrosecond);

}  // namespace
