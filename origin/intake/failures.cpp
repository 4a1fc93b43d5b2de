#include "origin/intake/failures.hpp"

#include <algorithm>

#include "generated/sql/intake.hpp"
#include "origin/db/personal.hpp"
#include "origin/db/storable_json.hpp"
#include "origin/http/tenant.hpp"
#include "shared/codec/base64.hpp"
#include "shared/codec/header.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/privacy/json_masking.hpp"
#include "shared/webhooks/vendor_event.hpp"

namespace wib::intake {
namespace {

constexpr std::string_view kPlace = "webhook_failures.payload_sealed";

constexpr std::string_view kCannotBeApplied = "it was taken in and cannot be applied";

bool is_open(std::string_view status) {
    return status == "pending" || status == "failed" || status == "manual_review";
}

// One key for all rows, made from the master key so that it opens nothing else; each seal is bound to its row's id.
db::SubjectKey seal_key(const Secret& key) {
    db::SubjectKey made;
    const auto& bytes = key.reveal();
    std::ranges::copy(bytes, made.octets.begin());
    return made;
}

std::optional<std::string> shown(const Received& event) {
    const bool is_form = codec::media_type(event.content_type) == "application/x-www-form-urlencoded";
    const auto masked = privacy::mask_json(is_form ? webhooks::form_as_json(event.body) : event.body);
    if (!masked) return std::nullopt;
    return db::storable_json(*masked);
}

struct NamedType {
    std::optional<std::string> type;
};
BOOST_DESCRIBE_STRUCT(NamedType, (), (type))
struct NamedInside {
    struct Data {
        std::optional<std::string> event_type;
    };
    std::optional<Data> data;
};
BOOST_DESCRIBE_STRUCT(NamedInside::Data, (), (event_type))
BOOST_DESCRIBE_STRUCT(NamedInside, (), (data))

// For people: what the event calls itself, where it does.
std::optional<std::string> event_type(std::string_view body) {
    constexpr codec::Reading kLenient{.unknown = codec::Unknown::ignored};
    if (const auto named = codec::parse<NamedType>(body, kLenient); named && named->type) return named->type;
    if (const auto named = codec::parse<NamedInside>(body, kLenient); named && named->data)
        return named->data->event_type;
    return std::nullopt;
}

api::WebhookFailure read_failure(const db::Row& row) {
    return {.id = {row["id"].as<Uuid>()},
            .source = row["source"].as<std::string>(),
            .endpoint = row["endpoint"].as<std::string>(),
            .event_type = row["event_type"].maybe<std::string>(),
            .status = row["status"].as<std::string>(),
            .error_message = row["error_message"].as<std::string>(),
            .http_status = row["http_status"].as<std::int32_t>(),
            .attempt_count = row["attempt_count"].as<std::int32_t>(),
            .received_at = row["received_at"].as<Instant>(),
            .last_attempt_at = row["last_attempt_at"].as<Instant>(),
            .resolved_at = row["resolved_at"].maybe<Instant>(),
            .resolution_notes = row["resolution_notes"].maybe<std::string>(),
            .payload = {row["payload_shown"].maybe<std::string>().value_or("null")}};
}

auto no_such_failure() {
    return unexpected(api::Problem{.code = api::Code::not_found, .message = "There is no such failure."});
}
auto settled_already() {
    return unexpected(api::Problem{.code = api::Code::conflict, .message = "This failure has been settled already."});
}

}  // namespace

Failures::Failures(db::Database& database, const Listeners& listeners, VendorInbox& inbox, const Secret& master_key,
                   observe::Log log)
    : database_(database),
      listeners_(listeners),
      inbox_(inbox),
      seal_key_(std::string{as_text(crypto::hmac_sha256(master_key, "webhook failures").bytes())}),
      log_(std::move(log)) {}

Task<bool> Failures::record(const api::UndeliverableWebhook& told, Deadline deadline) {
    const auto bytes = codec::parse_base64(told.body_base64);
    if (!bytes) co_return false;
    const Received event{.vendor = told.vendor.value(),
                         .body = std::string{as_text(*bytes)},
                         .content_type = told.content_type,
                         .signed_id = told.signed_id};
    const auto owner = co_await owner_of(event, deadline);
    const auto sealed = db::seal_value(seal_key(seal_key_), told.request.value, kPlace, event.body);
    const auto rows = co_await database_.door(
        sql::record_failure,
        {to_string(told.request), owner ? db::Param{to_string(*owner)} : db::Param{}, event.vendor,
         told.endpoint.value(), event.content_type, event.signed_id, event_type(event.body), db::encode_bytea(sealed),
         shown(event), told.reason.value(), std::to_string(told.http_status), to_rfc3339(told.received_at)},
        deadline);
    if (rows.front()["is_new"].as<bool>())
        log_.error("webhook_undeliverable", {{"vendor", event.vendor}, {"failure_id", told.request}});
    co_return true;
}

Task<void> Failures::give_up(Uuid inbox, Uuid failure, Received event, std::string error, Deadline deadline) {
    std::optional<OrgId> owner;
    try {
        owner = co_await owner_of(event, deadline);
    } catch (const db::StatementError&) {
        // What keeps the event from being applied may be just this: then it is the platform's.
    } catch (const db::RefusedError&) {
    }
    const auto sealed = db::seal_value(seal_key(seal_key_), failure, kPlace, event.body);
    const auto rows = co_await database_.door(
        sql::give_up_event,
        {to_string(inbox), to_string(failure), owner ? db::Param{to_string(*owner)} : db::Param{},
         db::encode_bytea(sealed), shown(event), std::string{kCannotBeApplied}, std::move(error)},
        deadline);
    if (rows.front()["is_new"].as<bool>())
        log_.error("webhook_given_up", {{"vendor", event.vendor}, {"failure_id", to_string(failure)}});
}

Task<std::optional<OrgId>> Failures::owner_of(const Received& event, Deadline deadline) {
    const auto listener = listeners_.find(event.vendor);
    if (listener == listeners_.end()) co_return std::nullopt;
    co_return co_await listener->second.owner(event, deadline);
}

Task<Failures::Attempt> Failures::attempt(const db::Row& row, Deadline deadline) {
    const auto sealed = db::decode_bytea(row["payload_sealed"].text());
    auto body = db::open_value(seal_key(seal_key_), row["id"].as<Uuid>(), kPlace, sealed);
    if (!body) co_return Attempt{"failed", "the payload cannot be opened with this master key"};
    Received event{.vendor = row["source"].as<std::string>(),
                   .body = std::move(*body),
                   .content_type = row["content_type"].as<std::string>(),
                   .signed_id = row["signed_id"].as<std::string>()};
    try {
        if (co_await deliver(listeners_, inbox_, std::move(event), deadline))
            co_return Attempt{"resolved", std::nullopt};
        co_return Attempt{"failed", "this is no event of the vendor's"};
    } catch (const db::StatementError& error) {
        co_return Attempt{"failed", "the database refused " + error.statement};
    } catch (const db::RefusedError& error) {
        co_return Attempt{"failed", "the database refused it: " + error.constraint};
    }
}

Task<Result<api::WebhookFailure, api::Problem>> Failures::act(const http::RequestContext& request,
                                                              const api::FailureActionRequest& wanted) {
    Attempt outcome{wanted.action == api::FailureAction::discard ? "discarded" : "manual_review", std::nullopt};
    const bool is_retry = wanted.action == api::FailureAction::retry;
    {
        auto tx = co_await database_.begin(http::tenant_of(request), request.deadline);
        const auto rows = co_await tx->exec_and_commit(sql::find_failure, wanted.failure_id);
        if (rows.empty()) co_return no_such_failure();
        if (!is_open(rows.front()["status"].text())) co_return settled_already();
        if (is_retry) outcome = co_await attempt(rows.front(), request.deadline);
    }
    auto tx = co_await database_.begin(http::tenant_of(request), request.deadline);
    const auto notes = wanted.resolution_notes ? db::Param{wanted.resolution_notes->value()} : db::Param{};
    const auto rows = co_await tx->exec(sql::settle_failure, wanted.failure_id, outcome.status, is_retry, outcome.error,
                                        request.principal.user, notes);
    if (rows.empty()) co_return settled_already();
    auto settled = read_failure(rows.front());
    auto audit =
        http::audit_of(request, "reliability:webhook_action_taken", "webhook_failure", wanted.failure_id.value);
    audit.new_value =
        R"({"action":")" + std::string{codec::enum_name(wanted.action)} + R"(","status":")" + settled.status + R"("})";
    tx->audit(audit);
    co_await tx->commit();
    co_return settled;
}

Task<std::vector<api::DeadLetter>> Failures::open_ones(const api::DeadLettersQuery& query, Deadline deadline) {
    const auto source = query.source ? db::Param{query.source->value()} : db::Param{};
    const auto rows =
        co_await database_.door(sql::list_open_failures, {source, std::to_string(query.limit.value())}, deadline);
    std::vector<api::DeadLetter> letters;
    for (const auto row : rows)
        letters.push_back({.failure = read_failure(row), .organization_id = row["organization_id"].maybe<OrgId>()});
    co_return letters;
}

Task<Result<std::string, api::Problem>> Failures::replay(const http::RequestContext& request, std::string source,
                                                         api::FailureId id) {
    const auto deadline = request.deadline;
    const auto rows = co_await database_.door(sql::find_any_failure, {source, to_string(id)}, deadline);
    if (rows.empty()) co_return no_such_failure();
    if (!is_open(rows.front()["status"].text())) co_return settled_already();
    const auto outcome = co_await attempt(rows.front(), deadline);
    co_await database_.door(sql::settle_any_failure, {to_string(id), outcome.status, outcome.error}, deadline);
    const bool is_service = request.principal.kind == ActorKind::service;
    co_await database_.door(is_service ? sql::note_service_event : sql::note_account_event,
                            {is_service ? request.principal.label : to_string(request.principal.user.value()),
                             "reliability:webhook_action_taken", request.correlation_id},
                            deadline);
    co_return outcome.status;
}

Task<api::FailureListReply> page_of_failures(db::TenantTx& tx, const api::ListFailuresQuery& query) {
    const bool is_filtered = query.status && *query.status != api::FailureFilter::all;
    const auto status = is_filtered ? db::Param{std::string{codec::enum_name(*query.status)}} : db::Param{};
    const auto rows = co_await tx.read(sql::list_failures, status, query.limit.value(), query.offset());
    const auto first = rows.front();
    api::FailureListReply reply{.success = true,
                                .failures = {},
                                .metrics = {.active_failures = first["active"].as<std::int64_t>(),
                                            .resolved = first["resolved"].as<std::int64_t>(),
                                            .discarded = first["discarded"].as<std::int64_t>(),
                                            .total = first["everything"].as<std::int64_t>()},
                                .pagination = api::paginate(query, first["total"].as<std::int64_t>())};
    for (const auto row : rows)
        if (!row["id"].is_null()) reply.failures.push_back(read_failure(row));
    co_return reply;
}

}  // namespace wib::intake
