#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/endpoint.hpp"
#include "origin/live/event_bus.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::live {

/// What the streams need. Lives as long as the server.
struct LiveRoutes {
    db::Database& database;
    EventBus& bus;
    const Clock& clock;
    /// Between signs of life; also how long a revoked session's stream may go on, and how late an event comes whose
    /// commit went unheard.
    Deadline::Clock::duration heartbeat = std::chrono::seconds{15};
};

/// Streams of what happens (shared/api/endpoints/live.hpp). One whose session is revoked ends at the next heartbeat.
void add_endpoints(http::Endpoints& endpoints, LiveRoutes& live);

}  // namespace wib::live
