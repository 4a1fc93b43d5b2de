#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/api/page.hpp"
#include "shared/codec/about.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/codec/text.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// Questions and replies of /api/reliability, /api/internal/webhook-dlq and what the edge tells about events.
namespace wib::api {

using FailureId = StrongId<struct WebhookFailureTag>;

/// POST /internal/webhooks/undeliverable: an event the edge kept for a day in vain.
struct UndeliverableWebhook {
    codec::Text<1, 50> vendor;
    codec::Text<1, 500> endpoint;
    std::string content_type;
    std::string signed_id;
    RequestId request;  ///< of the delivery that brought it; telling it twice makes one row
    Instant received_at;
    codec::Text<1, 500> reason;
    std::int32_t http_status = 0;
    std::string body_base64;

    static constexpr std::array about{codec::About{"http_status", "What the origin answered last; 0 for nothing"}};
};
BOOST_DESCRIBE_STRUCT(UndeliverableWebhook, (),
                      (vendor, endpoint, content_type, signed_id, request, received_at, reason, http_status,
                       body_base64))

enum class FailureFilter { all, pending, failed, manual_review, resolved, discarded };
BOOST_DESCRIBE_ENUM(FailureFilter, all, pending, failed, manual_review, resolved, discarded)

/// GET /api/reliability/webhooks
struct ListFailuresQuery : PageQuery {
    std::optional<FailureFilter> status;
};
BOOST_DESCRIBE_STRUCT(ListFailuresQuery, (PageQuery), (status))

struct WebhookFailure {
    FailureId id;
    std::string source;
    std::string endpoint;
    std::optional<std::string> event_type;
    std::string status;
    std::string error_message;
    std::int32_t http_status;
    std::int32_t attempt_count;
    Instant received_at;
    Instant last_attempt_at;
    std::optional<Instant> resolved_at;
    std::optional<std::string> resolution_notes;
    codec::RawJson payload;

    static constexpr std::array about{
        codec::About{"status", "pending, failed, manual_review, resolved or discarded"},
        codec::About{"payload", "The event with personal values masked; null where it is no JSON"}};
};
BOOST_DESCRIBE_STRUCT(WebhookFailure, (),
                      (id, source, endpoint, event_type, status, error_message, http_status, attempt_count, received_at,
                       last_attempt_at, resolved_at, resolution_notes, payload))

struct FailureMetrics {
    std::int64_t active_failures;
    std::int64_t resolved;
    std::int64_t discarded;
    std::int64_t total;
};
BOOST_DESCRIBE_STRUCT(FailureMetrics, (), (active_failures, resolved, discarded, total))

struct FailureListReply {
    bool success;
    std::vector<WebhookFailure> failures;
    FailureMetrics metrics;
    Pagination pagination;
};
BOOST_DESCRIBE_STRUCT(FailureListReply, (), (success, failures, metrics, pagination))

enum class FailureAction { retry, discard, manual_review };
BOOST_DESCRIBE_ENUM(FailureAction, retry, discard, manual_review)

/// PUT /api/reliability/webhooks
struct FailureActionRequest {
    FailureId failure_id;
    FailureAction action{};
    std::optional<codec::Text<0, 5000>> resolution_notes;
};
BOOST_DESCRIBE_STRUCT(FailureActionRequest, (), (failure_id, action, resolution_notes))

struct FailureReply {
    bool success;
    WebhookFailure failure;
};
BOOST_DESCRIBE_STRUCT(FailureReply, (), (success, failure))

/// GET /api/internal/webhook-dlq
struct DeadLettersQuery {
    std::optional<codec::Text<1, 50>> source;
    codec::Whole<1, 100, 50, codec::Above::cut> limit;
};
BOOST_DESCRIBE_STRUCT(DeadLettersQuery, (), (source, limit))

struct DeadLetter {
    WebhookFailure failure;
    std::optional<OrgId> organization_id;
};
BOOST_DESCRIBE_STRUCT(DeadLetter, (), (failure, organization_id))

struct DeadLettersReply {
    bool success;
    std::vector<DeadLetter> entries;
};
BOOST_DESCRIBE_STRUCT(DeadLettersReply, (), (success, entries))

/// POST /api/internal/webhook-dlq/replay/{source}/{id}
struct DeadLetterPath {
    codec::Text<1, 50> source;
    FailureId id;
};
BOOST_DESCRIBE_STRUCT(DeadLetterPath, (), (source, id))

struct ReplayReply {
    bool success;
    std::string status;
};
BOOST_DESCRIBE_STRUCT(ReplayReply, (), (success, status))

}  // namespace wib::api
