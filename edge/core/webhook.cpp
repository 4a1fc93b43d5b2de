#include "edge/core/webhook.hpp"

#include <algorithm>

#include "edge/core/admit.hpp"
#include "edge/core/forward.hpp"
#include "shared/webhooks/telnyx.hpp"

namespace wib::edge {
namespace {

api::Problem problem(webhooks::WebhookError error) {
    switch (error) {
        case webhooks::WebhookError::missing_header:
        case webhooks::WebhookError::malformed_header:
        case webhooks::WebhookError::mismatch:
            return {api::Code::signature_invalid};
        case webhooks::WebhookError::stale:
            return {api::Code::signature_stale};
    }
    return {api::Code::signature_invalid};
}

// That the vendor sent these very bytes, and lately.
Part<std::optional<api::Problem>> check_signature(const Visit& visit, const std::string& body) {
    if (visit.config.telnyx_key.empty()) co_return api::Problem{api::Code::vendor_not_configured};
    auto claimed = webhooks::read_telnyx_signature(body, visit.header(webhooks::kTelnyxSignatureHeader),
                                                   visit.header(webhooks::kTelnyxTimestampHeader), visit.dialogue.now(),
                                                   webhooks::kTelnyxTolerance);
    if (!claimed) co_return problem(claimed.error());
    const auto verdict =
        co_await visit.dialogue.ask(VerifyEd25519{.key = visit.config.telnyx_key,
                                                  .signature = std::string{as_text(claimed->signature)},
                                                  .message = std::move(claimed->message)});
    if (verdict.done()) co_return std::nullopt;
    if (verdict.ending == Ending::refused) co_return problem(webhooks::WebhookError::mismatch);
    // Nobody could tell: the vendor sends it again.
    co_return api::Problem{api::Code::capacity};
}

}  // namespace

Part<Effect> receive_webhook(const Visit& visit, const api::Route& route) {
    const auto body = co_await read_body(visit, route, kWebhookPatience);
    if (!body) co_return refuse(visit, route.name, body.error());
    if (const auto refusal = co_await check_signature(visit, *body)) co_return refuse(visit, route.name, *refusal);

    const Principal sender{.kind = ActorKind::webhook, .label = std::string{route.vendor}};
    const auto spent = visit.dialogue.now() - visit.event.now;
    const auto left = std::max<Duration>(kWebhookPatience - spent, std::chrono::milliseconds{1});
    co_return forward(visit, route, sender, /*token_hash=*/{}, *body, left);
}

}  // namespace wib::edge
