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

std::vector<Described> webhook_endpoints() {
    return detail::described_list<TelnyxWebhook>();
}

}  // namespace wib::api
