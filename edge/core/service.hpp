#pragma once
#include <optional>

#include "edge/core/admit.hpp"

namespace wib::edge {

/// Who comes to one of the platform's rows without a session: with a service token as "Authorization: Bearer", or
/// through Cloudflare Access when nothing else says who asks and no page of another origin does. Nothing when the
/// request brings neither; a problem when it brings one that is worth nothing. What counts is counted by its reason.
[[nodiscard]] Part<Result<std::optional<Session>, api::Problem>> find_service(const Visit& visit,
                                                                              const api::Route& route);

}  // namespace wib::edge
