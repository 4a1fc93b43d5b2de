#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/endpoint.hpp"
#include "origin/observe/log.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::health {

/// What the endpoints work with.
struct HealthRoutes {
    db::Database& database;
    observe::Log log;
    const Clock& clock;
};

/// GET /api/health: {"status":"ok"} when a request of a person's could be served from edge to database;
/// DATABASE_UNAVAILABLE (503) when not. /healthz, without an envelope, speaks of the process alone.
/// GET /api/health/logs and /api/internal/schema-health: for who runs the platform.
void add_endpoints(http::Endpoints& endpoints, HealthRoutes& health);

}  // namespace wib::health
