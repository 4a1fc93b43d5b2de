#include "shared/core/ensure.hpp"
#include "shared/record/wav.hpp"
#include "tests/fuzz/draw.hpp"

// Frames anywhere within two seconds: the rendered file is exactly as long as the summary says, and every frame that is
// in time is heard.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wib::record;
    using wib::ensure;
    wib::fuzz::Draw draw{data, size};
    SpoolSummary summary{.header = Header{.codec = draw.coin() ? Codec::pcma : Codec::pcmu}};
    std::vector<Record> records;
    while (!draw.is_empty() && records.size() < 40) {
        const auto what = draw.byte();
        records.push_back(Frame{.track = (what & 1) != 0 ? Track::heard : Track::consumer,
                                .arrival = (what & 2) != 0 ? Arrival::late : Arrival::in_time,
                                .timestamp_ms = std::uint32_t{1000} + draw.byte() * 8,
                                .payload = wib::as_bytes(draw.text(31))});
    }
    Summariser sum;
    for (const auto& record : records) sum.add(record);
    const auto header = summary.header;
    summary = sum.finish(SpoolReader{});
    summary.header = header;

    std::size_t bytes = 0;
    WavRenderer renderer{summary, [&](wib::ByteView piece) { bytes += piece.size(); }};
    for (const auto& record : records) renderer.add(record);
    renderer.finish();
    ensure(bytes == kWavHeaderSize + summary.samples * 4, "a file is as long as its summary says");
    ensure(renderer.misplaced() == 0, "nothing within a minute is misplaced");
    return 0;
}
