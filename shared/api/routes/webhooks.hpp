#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

consteval Route telnyx_webhook(std::string_view pattern) {
    return {.method = Method::post,
            .pattern = pattern,
            .name = "telnyx_webhook",
            .auth = Auth::webhook,
            .role = Role::none,
            .body_limit = kWebhookBody,
            .rate = RateClass::vendor_webhook,
            .vendor = "telnyx"};
}

inline constexpr std::array kWebhookRoutes{
    telnyx_webhook("/webhooks/telnyx"),
    telnyx_webhook("/api/webhooks/telnyx"),
};

}  // namespace wib::api
