#include "origin/media/jitter_buffer.hpp"

#include <algorithm>

namespace wib::media {
namespace {

/// Ten seconds of 20 ms frames. A carrier that is further off than this has begun to count anew, or sent nonsense:
/// so many consecutive numbers decide which.
constexpr std::uint32_t kPlausibleJump = 500;
constexpr std::size_t kConvincing = 3;

}  // namespace

JitterBuffer::Held JitterBuffer::keep(const Frame& frame, Moment now) {
    Held held{.frame = frame, .payload = Bytes(frame.payload.begin(), frame.payload.end()), .since = now};
    return held;
}

void JitterBuffer::let_go(const Held& held, FrameSink& sink) {
    auto frame = held.frame;
    frame.payload = held.payload;
    expected_ = frame.chunk + 1;
    sink.frame(frame);
}

void JitterBuffer::push(const Frame& frame, Moment now, FrameSink& sink) {
    ++counts_.received;
    // A stream that does not begin with chunk 0 or 1 may have lost its beginning, or have it overtaken.
    if (!expected_ && frame.chunk <= 1) expected_ = frame.chunk;
    if (expected_ && frame.chunk == *expected_) {
        counts_.implausible += strangers_.size();
        strangers_.clear();
        expected_ = frame.chunk + 1;
        sink.frame(frame);
        return drain(sink);
    }
    if (expected_ && frame.chunk < *expected_) return behind(frame, now, sink);
    if (expected_ && frame.chunk - *expected_ > kPlausibleJump) return from_nowhere(frame, now, sink);
    hold(frame, now);
    if (held_.size() >= kMostHeld) give_up_hole(sink);
}

void JitterBuffer::hold(const Frame& frame, Moment now) {
    const auto at = std::ranges::lower_bound(held_, frame.chunk, {}, [](const Held& h) { return h.frame.chunk; });
    if (at != held_.end() && at->frame.chunk == frame.chunk) {
        ++counts_.duplicates;
        return;
    }
    held_.insert(at, keep(frame, now));
}

void JitterBuffer::behind(const Frame& frame, Moment now, FrameSink& sink) {
    const auto missed = std::ranges::find(missed_, frame.chunk);
    if (missed != missed_.end()) {
        missed_.erase(missed);
        ++counts_.late;
        auto late = frame;
        late.arrival = Arrival::late;
        return sink.frame(late);
    }
    if (*expected_ - frame.chunk > kPlausibleJump) return from_nowhere(frame, now, sink);
    ++counts_.duplicates;
}

void JitterBuffer::from_nowhere(const Frame& frame, Moment now, FrameSink& sink) {
    if (!strangers_.empty() && frame.chunk == strangers_.back().frame.chunk) {
        ++counts_.duplicates;
        return;
    }
    if (!strangers_.empty() && frame.chunk != strangers_.back().frame.chunk + 1) {
        counts_.implausible += strangers_.size();
        strangers_.clear();
    }
    strangers_.push_back(keep(frame, now));
    if (strangers_.size() < kConvincing) return;

    while (!held_.empty()) give_up_hole(sink);
    const auto& first = strangers_.front().frame;
    const auto missing = first.chunk > *expected_ ? first.chunk - *expected_ : 0;
    ++counts_.resyncs;
    counts_.lost += missing;
    missed_.clear();
    sink.gap({.track = track_, .first_chunk = *expected_, .missing = missing, .timestamp_ms = first.timestamp_ms});
    for (const auto& stranger : strangers_) let_go(stranger, sink);
    strangers_.clear();
}

void JitterBuffer::drain(FrameSink& sink) {
    std::size_t gone = 0;
    while (gone < held_.size() && held_[gone].frame.chunk == *expected_) let_go(held_[gone++], sink);
    if (gone > 0) held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(gone));
}

void JitterBuffer::miss(std::uint32_t from, std::uint32_t to) {
    if (to - from > kMostHeld) from = to - static_cast<std::uint32_t>(kMostHeld);
    for (auto chunk = from; chunk != to; ++chunk) {
        if (missed_.size() == kMostHeld) missed_.erase(missed_.begin());
        missed_.push_back(chunk);
    }
}

void JitterBuffer::give_up_hole(FrameSink& sink) {
    const auto& first = held_.front().frame;
    if (!expected_) {
        // Before the first frame of all nothing is known to be missing; what still comes from there is late.
        miss(0, first.chunk);
    } else if (first.chunk > *expected_) {
        const auto missing = first.chunk - *expected_;
        counts_.lost += missing;
        miss(*expected_, first.chunk);
        sink.gap({.track = track_, .first_chunk = *expected_, .missing = missing, .timestamp_ms = first.timestamp_ms});
    }
    expected_ = first.chunk;
    drain(sink);
}

void JitterBuffer::tick(Moment now, FrameSink& sink) {
    for (auto at = due(); at && *at <= now; at = due()) give_up_hole(sink);
}

void JitterBuffer::flush(FrameSink& sink) {
    while (!held_.empty()) give_up_hole(sink);
    counts_.implausible += strangers_.size();
    strangers_.clear();
}

std::optional<JitterBuffer::Moment> JitterBuffer::due() const {
    if (held_.empty()) return std::nullopt;
    return std::ranges::min(held_, {}, &Held::since).since + patience_;
}

}  // namespace wib::media
