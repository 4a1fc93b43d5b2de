#pragma once
#include <algorithm>
#include <chrono>

namespace wib {

/// A moment by which work must have ended; handed down, only ever shortened.
/// Monotonic, so it is never written down: over the wire goes what remains.
class Deadline {
  public:
    using Clock = std::chrono::steady_clock;

    constexpr explicit Deadline(Clock::time_point at) : at_(at) {}
    [[nodiscard]] static constexpr Deadline after(Clock::time_point now, Clock::duration patience) {
        return Deadline{now + patience};
    }
    /// The earlier of this deadline and `patience` from `now`.
    [[nodiscard]] constexpr Deadline capped(Clock::time_point now, Clock::duration patience) const {
        return Deadline{std::min(at_, now + patience)};
    }
    [[nodiscard]] constexpr Clock::time_point at() const { return at_; }
    [[nodiscard]] constexpr Clock::duration remaining(Clock::time_point now) const {
        return std::max(at_ - now, Clock::duration::zero());
    }
    [[nodiscard]] constexpr bool passed(Clock::time_point now) const { return now >= at_; }

  private:
    Clock::time_point at_;
};

}  // namespace wib
