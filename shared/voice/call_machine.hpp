#pragma once
#include <chrono>
#include <compare>
#include <variant>
#include <vector>

#include "shared/voice/call_state.hpp"
#include "shared/voice/fact_set.hpp"

namespace wib::voice {

/// The one truth of a call: a fold over what is known of it. Because the facts are a set, no order and no repetition
/// can change the answer. What should happen in the world follows from the difference between two folds, and only for
/// news that is fresh: a late fact corrects the record and revives nothing.

[[nodiscard]] CallState fold(const CallPlan& plan, const FactSet& facts);

/// What we say to somebody in our own voice.
enum class Announcement : std::uint8_t { consumer_unreachable, test_phrase };

struct Dial {
    Leg leg;
    auto operator<=>(const Dial&) const = default;
};
/// Join the agent's leg and the consumer's.
struct Bridge {
    auto operator<=>(const Bridge&) const = default;
};
struct Speak {
    Leg leg;
    Announcement what;
    auto operator<=>(const Speak&) const = default;
};
struct StartStream {
    Leg leg;
    auto operator<=>(const StartStream&) const = default;
};
struct HangUp {
    Leg leg;
    auto operator<=>(const HangUp&) const = default;
};
/// The record differs from what is stored.
struct SaveRecord {
    auto operator<=>(const SaveRecord&) const = default;
};
using Effect = std::variant<SaveRecord, Dial, Bridge, Speak, StartStream, HangUp>;
using Effects = std::vector<Effect>;

/// News older than this when we hear of it changes the record and nothing else.
inline constexpr Duration kTimely = std::chrono::seconds{10};

/// Adds the news and says what follows. Known news: nothing. Hanging up a leg that nobody needs any more is not a live
/// effect: it follows from late news too, so that no line stays open behind a call that is over.
[[nodiscard]] Effects learn(const CallPlan& plan, FactSet& facts, const Fact& news, Instant now);

/// How long after the ringing limit we go on hoping for news of a leg.
inline constexpr Duration kRingGrace = std::chrono::seconds{15};
/// How long a step of ours (dial the consumer, join the legs, say a sentence) may take before we give up on it.
inline constexpr Duration kStepPatience = std::chrono::seconds{15};
/// How long a leg may stay open behind a call that is over.
inline constexpr Duration kHangUpPatience = std::chrono::seconds{60};

/// What the passing of time alone makes true: the facts to learn at `now` because news did not come. Asks nobody
/// anything.
[[nodiscard]] std::vector<Fact> overdue(const CallPlan& plan, const FactSet& facts, Instant now);

/// A stream lost in mid-call is asked for again, this long after it stopped (a stop usually precedes a hang-up) …
inline constexpr Duration kStreamPause = std::chrono::seconds{2};
/// … and so many times a call.
inline constexpr std::size_t kStreamAttempts = 20;

/// Whether the consumer's media should be asked for again now.
[[nodiscard]] bool stream_wanted(const CallPlan& plan, const FactSet& facts, Instant now);

}  // namespace wib::voice
