#pragma once
#include <atomic>
#include <cstring>

#include "origin/runtime/clock.hpp"

namespace wib::testing {

/// Time that stands still until told otherwise. Any thread.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant now = from_unix_seconds(1'700'000'000))
        : now_(unix_micros(now)), steady_(Deadline::Clock::now().time_since_epoch().count()) {}
    [[nodiscard]] Instant now() const override { return from_unix_micros(now_); }
    [[nodiscard]] Deadline::Clock::time_point steady() const override {
        return Deadline::Clock::time_point{Deadline::Clock::duration{steady_}};
    }
    void advance(Duration by) {
        now_ += by.count();
        steady_ += std::chrono::duration_cast<Deadline::Clock::duration>(by).count();
    }

  private:
    std::atomic<std::int64_t> now_;
    std::atomic<std::int64_t> steady_;
};

/// The same bytes in every run: a counter spread over what is asked for.
class CountingRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes) {
            state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
            byte = static_cast<std::uint8_t>(state_ >> 56);
        }
    }

  private:
    std::atomic<std::uint64_t> state_ = 1;
};

}  // namespace wib::testing
