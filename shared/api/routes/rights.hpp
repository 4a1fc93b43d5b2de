#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

inline constexpr std::array kRightsRoutes{
    Route{.method = Method::get, .pattern = "/api/rbac/context", .name = "rbac_context", .rate = RateClass::rbac},
    Route{.method = Method::get, .pattern = "/api/rbac/check", .name = "rbac_check", .rate = RateClass::rbac},
    Route{.method = Method::get,
          .pattern = "/api/rbac/roles",
          .name = "rbac_roles",
          .role = Role::admin,
          .rate = RateClass::rbac},
};

}  // namespace wib::api
