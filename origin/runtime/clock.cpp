#include "origin/runtime/clock.hpp"

#include <sys/random.h>

#include <cstring>

#include "shared/core/ensure.hpp"

namespace wib {

Instant SystemClock::now() const {
    return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}
Deadline::Clock::time_point SystemClock::steady() const {
    return Deadline::Clock::now();
}

double Random::fraction() {
    std::array<std::uint8_t, 8> octets;
    fill(octets);
    std::uint64_t bits;
    std::memcpy(&bits, octets.data(), sizeof bits);
    return static_cast<double>(bits >> 11) * 0x1.0p-53;
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto got = getrandom(bytes.data(), bytes.size(), 0);
        ensure(got > 0, "the kernel gives randomness");
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace wib
