#include <algorithm>
#include <vector>

#include "shared/core/ensure.hpp"
#include "shared/record/timeline.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;
using namespace wib::record;

namespace {
const Header kHeader{.codec = Codec::pcmu, .started_at = from_unix_seconds(1'700'000'000)};

bool same(const Record& a, const Record& b) {
    if (a.index() != b.index()) return false;
    const auto* f = std::get_if<Frame>(&a);
    const auto* g = std::get_if<Frame>(&b);
    if (f && g)
        return f->track == g->track && f->arrival == g->arrival && f->chunk == g->chunk &&
               f->timestamp_ms == g->timestamp_ms && f->received_at == g->received_at &&
               std::ranges::equal(f->payload, g->payload);
    if (const auto* gap = std::get_if<Gap>(&a)) return *gap == std::get<Gap>(b);
    if (const auto* paused = std::get_if<Paused>(&a)) return *paused == std::get<Paused>(b);
    if (const auto* resumed = std::get_if<Resumed>(&a)) return *resumed == std::get<Resumed>(b);
    return false;
}
}  // namespace

// What was written is read back record by record; torn anywhere, the file is a valid prefix that can be closed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Draw draw{data, size};
    const auto tear = draw.number<std::uint16_t>();
    Bytes out;
    SpoolWriter writer{kHeader, out};
    std::vector<Record> written;
    auto now = kHeader.started_at;
    while (!draw.is_empty()) {
        const auto what = draw.byte();
        now += std::chrono::milliseconds{draw.byte() * 8};
        const auto stamp = draw.number<std::uint16_t>();
        switch (what & 3) {
            case 0:
                written.push_back(Paused{.timestamp_ms = stamp, .at = now});
                writer.append(std::get<Paused>(written.back()), out);
                break;
            case 1:
                written.push_back(Resumed{.timestamp_ms = stamp, .at = now});
                writer.append(std::get<Resumed>(written.back()), out);
                break;
            case 2:
                written.push_back(
                    Gap{.track = Track::heard, .first_chunk = what, .missing = stamp, .timestamp_ms = stamp});
                writer.append(std::get<Gap>(written.back()), out);
                break;
            default:
                written.push_back(Frame{.track = (what & 4) != 0 ? Track::heard : Track::consumer,
                                        .arrival = (what & 8) != 0 ? Arrival::late : Arrival::in_time,
                                        .chunk = what,
                                        .timestamp_ms = stamp,
                                        .received_at = now,
                                        .payload = as_bytes(draw.text(24))});
                writer.append(std::get<Frame>(written.back()), out);
        }
    }
    writer.end(EndReason::stopped, 1, now, out);

    SpoolReader reader;
    reader.feed(out);
    std::size_t read = 0;
    while (const auto one = reader.next()) {
        if (std::holds_alternative<Header>(*one) || std::holds_alternative<Checkpoint>(*one)) continue;
        if (std::holds_alternative<End>(*one)) break;
        ensure(read < written.size() && same(*one, written[read]), "a record is read as it was written");
        ++read;
    }
    ensure(read == written.size() && reader.ended() && reader.valid_bytes() == out.size(), "all of it is read");

    const ByteView torn = ByteView{out}.first(tear % (out.size() + 1));
    SpoolReader rest;
    rest.feed(torn);
    while (rest.next()) {
    }
    ensure(rest.fault() == SpoolFault::none, "a torn file has no fault, it only ends early");
    if (rest.records() == 0 || rest.ended()) return 0;
    Bytes closed(torn.begin(), torn.begin() + static_cast<std::ptrdiff_t>(rest.valid_bytes()));
    rest.writer_from_here().end(EndReason::interrupted, 1, now, closed);
    const auto settled = summarise(closed);
    ensure(settled.fault == SpoolFault::none && settled.end && settled.valid_bytes == closed.size(),
           "and can be closed");
    return 0;
}
