#pragma once
#include "edge/core/forward.hpp"
#include "edge/core/visit.hpp"

namespace wib::edge {

/// A vendor's event: raw body, signature, then the origin. A 2xx means durable, always: what the origin does not commit
/// within its patience is written to R2, a pointer to it is queued (redeliver.hpp), and only then the vendor gets its
/// 2xx; when even that fails it gets a 503 and sends the event again.
[[nodiscard]] Part<Effect> receive_webhook(const Visit& visit, const api::Route& route);

/// The origin's answer to a forwarded event, or the way round it.
[[nodiscard]] Part<Effect> finish_webhook(Dialogue& dialogue, const FinishContext& context, const Outcome& head);

}  // namespace wib::edge
