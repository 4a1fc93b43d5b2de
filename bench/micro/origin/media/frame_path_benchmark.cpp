// What one 20 ms frame costs us between the socket and the disk, the sum of its parts and each part.
// Budget (design §14): 2,000 streams a core are 200,000 frames a second with both tracks, 5 µs a frame for everything;
// the socket itself takes about half of it, so this path may have 2.5 µs.
#include <benchmark/benchmark.h>

#include "origin/media/jitter_buffer.hpp"
#include "origin/media/level_meter.hpp"
#include "origin/vendors/telnyx/media_messages.hpp"
#include "shared/codec/base64.hpp"
#include "shared/record/wav.hpp"
#include "tests/support/spools.hpp"

namespace {

using namespace wib;
using record::Track;

std::string message_of(std::uint32_t chunk) {
    return R"({"event":"media","sequence_number":")" + std::to_string(chunk + 2) +
           R"(","stream_id":"32DE0DEA-53CB-4B21-89A4-9E1819C043BC","media":{"track":"inbound","chunk":")" +
           std::to_string(chunk) + R"(","timestamp":")" + std::to_string(chunk * 20) + R"(","payload":")" +
           codec::base64(testing::audio_of(Track::consumer, chunk)) + R"("}})";
}

/// Ten minutes of one track, as the carrier words it.
const std::vector<std::string>& messages() {
    static const auto made = [] {
        std::vector<std::string> all;
        for (std::uint32_t chunk = 1; chunk <= 30'000; ++chunk) all.push_back(message_of(chunk));
        return all;
    }();
    return made;
}

struct Recorder final : media::FrameSink {
    Recorder() : writer(testing::a_header(), out) {}
    void frame(const record::Frame& frame) override {
        writer.append(frame, out);
        meter.hear(frame.payload);
        if (out.size() > 32 * 1024) out.clear();
        ++frames;
    }
    void gap(const record::Gap&) override {}
    Bytes out;
    record::SpoolWriter writer;
    media::LevelMeter meter{record::Codec::pcmu};
    std::uint64_t frames = 0;
};

void whole_path(benchmark::State& state) {
    const auto dialect = telnyx::open_media_dialect();
    std::uint64_t at = 0;
    std::optional<Recorder> recorder;
    std::optional<media::JitterBuffer> jitter;
    for (auto _ : state) {
        if (at % messages().size() == 0) {
            recorder.emplace();
            jitter.emplace(Track::consumer, std::chrono::milliseconds{60});
        }
        const auto news = dialect->read(messages()[at % messages().size()],
                                        testing::kSpoolStart + std::chrono::milliseconds{at * 20});
        ++at;
        const auto* came = news ? std::get_if<media::FrameCame>(&*news) : nullptr;
        if (came == nullptr) {
            state.SkipWithError("the message is no longer understood");
            break;
        }
        const auto before = recorder->frames;
        jitter->push(came->frame, {}, *recorder);
        if (recorder->frames != before + 1) {
            state.SkipWithError("a frame in order did not pass at once");
            break;
        }
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(whole_path);

void read_message(benchmark::State& state) {
    const auto dialect = telnyx::open_media_dialect();
    for (auto _ : state) benchmark::DoNotOptimize(dialect->read(messages()[7], {}));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(read_message);

void append_to_spool(benchmark::State& state) {
    Bytes out;
    record::SpoolWriter writer{testing::a_header(), out};
    const auto audio = testing::audio_of(Track::consumer, 1);
    auto frame = testing::a_frame(Track::consumer, 1, audio);
    for (auto _ : state) {
        frame.received_at += std::chrono::milliseconds{10};
        writer.append(frame, out);
        if (out.size() > 32 * 1024) out.clear();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(append_to_spool);

void measure_level(benchmark::State& state) {
    media::LevelMeter meter{record::Codec::pcmu};
    const auto audio = testing::audio_of(Track::consumer, 1);
    for (auto _ : state) meter.hear(audio);
    benchmark::DoNotOptimize(meter.take());
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(measure_level);

/// An hour of a call, both tracks: what rendering costs after it.
void render_hour(benchmark::State& state) {
    const auto spool = testing::a_spool(3600);
    for (auto _ : state) benchmark::DoNotOptimize(record::render_wav(spool));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(spool.size()));
}
BENCHMARK(render_hour)->Unit(benchmark::kMillisecond)->Iterations(2);

}  // namespace
