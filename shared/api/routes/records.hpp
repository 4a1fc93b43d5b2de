#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

inline constexpr std::array kRecordRoutes{
    // The level is that of managers; who of them sees the log, and how far, says the permission.
    Route{.method = Method::get,
          .pattern = "/api/audit-logs",
          .name = "list_audit",
          .role = Role::compliance,
          .permission = "audit_logs:read"},

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
};

}  // namespace wib::api
