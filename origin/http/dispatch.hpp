#pragma once
#include <exception>
#include <functional>

#include "origin/http/idempotency.hpp"
#include "origin/http/router.hpp"
#include "origin/observe/log.hpp"
#include "origin/runtime/clock.hpp"
#include "shared/api/problem.hpp"

namespace wib::http {

/// What the world learns of an exception. The log learns more, under the request's id.
[[nodiscard]] api::Problem problem_of(std::exception_ptr failure);

/// Work that outlives its request (giving a key back after a failure), taken over by the connection's lane.
using Afterwards = std::function<void(std::string name, Task<void> task)>;

/// Runs the handler to a reply whatever happens: within the request's deadline, at most once per idempotency key, with
/// the one catch that turns what was thrown into a problem. Throws only when it is cancelled.
Task<Reply> dispatch(RequestContext& context, const Handler& handler, IdempotencyStore* store, const Clock& clock,
                     const observe::Log& log, const Afterwards& afterwards);

}  // namespace wib::http
