#include "bench/loadgen/pace.hpp"

#include <algorithm>

namespace wib::loadgen {

Pace::Pace(std::optional<Schedule> schedule, std::size_t connections, Nanos end) : schedule_(schedule), end_(end) {
    for (std::size_t at = 0; at < connections; ++at) free_.push_back({at, Nanos{0}});
}

Pace Pace::open(double per_second, std::size_t connections, Nanos end) {
    return Pace{Schedule{per_second}, connections, end};
}

Pace Pace::closed(std::size_t connections, Nanos end) {
    return Pace{std::nullopt, connections, end};
}

bool Pace::is_due(std::uint64_t number, Nanos now) const {
    if (number >= most_) return false;
    if (!schedule_) return now < end_;
    const auto due = schedule_->due(number);
    return due <= now && due < end_;
}

std::optional<Departure> Pace::next(Nanos now) {
    if (free_.empty() || !is_due(sent_, now)) return std::nullopt;
    const auto [connection, since] = free_.front();
    free_.pop_front();
    const auto number = sent_++;
    const auto due = schedule_ ? schedule_->due(number) : now;
    return Departure{connection, number, due, schedule_ ? now - std::max(due, since) : now - since};
}

void Pace::freed(std::size_t connection, Nanos now) {
    free_.push_back({connection, now});
}

std::optional<Nanos> Pace::next_due() const {
    if (free_.empty() || sent_ >= most_) return std::nullopt;
    if (!schedule_) return Nanos{0};
    const auto due = schedule_->due(sent_);
    return due < end_ ? std::optional{due} : std::nullopt;
}

bool Pace::all_left(Nanos now) const {
    if (sent_ >= most_) return true;
    return schedule_ ? schedule_->due(sent_) >= end_ : now >= end_;
}

std::uint64_t Pace::waiting(Nanos now) const {
    if (!schedule_) return 0;
    std::uint64_t count = 0;
    while (is_due(sent_ + count, now)) ++count;
    return count;
}

}  // namespace wib::loadgen
