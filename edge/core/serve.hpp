#pragma once
#include "edge/core/visit.hpp"

namespace wib::edge {

/// A request's life (design §5): route, limit, authenticate, CSRF, authorise, forward. Ends with Respond,
/// ForwardToOrigin or ServeAsset.
[[nodiscard]] Part<Effect> serve(const Visit& visit);

}  // namespace wib::edge
