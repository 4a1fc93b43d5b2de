#pragma once
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "shared/core/time.hpp"
#include "shared/voice/fact.hpp"

namespace wib::voice {

/// How a call is put together. `direct` dials the consumer; `bridge` rings the agent's phone first, then the consumer,
/// then joins the two.
enum class Flow : std::uint8_t { direct, bridge };
BOOST_DESCRIBE_ENUM(Flow, direct, bridge)

/// A test call says a short phrase to whoever answers and ends.
enum class Purpose : std::uint8_t { conversation, test };
BOOST_DESCRIBE_ENUM(Purpose, conversation, test)

/// What was decided about a call before it began.
struct CallPlan {
    Flow flow = Flow::direct;
    Purpose purpose = Purpose::conversation;
    Duration ring_for = std::chrono::seconds{30};  ///< each leg's phone rings at most this long
    Duration longest = std::chrono::hours{4};      ///< by plan; the carrier is told, the clock watches
    bool operator==(const CallPlan&) const = default;
};

/// Status as stored in `calls.status` and shown (schema.md, transitions).
enum class CallStatus : std::uint8_t {
    pending,
    initiated,
    ringing,
    in_progress,
    bridged,
    completed,
    failed,
    busy,
    no_answer,
    canceled
};
BOOST_DESCRIBE_ENUM(CallStatus, pending, initiated, ringing, in_progress, bridged, completed, failed, busy, no_answer,
                    canceled)

/// Nothing has left the house yet.
struct Created {
    bool operator==(const Created&) const = default;
};
/// The carrier has the dial of the first leg.
struct Dialing {
    Instant since;
    bool operator==(const Dialing&) const = default;
};
/// A phone rings. In a bridge call the consumer's, once the agent has picked up theirs.
struct Ringing {
    Instant since;
    bool operator==(const Ringing&) const = default;
};
/// The consumer is on the line; `connected` says since when they can talk with the agent.
struct Live {
    Instant since;
    std::optional<Instant> connected;
    bool operator==(const Live&) const = default;
};
/// It is over and stays over. Later facts may correct every member of this, and nothing else.
struct Ended {
    Instant at;
    CallStatus status;     ///< completed, failed, busy, no_answer or canceled
    Duration talk_time{};  ///< how long agent and consumer were connected
    Cause cause = Cause::none;
    Leg ended_by = Leg::call;  ///< whose ending ended the call; `call` when we ended it
    bool operator==(const Ended&) const = default;
};

using Phase = std::variant<Created, Dialing, Ringing, Live, Ended>;

/// One leg, as far as we know.
struct LegState {
    bool requested = false;
    std::optional<Instant> dialed_at{}, answered_at{}, bridged_at{}, ended_at{};
    bool rang = false;
    bool given_up = false;  ///< `ended_at` is when we lost patience; the carrier has not told of an end
    Cause cause = Cause::none;
    bool operator==(const LegState&) const = default;

    /// The carrier may be holding a line open for it. Our giving up proves nothing about a line that was once there.
    [[nodiscard]] bool open() const {
        return (!ended_at || given_up) && (dialed_at || answered_at || (requested && !given_up));
    }
    [[nodiscard]] bool on_the_line() const { return answered_at && !ended_at; }
};

/// What a call is, given what is known. Plain data.
struct CallState {
    Phase phase = Created{};
    LegState agent{}, consumer{};
    std::optional<Instant> started_at{};   ///< the first thing that happened
    std::optional<Instant> answered_at{};  ///< when the consumer picked up
    AnsweredBy answered_by = AnsweredBy::unknown;
    std::size_t stream_requests = 0;  ///< how often the media was asked for again
    bool operator==(const CallState&) const = default;

    template <class P>
    [[nodiscard]] bool is() const {
        return std::holds_alternative<P>(phase);
    }
    template <class P>
    [[nodiscard]] const P& as() const {
        return std::get<P>(phase);
    }
    [[nodiscard]] const LegState& leg(Leg which) const { return which == Leg::agent ? agent : consumer; }
};

[[nodiscard]] CallStatus status(const CallState& state);
[[nodiscard]] bool is_terminal(CallStatus status);
/// What becomes of a leg that ended like this before anybody answered.
[[nodiscard]] CallStatus unanswered(Cause cause);

/// A leg's own status, in the same words.
[[nodiscard]] CallStatus status(const LegState& leg);

}  // namespace wib::voice
