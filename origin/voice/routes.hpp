#pragma once
#include "origin/http/router.hpp"
#include "origin/voice/carrier_webhook.hpp"
#include "origin/voice/end_call.hpp"
#include "origin/voice/start_call.hpp"

namespace wib::voice {

/// What the routes of this feature need; outlives the router.
struct Desk {
    db::Database& database;
    StartCall& start_call;
    EndCall& end_call;
    CarrierWebhook& webhook;
};

/// start_call, end_call, list_calls, get_call, call_timeline, call_transcript, list_audit and telnyx_webhook.
void add_routes(http::Router& router, Desk& desk);

}  // namespace wib::voice
