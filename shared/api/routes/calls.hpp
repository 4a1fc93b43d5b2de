#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

inline constexpr std::array kCallRoutes{
    Route{.method = Method::post,
          .pattern = "/api/voice/call",
          .name = "start_call",
          .role = Role::agent,
          .permission = "calls:execute",
          .csrf = Csrf::session,
          .body_limit = kVoiceBody,
          .rate = RateClass::voice,
          .idempotency = Idempotency::honoured},
    Route{.method = Method::get, .pattern = "/api/calls", .name = "list_calls", .permission = "calls:read"},
    Route{.method = Method::get, .pattern = "/api/calls/{id}", .name = "get_call", .permission = "calls:read"},
    Route{.method = Method::post,
          .pattern = "/api/calls/{id}/end",
          .name = "end_call",
          .role = Role::agent,
          .permission = "calls:execute",
          .csrf = Csrf::session,
          .body_limit = kSmallBody,
          .rate = RateClass::call_mutation,
          .idempotency = Idempotency::honoured},
    Route{.method = Method::get,
          .pattern = "/api/calls/{id}/timeline",
          .name = "call_timeline",
          .permission = "calls:read"},
    Route{.method = Method::get,
          .pattern = "/api/calls/{id}/transcript",
          .name = "call_transcript",
          .permission = "transcripts:read"},
    Route{.method = Method::get,
          .pattern = "/api/calls/{id}/events",
          .name = "call_events",
          .permission = "calls:read",
          .rate = RateClass::live,
          .streaming = Streaming::yes},
    Route{.method = Method::get,
          .pattern = "/api/live",
          .name = "live",
          .permission = "calls:read",
          .rate = RateClass::live,
          .streaming = Streaming::yes},
};

}  // namespace wib::api
