#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/reply.hpp"
#include "origin/http/request_context.hpp"
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

/// GET /api/calls/{id}/events: what happened on one call so far (after Last-Event-ID, when there is one) and from now
/// on.
Task<http::Reply> call_events(LiveRoutes& live, http::RequestContext& request);
/// GET /api/live: every call of the organisation from now on; after Last-Event-ID, what was missed first.
/// A stream whose session is revoked ends at the next heartbeat.
Task<http::Reply> all_events(LiveRoutes& live, http::RequestContext& request);

}  // namespace wib::live
