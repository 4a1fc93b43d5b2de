#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/endpoint.hpp"

namespace wib::health {

/// GET /api/health: {"status":"ok"} when a request of a person's could be served from edge to database;
/// DATABASE_UNAVAILABLE (503) when not. /healthz, without an envelope, speaks of the process alone.
void add_endpoints(http::Endpoints& endpoints, db::Database& database);

}  // namespace wib::health
