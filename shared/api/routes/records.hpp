#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

inline constexpr std::array kRecordRoutes{
    // The level is that of managers; who of them sees the log, and how far, says the permission.
    Route{.method = Method::get,
          .pattern = "/api/audit-logs",
          .name = "list_audit",
          .role = Role::compliance,
          .permission = "audit_logs:read",
          .rate = RateClass::audit_read},

    Route{.method = Method::get,
          .pattern = "/api/recordings/{id}",
          .name = "get_recording",
          .permission = "recordings:read"},
    Route{.method = Method::get,
          .pattern = "/api/recordings/stream/{id}",
          .name = "stream_recording",
          .permission = "recordings:read",
          .rate = RateClass::recording,
          .streaming = Streaming::yes},

    Route{.method = Method::post,
          .pattern = "/api/audio/upload",
          .name = "upload_audio",
          .role = Role::agent,
          .permission = "calls:write",
          .csrf = Csrf::session,
          .body_limit = kUploadBody,
          .rate = RateClass::audio,
          .streaming = Streaming::yes},
    Route{.method = Method::get, .pattern = "/api/audio/files", .name = "list_audio", .permission = "recordings:read"},
    // A key of the object store, as rows name it: audio/<organisation>/<file>.
    Route{.method = Method::get,
          .pattern = "/api/audio/files/audio/{organization_id}/{file}",
          .name = "stream_audio",
          .permission = "recordings:read",
          .rate = RateClass::recording,
          .streaming = Streaming::yes},
};

}  // namespace wib::api
