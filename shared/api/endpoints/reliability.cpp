#include "shared/api/endpoints/reliability.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

WebhookFailure failure() {
    return {.id = {example::session().value},
            .source = "telnyx",
            .endpoint = "/webhooks/telnyx",
            .event_type = "call.hangup",
            .status = "failed",
            .error_message = "the origin answered 503",
            .http_status = 503,
            .attempt_count = 31,
            .received_at = example::at("08:45:09.120"),
            .last_attempt_at = example::at("08:46:12.400"),
            .resolved_at = {},
            .resolution_notes = {},
            .payload = {R"({"data":{"event_type":"call.hangup","payload":{"from":"[masked]"}}})"}};
}

}  // namespace

Example<ListWebhookFailures> ListWebhookFailures::example() {
    ListFailuresQuery query;
    query.status = FailureFilter::failed;
    return {.query = query,
            .reply = {.success = true,
                      .failures = {failure()},
                      .metrics = {.active_failures = 1, .resolved = 0, .discarded = 0, .total = 1},
                      .pagination = {.page = 1, .limit = kDefaultPageSize, .total = 1, .total_pages = 1}}};
}

Example<ActOnWebhookFailure> ActOnWebhookFailure::example() {
    auto resolved = failure();
    resolved.status = "resolved";
    resolved.resolved_at = example::at("08:47:00");
    resolved.attempt_count = 32;
    return {.body = {.failure_id = resolved.id, .action = FailureAction::retry, .resolution_notes = {}},
            .reply = {.success = true, .failure = resolved}};
}

Example<ListDeadLetters> ListDeadLetters::example() {
    DeadLettersQuery query;
    query.source = example::a<codec::Text<1, 50>>("telnyx");
    return {
        .query = query,
        .reply = {.success = true, .entries = {{.failure = failure(), .organization_id = example::organization()}}}};
}

Example<ReplayDeadLetter> ReplayDeadLetter::example() {
    return {.path = {example::a<codec::Text<1, 50>>("telnyx"), failure().id},
            .reply = {.success = true, .status = "resolved"}};
}

Example<RecordUndeliverable> RecordUndeliverable::example() {
    return {.body = {.vendor = example::a<codec::Text<1, 50>>("telnyx"),
                     .endpoint = example::a<codec::Text<1, 500>>("/webhooks/telnyx"),
                     .content_type = "application/json",
                     .signed_id = {},
                     .request = {example::session().value},
                     .received_at = example::at("08:45:09.120"),
                     .reason = example::a<codec::Text<1, 500>>("the origin answered 503"),
                     .http_status = 503,
                     .body_base64 = "eyJkYXRhIjp7fX0="},
            .reply = {.success = true}};
}

std::vector<Described> reliability_endpoints() {
    return detail::described_list<ListWebhookFailures, ActOnWebhookFailure, ListDeadLetters, ReplayDeadLetter,
                                  RecordUndeliverable>();
}

}  // namespace wib::api
