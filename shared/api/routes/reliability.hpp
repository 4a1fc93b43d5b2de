#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

/// A vendor's event with what is told about it, its bytes in base64.
inline constexpr std::size_t kUndeliverableBody = std::size_t{2} << 20;

inline constexpr std::array kReliabilityRoutes{
    Route{.method = Method::get,
          .pattern = "/api/reliability/webhooks",
          .name = "list_webhook_failures",
          .role = Role::admin},
    Route{.method = Method::put,
          .pattern = "/api/reliability/webhooks",
          .name = "act_on_webhook_failure",
          .role = Role::admin,
          .csrf = Csrf::session,
          .body_limit = kVoiceBody,
          .rate = RateClass::reliability},
    Route{.method = Method::get,
          .pattern = "/api/internal/webhook-dlq",
          .name = "list_dead_letters",
          .auth = Auth::platform,
          .role = Role::none,
          .scope = Scope::read,
          .rate = RateClass::internal},
    Route{.method = Method::post,
          .pattern = "/api/internal/webhook-dlq/replay/{source}/{id}",
          .name = "replay_dead_letter",
          .auth = Auth::platform,
          .role = Role::none,
          .scope = Scope::write,
          .csrf = Csrf::session,
          .body_limit = kSmallBody,
          .rate = RateClass::internal},
    Route{.method = Method::post,
          .pattern = "/internal/webhooks/undeliverable",
          .name = "record_undeliverable",
          .auth = Auth::internal,
          .role = Role::none,
          .body_limit = kUndeliverableBody,
          .rate = RateClass::none},
    Route{.method = Method::get,
          .pattern = "/api/internal/cron-health",
          .name = "cron_health",
          .auth = Auth::platform,
          .role = Role::none,
          .scope = Scope::read,
          .rate = RateClass::internal},
    Route{.method = Method::post,
          .pattern = "/internal/jobs/due",
          .name = "start_due_jobs",
          .auth = Auth::internal,
          .role = Role::none,
          .body_limit = kSmallBody,
          .rate = RateClass::none},
};

}  // namespace wib::api
