#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/endpoint.hpp"
#include "origin/record/leftovers.hpp"
#include "origin/record/ports.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::record {

/// What taking sound files in and playing them needs. Lives as long as the server.
struct AudioRoutes {
    db::Database& database;
    ObjectStore& store;
    PartedStore& parts;
    Leftovers& leftovers;
    const Clock& clock;
    Random& random;
    observe::Counter& received_bytes;
};

/// /api/audio: an upload goes from the wire to the store as it comes; its row, its share of the plan and its audit are
/// written when the store has all of it (shared/api/endpoints/audio.hpp).
void add_endpoints(http::Endpoints& endpoints, AudioRoutes& audio);

}  // namespace wib::record
