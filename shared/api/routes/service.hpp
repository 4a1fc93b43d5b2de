#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

inline constexpr std::array kServiceRoutes{
    Route{.method = Method::get,
          .pattern = "/api/health",
          .name = "health",
          .auth = Auth::open,
          .role = Role::none,
          .rate = RateClass::none},
    Route{.method = Method::get,
          .pattern = "/api/openapi.json",
          .name = "openapi",
          .auth = Auth::open,
          .role = Role::none},
    Route{.method = Method::get,
          .pattern = "/api/health/logs",
          .name = "health_logs",
          .auth = Auth::platform,
          .role = Role::none,
          .scope = Scope::read},
    Route{.method = Method::get,
          .pattern = "/api/internal/schema-health",
          .name = "schema_health",
          .auth = Auth::platform,
          .role = Role::none,
          .scope = Scope::read,
          .rate = RateClass::internal},
};

}  // namespace wib::api
