#pragma once
#include "origin/http/endpoint.hpp"
#include "origin/voice/carrier_webhook.hpp"
#include "origin/voice/end_call.hpp"
#include "origin/voice/start_call.hpp"

namespace wib::voice {

/// What the routes of calls need. Lives as long as the server.
struct VoiceRoutes {
    db::Database& database;
    StartCall& start_call;
    EndCall& end_call;
    CarrierWebhook& webhook;
};

/// Placing, ending, listing and reading calls, the audit log, and what carriers tell (shared/api/endpoints/calls.hpp,
/// records.hpp, webhooks.hpp).
void add_endpoints(http::Endpoints& endpoints, VoiceRoutes& voice);

}  // namespace wib::voice
