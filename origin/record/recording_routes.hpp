#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/reply.hpp"
#include "origin/http/request_context.hpp"
#include "origin/record/ports.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::record {

/// What looking at and listening to recordings needs. Lives as long as the server.
struct RecordingRoutes {
    db::Database& database;
    ObjectStore& store;
    const Clock& clock;
};

/// GET /api/recordings/{id}: what it is and where it plays. Audited.
Task<http::Reply> get_recording(RecordingRoutes& recordings, http::RequestContext& request);
/// GET /api/recordings/stream/{id}: the sound, whole or one range of it; 409 until it is stored. That somebody listened
/// is committed before the first byte leaves. Reads the store piece by piece, so that memory does not grow with the
/// recording.
Task<http::Reply> stream_recording(RecordingRoutes& recordings, http::RequestContext& request);

}  // namespace wib::record
