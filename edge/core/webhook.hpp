#pragma once
#include "edge/core/visit.hpp"

namespace wib::edge {

/// A vendor's event: raw body, signature, then the origin. A 2xx means durable, always: when the origin does not commit
/// within its patience the vendor gets a 503 and sends the event again.
[[nodiscard]] Part<Effect> receive_webhook(const Visit& visit, const api::Route& route);

}  // namespace wib::edge
