#pragma once
#include "edge/core/visit.hpp"

/// What becomes of events that were kept because the origin did not take them (webhook.hpp).
namespace wib::edge {

/// An event is tried for so long; what the origin has not taken by then becomes a row for people to decide on.
inline constexpr Duration kRedeliveryPatience = std::chrono::hours{24};
/// How long the queue holds a pointer back whose event is `age` old: half that age again, so that a short trouble ends
/// within seconds and a long one costs some thirty tries a day; between 2 s and 4 h, with up to a quarter of `spread`
/// (0 to 255) on top, so that events of one trouble do not come back together.
[[nodiscard]] std::chrono::seconds redelivery_pause(Duration age, std::uint8_t spread);

/// One message of the queue: delivers what it points to, by the way every event goes, and takes it out of R2 once the
/// origin has it. Answers 200 for a message that is done with, or 503 and `retry-after` in seconds.
[[nodiscard]] Part<Effect> redeliver(const Visit& visit);

/// Queues again what R2 holds, a thousand at most, oldest first: a queue may have been lost with its process, and a
/// pause of hours need not be waited for when the origin is back. Does nothing while the origin is not.
/// The number of events pointed to.
[[nodiscard]] Part<std::size_t> sweep_kept_webhooks(const Visit& visit);

}  // namespace wib::edge
