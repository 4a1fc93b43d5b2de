#pragma once
#include "origin/http/reply.hpp"
#include "origin/http/request_context.hpp"
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

/// POST /api/voice/call: 201 with the call, or the reason there is none; a carrier's refusal names the failed call.
Task<http::Reply> start_call(VoiceRoutes& voice, http::RequestContext& request);
/// POST /api/calls/{id}/end
Task<http::Reply> end_call(VoiceRoutes& voice, http::RequestContext& request);
/// GET /api/calls: newest first, by status, direction and a piece of either number.
Task<http::Reply> list_calls(VoiceRoutes& voice, http::RequestContext& request);
/// GET /api/calls/{id}: with legs, recordings and what the gate said.
Task<http::Reply> get_call(VoiceRoutes& voice, http::RequestContext& request);
/// GET /api/calls/{id}/timeline
Task<http::Reply> call_timeline(VoiceRoutes& voice, http::RequestContext& request);
/// GET /api/calls/{id}/transcript?after=-1
Task<http::Reply> call_transcript(VoiceRoutes& voice, http::RequestContext& request);
/// GET /api/audit-logs
Task<http::Reply> list_audit(VoiceRoutes& voice, http::RequestContext& request);
/// POST /webhooks/telnyx. A 2xx means durable: the carrier will not tell it again.
Task<http::Reply> telnyx_webhook(VoiceRoutes& voice, http::RequestContext& request);

}  // namespace wib::voice
