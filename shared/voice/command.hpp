#pragma once
#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstdint>
#include <optional>

#include "shared/core/time.hpp"
#include "shared/voice/call_state.hpp"

namespace wib::voice {

/// What we tell a carrier. The names are those of the outbox.
enum class CommandKind : std::uint8_t { dial, hangup, bridge, speak, start_stream };
BOOST_DESCRIBE_ENUM(CommandKind, dial, hangup, bridge, speak, start_stream)

/// A command that has been written down and not settled.
struct OpenCommand {
    CommandKind kind;
    Leg leg;  ///< whose line it is told on; for bridge the agent's
    Instant created_at;
    std::optional<Instant> first_sent_at{};
    int attempts = 0;
};

enum class NextStep : std::uint8_t {
    send,     ///< now, under the same id as before
    wait,     ///< what it needs is not known yet
    moot,     ///< what it wants has happened, or can no longer matter
    give_up,  ///< it may not be sent (any more)
};

/// Carriers remember a command's id for a minute; a dial is never sent again later than this after it first left, for
/// then it could ring a second time.
inline constexpr Duration kDialResendWindow = std::chrono::seconds{45};
/// Joining, speaking and streaming later than this would surprise whoever is on the line.
inline constexpr Duration kLiveCommandWindow = std::chrono::seconds{15};
/// A line nobody wants is tried to be hung up for this long.
inline constexpr Duration kHangUpWindow = std::chrono::minutes{10};

/// What to do with a command at `now`. `addressable` says whether the carrier's names of the legs it speaks of are
/// known.
[[nodiscard]] NextStep next_step(const OpenCommand& command, const CallState& call, bool addressable, Instant now);

/// Whoever writes a command sends it at once; after this long somebody else looks whether it was settled.
inline constexpr Duration kFirstSweep = std::chrono::seconds{5};

/// How long to wait after `attempts` sendings: one second, doubling to sixteen, and up to half as much again by chance,
/// so that many commands do not come back together. `chance` is uniform in [0, 1).
[[nodiscard]] Duration back_off(int attempts, double chance);

}  // namespace wib::voice
