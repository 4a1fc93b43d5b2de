#include "shared/record/timeline.hpp"

#include <algorithm>

namespace wib::record {
namespace {

constexpr SampleCount kSnap = 10 * kSamplesPerMs;  // half of the usual 20 ms frame

}  // namespace

SampleCount Placement::wanted(std::uint32_t timestamp_ms, SampleCount instead) const {
    const auto at = timestamp_ms < *first_ms_ ? SampleCount{0} : (timestamp_ms - *first_ms_) * kSamplesPerMs;
    return at > kLongestRecording ? instead : at;
}

SampleCount Placement::place(const Frame& frame) {
    if (!first_ms_) first_ms_ = frame.timestamp_ms;
    auto& stands = stands_[static_cast<std::size_t>(frame.track)];
    auto start = wanted(frame.timestamp_ms, stands);
    if (frame.arrival == Arrival::in_time) {
        if (start < stands + kSnap) start = stands;
        stands = start + frame.payload.size();
    }
    if (start < length_) deepest_ = std::max(deepest_, length_ - start);
    length_ = std::max(length_, start + frame.payload.size());
    return start;
}

void Placement::reach(std::uint32_t timestamp_ms) {
    if (first_ms_) length_ = std::max(length_, wanted(timestamp_ms, length_));
}

void Summariser::add(const Record& record) {
    struct Add {
        SpoolSummary& sum;
        Placement& placement;
        void operator()(const Header& h) const { sum.header = h; }
        void operator()(const Frame& f) const {
            auto& track = sum.tracks[static_cast<std::size_t>(f.track)];
            ++track.frames;
            track.payload_bytes += f.payload.size();
            if (f.arrival == Arrival::late) {
                ++track.late;
                if (track.missing > 0) --track.missing;
            }
            if (!sum.first_timestamp_ms) sum.first_timestamp_ms = f.timestamp_ms;
            sum.last_timestamp_ms = std::max(sum.last_timestamp_ms, f.timestamp_ms);
            (void)placement.place(f);
        }
        void operator()(const Gap& g) const {
            auto& track = sum.tracks[static_cast<std::size_t>(g.track)];
            ++track.gaps;
            track.missing += g.missing;
            if (sum.first_gaps.size() < kMostGapsTold) sum.first_gaps.push_back(g);
        }
        void operator()(const Paused& p) const { sum.pauses.push_back({.from_ms = p.timestamp_ms}); }
        void operator()(const Resumed& r) const {
            if (!sum.pauses.empty() && !sum.pauses.back().to_ms) sum.pauses.back().to_ms = r.timestamp_ms;
        }
        void operator()(const Checkpoint&) const {}
        void operator()(const End& e) const {
            sum.end = e;
            sum.last_timestamp_ms = std::max(sum.last_timestamp_ms, e.timestamp_ms);
            placement.reach(e.timestamp_ms);
        }
    };
    std::visit(Add{sum_, placement_}, record);
}

SpoolSummary Summariser::finish(const SpoolReader& reader) const {
    auto sum = sum_;
    sum.samples = placement_.length();
    sum.deepest = placement_.deepest();
    sum.fault = reader.fault();
    sum.valid_bytes = reader.valid_bytes();
    sum.chain_head = reader.head();
    return sum;
}

SpoolSummary summarise(ByteView spool) {
    SpoolReader reader;
    Summariser sum;
    reader.feed(spool);
    while (const auto record = reader.next()) sum.add(*record);
    return sum.finish(reader);
}

}  // namespace wib::record
