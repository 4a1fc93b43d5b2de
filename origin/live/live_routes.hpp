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
    /// Between signs of life; also how long a stream may go on whose session expired, and how late an event comes whose
    /// commit went unheard.
    Deadline::Clock::duration heartbeat = std::chrono::seconds{15};
};

/// Streams of what happens (shared/api/endpoints/live.hpp). One whose session is revoked ends when AccessWatch notices.
void add_endpoints(http::Endpoints& endpoints, LiveRoutes& live);

}  // namespace wib::live
