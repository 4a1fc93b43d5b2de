// What one 20 ms frame costs between the socket and the disk, stage by stage. The whole is in session_benchmark.cpp.
// Budget (design §14): 2,000 streams a core are 200,000 frames a second with both tracks, 5 µs a frame for everything.
// Sockets and their wake-ups take half of it, so these stages together may have 2.5 µs, each the share that stands
// beside it.
#include <benchmark/benchmark.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "bench/micro/origin/media/media_parts.hpp"
#include "origin/media/broadcast.hpp"
#include "origin/media/ear.hpp"
#include "origin/media/jitter_buffer.hpp"
#include "origin/media/level_meter.hpp"
#include "origin/vendors/telnyx/media_messages.hpp"
#include "shared/codec/base64.hpp"
#include "shared/record/wav.hpp"

namespace {

using namespace wib;
using bench::media_message;
using record::Track;

/// Budget: 800 ns. JSON, numbers as text, 216 characters of base64.
void frame_read_message(benchmark::State& state) {
    const auto dialect = telnyx::open_media_dialect();
    const auto message = media_message(Track::consumer, 7);
    for (auto _ : state) {
        const auto news = dialect->read(message, {});
        if (!news || !std::holds_alternative<media::FrameCame>(*news)) {
            state.SkipWithError("the message is no longer understood");
            break;
        }
        benchmark::DoNotOptimize(news);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame_read_message);

/// Budget: 150 ns, of the 800 above.
void frame_parse_base64(benchmark::State& state) {
    const auto text = codec::base64(testing::audio_of(Track::consumer, 1));
    for (auto _ : state) {
        auto audio = codec::parse_base64(text);
        if (!audio || audio->size() != testing::kFrameBytes) {
            state.SkipWithError("the audio is no longer understood");
            break;
        }
        benchmark::DoNotOptimize(audio);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame_parse_base64);

/// Budget: 5 ns. Nobody listens in on nearly every call: a look at one flag.
void frame_air_unheard(benchmark::State& state) {
    media::Broadcast broadcast{record::Codec::pcmu};
    const auto audio = testing::audio_of(Track::consumer, 1);
    const record::Frame frame{.track = Track::consumer, .payload = audio};
    for (auto _ : state) {
        broadcast.air(frame);
        benchmark::ClobberMemory();
    }
    if (broadcast.has_ring()) state.SkipWithError("memory was taken for nobody");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame_air_unheard);

/// Budget: 100 ns, however many listen: one copy into the ring.
void frame_air(benchmark::State& state) {
    const auto broadcast = std::make_shared<media::Broadcast>(record::Codec::pcmu);
    auto seat = media::Broadcast::sit(broadcast);
    const auto audio = testing::audio_of(Track::consumer, 1);
    const record::Frame frame{.track = Track::consumer, .payload = audio};
    for (auto _ : state) {
        broadcast->air(frame);
        benchmark::ClobberMemory();
    }
    if (!seat->take()) state.SkipWithError("nothing was aired");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame_air);

/// Budget: 100 ns; only where somebody wants linear samples (renderings, a vendor that takes no μ-law).
void frame_decode_g711(benchmark::State& state) {
    const auto& table = record::decode_table(record::Codec::pcmu);
    const auto audio = testing::audio_of(Track::consumer, 1);
    std::array<std::int16_t, testing::kFrameBytes> linear;
    for (auto _ : state) {
        for (std::size_t i = 0; i < audio.size(); ++i) linear[i] = table[std::to_integer<std::uint8_t>(audio[i])];
        benchmark::DoNotOptimize(linear);
    }
    const auto expected = table[std::to_integer<std::uint8_t>(audio.back())];
    if (linear.back() != expected) state.SkipWithError("the samples are wrong");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame_decode_g711);

struct CountingSink final : media::FrameSink {
    void frame(const record::Frame&) override { ++frames; }
    void gap(const record::Gap&) override { ++gaps; }
    std::uint64_t frames = 0;
    std::uint64_t gaps = 0;
};

/// Budget: 50 ns for a frame in order, which is nearly every frame.
void frame_order(benchmark::State& state) {
    const auto audio = testing::audio_of(Track::consumer, 1);
    media::JitterBuffer jitter{Track::consumer, std::chrono::milliseconds{60}};
    CountingSink sink;
    std::uint32_t chunk = 0;
    for (auto _ : state) jitter.push(testing::a_frame(Track::consumer, ++chunk, audio), {}, sink);
    if (sink.frames != chunk) state.SkipWithError("a frame in order did not pass at once");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame_order);

/// Budget: 300 ns a frame when every second one overtakes its neighbour: as bad as the carrier's network may be for
/// long.
void frame_reorder(benchmark::State& state) {
    const auto audio = testing::audio_of(Track::consumer, 1);
    media::JitterBuffer jitter{Track::consumer, std::chrono::milliseconds{60}};
    CountingSink sink;
    std::uint32_t chunk = 1;
    for (auto _ : state) {
        jitter.push(testing::a_frame(Track::consumer, chunk + 1, audio), {}, sink);
        jitter.push(testing::a_frame(Track::consumer, chunk, audio), {}, sink);
        chunk += 2;
    }
    if (sink.frames != chunk - 1 || sink.gaps != 0) state.SkipWithError("frames went missing");
    state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(frame_reorder);

/// Budget: 600 ns. The record, its checksum, and its part of the hash chain.
void frame_spool(benchmark::State& state) {
    Bytes out;
    record::SpoolWriter writer{testing::a_header(), out};
    const auto audio = testing::audio_of(Track::consumer, 1);
    auto frame = testing::a_frame(Track::consumer, 1, audio);
    for (auto _ : state) {
        frame.received_at += std::chrono::milliseconds{10};
        const auto before = out.size();
        writer.append(frame, out);
        if (out.size() <= before + audio.size()) {
            state.SkipWithError("the frame was not written");
            break;
        }
        if (out.size() > 32 * 1024) out.clear();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame_spool);

/// Budget: 150 ns. Loudness and whether somebody speaks.
void frame_level(benchmark::State& state) {
    media::LevelMeter meter{record::Codec::pcmu};
    const auto audio = testing::audio_of(Track::consumer, 1);
    for (auto _ : state) meter.hear(audio);
    if (meter.take() <= 0) state.SkipWithError("noise was taken for silence");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame_level);

/// Budget: 150 ns. Gathering 100 ms for a recogniser and keeping the way back from its clock to ours.
void frame_ear(benchmark::State& state) {
    boost::asio::io_context io{1};
    SystemClock clock;
    SystemRandom random;
    bench::NullListener listener;
    bench::CountingRecogniser recogniser;
    media::Ear ear{io.get_executor(), Track::consumer, recogniser, "en", {}, listener, clock, random};
    boost::asio::co_spawn(io, ear.listen(), boost::asio::detached);
    const auto audio = testing::audio_of(Track::consumer, 1);
    record::SampleCount position = 0;
    auto at = testing::kSpoolStart;
    const auto hear = [&] {
        ear.hear(audio, record::Codec::pcmu, position, at);
        position += testing::kFrameBytes;
        at += std::chrono::milliseconds{20};
    };
    hear();
    io.poll();
    for (auto _ : state) hear();
    ear.end();
    io.run();
    if (recogniser.heard < position) state.SkipWithError("audio went unheard");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame_ear);

/// Budget: 200 ns. A frame for the carrier to play.
void frame_play(benchmark::State& state) {
    const auto dialect = telnyx::open_media_dialect();
    const auto audio = testing::audio_of(Track::consumer, 1);
    for (auto _ : state) {
        auto message = dialect->play(audio);
        if (message.size() < audio.size()) {
            state.SkipWithError("there is no audio in the message");
            break;
        }
        benchmark::DoNotOptimize(message);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame_play);

/// Budget: 2 s for an hour of a call, both tracks: what rendering costs after it, off the hot path.
void render_hour(benchmark::State& state) {
    const auto spool = testing::a_spool(3600);
    for (auto _ : state) {
        const auto wav = record::render_wav(spool);
        benchmark::DoNotOptimize(wav);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(spool.size()));
}
BENCHMARK(render_hour)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
