#include "origin/media/audio_map.hpp"

#include <algorithm>

namespace wib::media {
namespace {

constexpr std::size_t kMostStretches = 4096;
constexpr std::size_t kMostArrivals = 512;

std::uint64_t samples_of(std::chrono::milliseconds time) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.count())) * record::kSamplesPerMs;
}

using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, record::kSampleRate>>;

}  // namespace

void AudioMap::gave(std::uint64_t samples, record::SampleCount position, Instant received_at) {
    auto* last = stretches_.empty() ? nullptr : &stretches_.back();
    const bool seamless =
        last != nullptr && last->from + last->samples == given_ && last->position + last->samples == position;
    if (seamless) {
        last->samples += samples;
    } else {
        if (stretches_.size() == kMostStretches) stretches_.pop_front();
        stretches_.push_back({.from = given_, .position = position, .samples = samples});
    }
    given_ += samples;
    if (arrivals_.size() == kMostArrivals) arrivals_.pop_front();
    if (arrivals_.empty()) first_arrival_ = received_at;
    const auto after = std::max(Ticks{0}, std::chrono::floor<Ticks>(received_at - first_arrival_));
    arrivals_.push_back(
        {.until = static_cast<std::uint32_t>(given_), .after = static_cast<std::uint32_t>(after.count())});
}

std::chrono::milliseconds AudioMap::on_time_line(std::chrono::milliseconds session_time) const {
    if (stretches_.empty()) return std::chrono::milliseconds{0};
    const auto at = samples_of(session_time);
    const auto after = std::ranges::upper_bound(stretches_, at, {}, &Stretch::from);
    const auto& stretch = after == stretches_.begin() ? stretches_.front() : *std::prev(after);
    const auto into = at < stretch.from ? 0 : std::min(at - stretch.from, stretch.samples);
    return std::chrono::milliseconds{(stretch.position + into) / record::kSamplesPerMs};
}

Instant AudioMap::received(std::chrono::milliseconds session_time) const {
    if (arrivals_.empty()) return Instant{};
    const auto at = samples_of(session_time);
    const auto found = std::ranges::lower_bound(arrivals_, at, {}, &Arrival::until);
    const auto& arrival = found == arrivals_.end() ? arrivals_.back() : *found;
    return first_arrival_ + std::chrono::duration_cast<Duration>(Ticks{arrival.after});
}

}  // namespace wib::media
