#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

inline constexpr std::array kOnboardingRoutes{
    Route{.method = Method::get, .pattern = "/api/onboarding", .name = "get_onboarding", .role = Role::agent},
    Route{.method = Method::post,
          .pattern = "/api/onboarding/setup",
          .name = "set_up_onboarding",
          .role = Role::admin,
          .csrf = Csrf::session,
          .body_limit = kSmallBody,
          .rate = RateClass::onboarding},
    Route{.method = Method::post,
          .pattern = "/api/onboarding/compliance",
          .name = "confirm_compliance",
          .role = Role::admin,
          .csrf = Csrf::session,
          .body_limit = kSmallBody,
          .rate = RateClass::onboarding},
    Route{.method = Method::post,
          .pattern = "/api/onboarding/progress",
          .name = "note_onboarding",
          .role = Role::agent,
          .csrf = Csrf::session,
          .body_limit = kSmallBody,
          .rate = RateClass::onboarding},
};

}  // namespace wib::api
