#include "edge/core/webhook.hpp"

#include <algorithm>

#include "edge/core/admit.hpp"
#include "edge/core/answer.hpp"
#include "edge/core/pointer.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/webhooks/assemblyai.hpp"
#include "shared/webhooks/stripe.hpp"
#include "shared/webhooks/svix.hpp"
#include "shared/webhooks/telnyx.hpp"
#include "shared/webhooks/twilio.hpp"

namespace wib::edge {
namespace {

using Refusal = std::optional<api::Problem>;

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

Refusal refusal_of(const Result<webhooks::Verified<std::string_view>, webhooks::WebhookError>& verdict) {
    if (verdict) return std::nullopt;
    return problem(verdict.error());
}

constexpr api::Code kNotConfigured = api::Code::vendor_not_configured;

Part<Refusal> check_telnyx(const Visit& visit, const std::string& body) {
    if (visit.config.telnyx_keys.empty()) co_return api::Problem{kNotConfigured};
    const auto claimed = webhooks::read_telnyx_signature(body, visit.header(webhooks::kTelnyxSignatureHeader),
                                                         visit.header(webhooks::kTelnyxTimestampHeader),
                                                         visit.dialogue.now(), webhooks::kTelnyxTolerance);
    if (!claimed) co_return problem(claimed.error());
    for (const auto& key : visit.config.telnyx_keys) {
        const auto verdict = co_await visit.dialogue.ask(VerifyEd25519{
            .key = key, .signature = std::string{as_text(claimed->signature)}, .message = claimed->message});
        if (verdict.done()) co_return std::nullopt;
        // Nobody could tell: the vendor sends it again.
        if (verdict.ending != Ending::refused) co_return api::Problem{api::Code::capacity};
    }
    co_return problem(webhooks::WebhookError::mismatch);
}

Part<Refusal> check_stripe(const Visit& visit, const std::string& body) {
    if (visit.config.stripe_secrets.empty()) co_return api::Problem{kNotConfigured};
    co_return refusal_of(webhooks::verify_stripe(body, visit.header(webhooks::kStripeSignatureHeader),
                                                 visit.config.stripe_secrets, visit.dialogue.now(),
                                                 webhooks::kStripeTolerance));
}

Part<Refusal> check_resend(const Visit& visit, const std::string& body) {
    if (visit.config.resend_secrets.empty()) co_return api::Problem{kNotConfigured};
    const webhooks::SvixHeaders headers{.id = visit.header(webhooks::kSvixIdHeader),
                                        .timestamp = visit.header(webhooks::kSvixTimestampHeader),
                                        .signature = visit.header(webhooks::kSvixSignatureHeader)};
    co_return refusal_of(webhooks::verify_svix(body, headers, visit.config.resend_secrets, visit.dialogue.now(),
                                               webhooks::kSvixTolerance));
}

Part<Refusal> check_twilio(const Visit& visit, const std::string& body) {
    if (visit.config.twilio_tokens.empty()) co_return api::Problem{kNotConfigured};
    const auto url = visit.event.scheme + "://" + visit.event.host + visit.event.target;
    const webhooks::TwilioRequest request{.url = url, .content_type = visit.header("content-type"), .body = body};
    co_return refusal_of(
        webhooks::verify_twilio(request, visit.header(webhooks::kTwilioSignatureHeader), visit.config.twilio_tokens));
}

Part<Refusal> check_assemblyai(const Visit& visit, const std::string& body) {
    if (visit.config.assemblyai_secrets.empty()) co_return api::Problem{kNotConfigured};
    co_return refusal_of(webhooks::verify_assemblyai(body, visit.header(webhooks::kAssemblyAiSecretHeader),
                                                     visit.config.assemblyai_secrets));
}

constexpr std::string_view kDone = R"({"success":true})";
constexpr std::string_view kJson = "application/json";

/// How a vendor proves itself, and what it wants to hear.
struct Scheme {
    std::string_view vendor;
    /// That the vendor sent these very bytes, and lately where its scheme has a time.
    Part<Refusal> (*check)(const Visit& visit, const std::string& body);
    std::string_view signed_id;  ///< the header that names the event and is signed with it; "" where the body does
    std::string_view taken = kDone;
    std::string_view taken_type = kJson;
};

constexpr std::array kSchemes{
    Scheme{.vendor = "telnyx", .check = check_telnyx},
    Scheme{.vendor = "stripe", .check = check_stripe},
    Scheme{.vendor = "resend", .check = check_resend, .signed_id = webhooks::kSvixIdHeader},
    Scheme{
        .vendor = "twilio", .check = check_twilio, .taken = webhooks::kEmptyTwiml, .taken_type = webhooks::kTwimlType},
    Scheme{.vendor = "assemblyai", .check = check_assemblyai},
};

const Scheme& scheme_of(std::string_view vendor) {
    const auto found = std::ranges::find(kSchemes, vendor, &Scheme::vendor);
    ensure(found != kSchemes.end(), "every vendor of the table has a scheme");
    return *found;
}

// In R2, or the vendor keeps the event. A pointer in the queue brings it soon; where the queue takes none, it is full
// or away, the sweep brings it, which asks R2 alone.
Part<bool> park(Dialogue& dialogue, std::string_view route, const Parcel& parcel) {
    const auto key = key_of(parcel);
    const auto kept =
        co_await dialogue.ask(Persist{.key = key, .bytes = print(parcel) + "\n", .payload = Payload::gathered});
    if (!kept.done()) co_return false;
    const auto queued =
        co_await dialogue.ask(Enqueue{std::string{kWebhookQueue}, codec::print(Pointer{.keys = {key}})});
    if (!queued.done()) dialogue.note(Count{"webhook_left_to_sweep", std::string{route}, ""});
    co_return true;
}

}  // namespace

Part<Effect> receive_webhook(const Visit& visit, const api::Route& route) {
    const auto& scheme = scheme_of(route.vendor);
    const auto body = co_await read_body(visit, route, kWebhookPatience);
    if (!body) co_return refuse(visit, route.name, body.error());
    if (const auto refusal = co_await scheme.check(visit, *body)) co_return refuse(visit, route.name, *refusal);

    const Parcel parcel{.request = visit.request,
                        .vendor = std::string{route.vendor},
                        .target = visit.event.target,
                        .content_type = std::string{visit.header("content-type")},
                        .signed_id = std::string{scheme.signed_id.empty() ? "" : visit.header(scheme.signed_id)},
                        .correlation_id = visit.correlation_id,
                        .received_at = visit.event.now};
    const auto spent = visit.dialogue.now() - visit.event.now;
    const auto left = std::max<Duration>(kWebhookPatience - spent, std::chrono::milliseconds{1});
    co_return forward(visit, route, parcel, *body, left);
}

Part<Effect> finish_webhook(Dialogue& dialogue, const FinishContext& context, const Outcome& head) {
    if (has_settled(head)) co_return co_await finish_forwarded(dialogue, context, head);
    const auto parcel = codec::parse<Parcel>(context.parcel);
    ensure(parcel.has_value(), "a context comes back as it was left");
    if (!co_await park(dialogue, context.route, *parcel)) {
        dialogue.line().code = api::name(api::Code::origin_unavailable);
        dialogue.note(Count{"refused", context.route, std::string{api::name(api::Code::origin_unavailable)}});
        co_return respond({api::Code::origin_unavailable}, context.correlation_id, context.head_only);
    }
    dialogue.note(Count{"webhook_kept", context.route, head.done() ? std::to_string(head.status) : "no answer"});
    const auto& scheme = scheme_of(parcel->vendor);
    Respond answer{.status = 200,
                   .headers = {{"content-type", std::string{scheme.taken_type}}},
                   .body = std::string{scheme.taken}};
    secure(answer.headers, Surface::api, context.correlation_id);
    co_return answer;
}

}  // namespace wib::edge
