#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

inline constexpr std::array kRightsRoutes{
    // Every page of the console that is opened asks it: a reader's rate, not the group's 30 in 5 minutes (rules §4).
    Route{.method = Method::get, .pattern = "/api/rbac/context", .name = "rbac_context"},
    Route{.method = Method::get, .pattern = "/api/rbac/check", .name = "rbac_check", .rate = RateClass::rbac},
    Route{.method = Method::get,
          .pattern = "/api/rbac/roles",
          .name = "rbac_roles",
          .role = Role::admin,
          .rate = RateClass::rbac,
          .tells = Tells::tables,
          .cache = Cache::five_minutes},
};

}  // namespace wib::api
