#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/endpoint.hpp"
#include "origin/record/ports.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::record {

/// What looking at and listening to recordings needs. Lives as long as the server.
struct RecordingRoutes {
    db::Database& database;
    ObjectStore& store;
    const Clock& clock;
};

/// What a recording is, and its sound: audited, whole or one range of it, read from the store piece by piece, so that
/// memory does not grow with the recording (shared/api/endpoints/records.hpp).
void add_endpoints(http::Endpoints& endpoints, RecordingRoutes& recordings);

}  // namespace wib::record
