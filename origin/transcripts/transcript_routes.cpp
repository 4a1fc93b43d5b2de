#include "origin/transcripts/transcript_routes.hpp"

#include "generated/sql/transcripts.hpp"
#include "origin/transcripts/search.hpp"
#include "shared/api/endpoints/transcripts.hpp"
#include "shared/api/endpoints/webhooks.hpp"

namespace wib::transcripts {
namespace {

using http::Answer;
using http::Ask;

auto no_such_call() {
    return unexpected(api::Problem{.code = api::Code::not_found, .message = "There is no such call."});
}

Task<Answer<api::ListTranscriptVersions>> list_versions(Ask<api::ListTranscriptVersions>& ask, db::TenantTx& tx) {
    const auto found = co_await tx.exec(sql::find_call_transcript, ask.path.id);
    if (found.empty()) co_return no_such_call();
    api::TranscriptVersionsReply reply{.success = true,
                                       .transcript_status = found.front()["transcript_status"].as<std::string>(),
                                       .failure_reason = found.front()["failure_reason"].maybe<std::string>(),
                                       .versions = {}};
    for (const auto row : co_await tx.exec(sql::list_versions, ask.path.id))
        reply.versions.push_back({.id = {row["id"].as<Uuid>()},
                                  .recording_id = row["recording_id"].as<RecordingId>(),
                                  .version = row["version"].as<std::int32_t>(),
                                  .is_authoritative = row["is_authoritative"].as<bool>(),
                                  .produced_by = row["produced_by"].as<std::string>(),
                                  .produced_by_model = row["produced_by_model"].maybe<std::string>(),
                                  .transcript_hash = row["transcript_hash"].as<std::string>(),
                                  .input_refs = {{std::string{row["input_refs"].text()}}},
                                  .transcript = {{std::string{row["transcript_json"].text()}}},
                                  .created_at = row["created_at"].as<Instant>()});
    co_return reply;
}

Task<http::RawAnswer> retry(TranscriptRoutes& transcripts, Ask<api::RetryTranscription>& ask) {
    if (!transcripts.transcription.is_possible()) co_return unexpected(api::Problem{api::Code::vendor_not_configured});
    auto tx = co_await transcripts.database.begin(http::tenant_of(ask.request), ask.request.deadline);
    const auto queued = co_await transcripts.transcription.requeue(ask.request, *tx, ask.path.id);
    if (!queued) co_return unexpected(queued.error());
    const auto found = co_await tx->exec(sql::find_call_transcript, ask.path.id);
    if (found.empty()) co_return no_such_call();
    if (!queued->empty()) tx->audit(http::audit_of(ask.request, "transcription:retried", "call", ask.path.id.value));
    auto reply = http::Reply::json(
        api::RetryTranscription::status,
        codec::print(api::TranscriptionReply{
            .success = true, .transcript_status = found.front()["transcript_status"].as<std::string>()}));
    reply.headers.add("cache-control", "no-store");
    co_await db::answer_with_change(*tx, ask.request.claimed,
                                    {.status = reply.status,
                                     .content_type = std::string{reply.headers.get("content-type")},
                                     .body = std::get<std::string>(reply.body)});
    co_await tx->commit();
    for (const auto& job : *queued)
        transcripts.transcription.hand_over({.organization_id = *ask.request.principal.organization, .job_id = job});
    co_return reply;
}

Task<Answer<api::AdvanceTranscription>> advance(TranscriptRoutes& transcripts, Ask<api::AdvanceTranscription>& ask) {
    const auto again = co_await transcripts.transcription.advance(ask.body, ask.request.deadline);
    if (!again) co_return api::DoneReply{.success = true};
    co_return unexpected(api::Problem{.code = api::Code::capacity,
                                      .details = {},
                                      .extra = {{"retry_after_seconds", std::to_string(again->count())}}});
}

Task<Answer<api::BuryTranscription>> bury(TranscriptRoutes& transcripts, Ask<api::BuryTranscription>& ask) {
    co_await transcripts.transcription.bury(ask.body, ask.request.deadline);
    co_return api::DoneReply{.success = true};
}

Task<Answer<api::AssemblyAiWebhook>> take_news(TranscriptRoutes& transcripts, Ask<api::AssemblyAiWebhook>& ask) {
    if (!co_await transcripts.transcription.take(std::string{ask.request.route->vendor}, std::move(ask.body.text),
                                                 ask.request.deadline))
        co_return unexpected(api::invalid("", "must be an event of the vendor's"));
    co_return api::DoneReply{.success = true};
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, TranscriptRoutes& transcripts) {
    endpoints.in_tenant<api::ListTranscriptVersions>(list_versions);
    endpoints.in_tenant<api::Search>(search);
    endpoints.on<api::RetryTranscription>(retry, transcripts);
    endpoints.on<api::AdvanceTranscription>(advance, transcripts);
    endpoints.on<api::BuryTranscription>(bury, transcripts);
    endpoints.on<api::AssemblyAiWebhook>(take_news, transcripts);
}

}  // namespace wib::transcripts
