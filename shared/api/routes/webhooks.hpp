#pragma once
#include "shared/api/routes/rows.hpp"

namespace wib::api {

consteval Route vendor_webhook(std::string_view pattern, std::string_view name, std::string_view vendor) {
    return {.method = Method::post,
            .pattern = pattern,
            .name = name,
            .auth = Auth::webhook,
            .role = Role::none,
            .body_limit = kWebhookBody,
            .rate = RateClass::vendor_webhook,
            .vendor = vendor};
}

inline constexpr std::array kWebhookRoutes{
    vendor_webhook("/webhooks/telnyx", "telnyx_webhook", "telnyx"),
    vendor_webhook("/api/webhooks/telnyx", "telnyx_webhook", "telnyx"),
    vendor_webhook("/webhooks/stripe", "stripe_webhook", "stripe"),
    vendor_webhook("/api/webhooks/stripe", "stripe_webhook", "stripe"),
    vendor_webhook("/webhooks/assemblyai", "assemblyai_webhook", "assemblyai"),
    vendor_webhook("/api/webhooks/assemblyai", "assemblyai_webhook", "assemblyai"),
    vendor_webhook("/webhooks/twilio", "twilio_webhook", "twilio"),
    vendor_webhook("/api/webhooks/twilio", "twilio_webhook", "twilio"),
    vendor_webhook("/webhooks/resend", "resend_webhook", "resend"),
    vendor_webhook("/api/webhooks/resend", "resend_webhook", "resend"),
};

}  // namespace wib::api
