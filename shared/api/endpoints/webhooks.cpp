#include "shared/api/endpoints/webhooks.hpp"

#include "shared/api/endpoints/catalogue.hpp"

namespace wib::api {

// The form of Telnyx's "Receiving webhooks" page, call.answered.
Example<TelnyxWebhook> TelnyxWebhook::example() {
    return {.body = {R"({"data":{"record_type":"event","event_type":"call.answered",)"
                     R"("id":"0ccc7b54-4df3-4bca-a65a-3da1ecc777f0","occurred_at":"2026-11-21T08:45:09.120000Z",)"
                     R"("payload":{"call_control_id":"v3:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ",)"
                     R"("connection_id":"7267xxxxxxxxxxxxxx","from":"+13125550100","to":"+13125550142",)"
                     R"("state":"answered"}},"meta":{"attempt":1}})"},
            .reply = {.success = true}};
}

Example<StripeWebhook> StripeWebhook::example() {
    return {.body = {R"({"id":"evt_1Pgc76B7WZ01zgkWwyRHS12y","object":"event","created":1721954076,)"
                     R"("type":"invoice.paid","livemode":false,"data":{"object":{}}})"},
            .reply = {.success = true}};
}

Example<AssemblyAiWebhook> AssemblyAiWebhook::example() {
    return {.body = {R"({"transcript_id":"5552493-16d8-42d8-8feb-c2a16b56f6e8","status":"completed"})"},
            .reply = {.success = true}};
}

Example<ResendWebhook> ResendWebhook::example() {
    return {.body = {R"({"type":"email.delivered","created_at":"2026-11-21T08:45:09.120Z",)"
                     R"("data":{"email_id":"56761188-7520-42d8-8898-ff6fc54ce618"}})"},
            .reply = {.success = true}};
}

Example<TwilioWebhook> TwilioWebhook::example() {
    return {.body = {R"({"CallSid":"CA1234567890ABCDE","CallStatus":"completed"})"}, .reply = {}};
}

std::vector<Described> webhook_endpoints() {
    return detail::described_list<TelnyxWebhook, StripeWebhook, AssemblyAiWebhook, ResendWebhook, TwilioWebhook>();
}

}  // namespace wib::api
