#include "origin/intake/intake_routes.hpp"

#include "shared/api/endpoints/reliability.hpp"
#include "shared/api/endpoints/webhooks.hpp"
#include "shared/webhooks/twilio.hpp"

namespace wib::intake {
namespace {

using http::Answer;
using http::Ask;

template <class E>
Task<std::optional<api::Problem>> take(IntakeRoutes& intake, Ask<E>& ask) {
    const bool is_taken = co_await deliver(intake.listeners, intake.inbox,
                                           {.vendor = std::string{ask.request.route->vendor},
                                            .body = std::move(ask.body.text),
                                            .content_type = std::string{ask.request.headers.get("content-type")},
                                            .signed_id = ask.request.idempotency_key},
                                           ask.request.deadline);
    if (!is_taken) co_return api::invalid("", "must be an event of the vendor's");
    co_return std::nullopt;
}

template <class E>
Task<Answer<E>> take_event(IntakeRoutes& intake, Ask<E>& ask) {
    if (auto problem = co_await take(intake, ask)) co_return unexpected(std::move(*problem));
    co_return api::DoneReply{.success = true};
}

Task<http::RawAnswer> twilio_webhook(IntakeRoutes& intake, Ask<api::TwilioWebhook>& ask) {
    const auto twiml = webhooks::twiml_for(ask.body.text);
    if (auto problem = co_await take(intake, ask)) co_return unexpected(std::move(*problem));
    co_return http::Reply{
        .status = 200, .headers = {{"content-type", std::string{webhooks::kTwimlType}}}, .body = std::string{twiml}};
}

Task<Answer<api::ListWebhookFailures>> list_failures(Ask<api::ListWebhookFailures>& ask, db::TenantTx& tx) {
    co_return co_await page_of_failures(tx, ask.query);
}

Task<Answer<api::ActOnWebhookFailure>> act(IntakeRoutes& intake, Ask<api::ActOnWebhookFailure>& ask) {
    auto settled = co_await intake.failures.act(ask.request, ask.body);
    if (!settled) co_return unexpected(std::move(settled.error()));
    co_return api::FailureReply{.success = true, .failure = std::move(*settled)};
}

Task<Answer<api::ListDeadLetters>> list_dead_letters(IntakeRoutes& intake, Ask<api::ListDeadLetters>& ask) {
    co_return api::DeadLettersReply{.success = true,
                                    .entries = co_await intake.failures.open_ones(ask.query, ask.request.deadline)};
}

Task<Answer<api::ReplayDeadLetter>> replay(IntakeRoutes& intake, Ask<api::ReplayDeadLetter>& ask) {
    auto status = co_await intake.failures.replay(ask.request, ask.path.source.value(), ask.path.id);
    if (!status) co_return unexpected(std::move(status.error()));
    co_return api::ReplayReply{.success = true, .status = std::move(*status)};
}

Task<Answer<api::RecordUndeliverable>> record(IntakeRoutes& intake, Ask<api::RecordUndeliverable>& ask) {
    if (co_await intake.failures.record(ask.body, ask.request.deadline)) co_return api::DoneReply{.success = true};
    co_return unexpected(api::invalid("body_base64", "must be base64"));
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, IntakeRoutes& intake) {
    endpoints.on<api::StripeWebhook>(take_event<api::StripeWebhook>, intake);
    endpoints.on<api::ResendWebhook>(take_event<api::ResendWebhook>, intake);
    endpoints.on<api::TwilioWebhook>(twilio_webhook, intake);
    endpoints.in_tenant<api::ListWebhookFailures>(list_failures);
    endpoints.on<api::ActOnWebhookFailure>(act, intake);
    endpoints.of_platform<api::ListDeadLetters>(list_dead_letters, intake);
    endpoints.of_platform<api::ReplayDeadLetter>(replay, intake);
    endpoints.on<api::RecordUndeliverable>(record, intake);
}

}  // namespace wib::intake
