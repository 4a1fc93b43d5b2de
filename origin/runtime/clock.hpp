#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "shared/core/deadline.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

namespace wib {

/// Where the origin gets the time from. Tests hand in their own.
class Clock {
  public:
    virtual ~Clock() = default;
    /// Wall time, UTC: what is written down.
    [[nodiscard]] virtual Instant now() const = 0;
    /// Monotonic time: what deadlines are made of.
    [[nodiscard]] virtual Deadline::Clock::time_point steady() const = 0;
    [[nodiscard]] Deadline in(Deadline::Clock::duration patience) const { return Deadline::after(steady(), patience); }
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] Deadline::Clock::time_point steady() const override;
};

/// Where the origin gets randomness from; every source is fit for keys and tokens.
class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;

    [[nodiscard]] Uuid uuid() {
        std::array<std::uint8_t, 16> octets;
        fill(octets);
        return uuid_v4(octets);
    }
    template <class Id>
    [[nodiscard]] Id id() {
        return Id{uuid()};
    }
    /// Uniform in [0, 1), for jitter.
    [[nodiscard]] double fraction();
};

/// The kernel's generator. Safe from any thread.
class SystemRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace wib
