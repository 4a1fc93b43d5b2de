#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

inline constexpr std::array kIdentityRoutes{
    Route{.method = Method::get, .pattern = "/api/auth/csrf", .name = "csrf", .auth = Auth::open, .role = Role::none},
    Route{.method = Method::get,
          .pattern = "/api/auth/providers",
          .name = "auth_providers",
          .auth = Auth::open,
          .role = Role::none},
    Route{.method = Method::get,
          .pattern = "/api/auth/session",
          .name = "session",
          .auth = Auth::optional,
          .role = Role::none},
    Route{.method = Method::post,
          .pattern = "/api/auth/callback/credentials",
          .name = "sign_in",
          .auth = Auth::open,
          .role = Role::none,
          .csrf = Csrf::pre_session,
          .body_limit = kFormBody,
          .rate = RateClass::login},
    Route{.method = Method::post,
          .pattern = "/api/auth/signout",
          .name = "sign_out",
          .auth = Auth::optional,
          .role = Role::none,
          .body_limit = kSmallBody},
    Route{.method = Method::get, .pattern = "/api/users/me", .name = "me"},
    Route{.method = Method::get,
          .pattern = "/internal/sessions/{token_hash}",
          .name = "resolve_session",
          .auth = Auth::internal,
          .role = Role::none,
          .rate = RateClass::none},
    Route{.method = Method::post,
          .pattern = "/internal/sessions/{token_hash}/end",
          .name = "end_session",
          .auth = Auth::internal,
          .role = Role::none,
          .rate = RateClass::none},
};

}  // namespace wib::api
