#include <vector>

#include "origin/media/jitter_buffer.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;
using namespace wib::media;

namespace {

struct Checking final : FrameSink {
    void frame(const Frame& frame) override {
        ++passed;
        if (frame.arrival == Arrival::late) return;
        last = frame.chunk;
    }
    void gap(const Gap& gap) override { missing += gap.missing; }
    std::uint64_t passed = 0;
    std::uint64_t missing = 0;
    std::uint32_t last = 0;
};

}  // namespace

// Frames in any order, at any time, as often as you like: every one is passed on, counted as a duplicate or counted as
// implausible, and nothing waits longer than the patience.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace std::chrono_literals;
    static const Bytes audio(8, std::byte{0x55});
    fuzz::Draw draw{data, size};
    JitterBuffer buffer{Track::consumer, 60ms};
    Checking sink;
    JitterBuffer::Moment now{1h};
    std::uint32_t base = draw.number<std::uint32_t>();
    while (!draw.is_empty()) {
        const auto what = draw.byte();
        if ((what & 3) == 0) {
            now += std::chrono::milliseconds{what >> 2};
            buffer.tick(now, sink);
            ensure(!buffer.due() || *buffer.due() > now, "nothing waits longer than the patience");
            continue;
        }
        if (what == 0xff) base = draw.number<std::uint32_t>();
        if ((what & 3) == 1) ++base;
        const auto chunk = base + (what >> 2) - 32;
        buffer.push({.chunk = chunk, .timestamp_ms = chunk * 20, .payload = audio}, now, sink);
    }
    buffer.flush(sink);
    ensure(!buffer.due(), "behind the end nothing waits");
    const auto& counts = buffer.counts();
    ensure(counts.received == sink.passed + counts.duplicates + counts.implausible, "every frame is accounted for");
    ensure(counts.lost == sink.missing, "every gap is told");
    return 0;
}
