#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/reply.hpp"
#include "origin/http/request_context.hpp"

namespace wib::health {

/// GET /api/health: {"status":"ok"} when a request of a person's could be served from edge to database;
/// DATABASE_UNAVAILABLE (503) when not. /healthz, without an envelope, speaks of the process alone.
Task<http::Reply> get_health(db::Database& database, http::RequestContext& request);

}  // namespace wib::health
