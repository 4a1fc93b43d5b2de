#include "origin/voice/voice_routes.hpp"

#include <algorithm>

#include "origin/voice/read_calls.hpp"
#include "shared/api/endpoints/calls.hpp"
#include "shared/api/endpoints/records.hpp"
#include "shared/api/endpoints/webhooks.hpp"

namespace wib::voice {

namespace {

using http::Answer;
using http::Ask;

constexpr std::int32_t kSegmentsAtOnce = 500;

auto no_such_call() {
    return unexpected(
        api::Problem{.code = api::Code::not_found, .message = "There is no such call.", .details = {}, .extra = {}});
}

/// The digits of what a person typed. A search without any digit finds nothing, as no number contains it.
std::optional<std::string> number_fragment(const std::optional<std::string>& typed) {
    if (!typed) return std::nullopt;
    std::string digits;
    std::ranges::copy_if(*typed, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits.empty() ? "no digits" : digits;
}

template <class E>
std::optional<std::string> word(const std::optional<E>& choice) {
    return choice ? std::optional{std::string{codec::enum_name(*choice)}} : std::nullopt;
}

Task<Answer<api::StartCall>> post_call(VoiceRoutes& voice, Ask<api::StartCall>& ask) {
    const auto started = co_await voice.start_call.run(ask.request, std::move(ask.body));
    if (!started) co_return unexpected(problem(started.error()));
    co_return reply_of(*started);
}

Task<Answer<api::EndCall>> end_call(VoiceRoutes& voice, Ask<api::EndCall>& ask) {
    const auto ended = co_await voice.end_call.run(ask.request, ask.path.id);
    if (!ended) co_return unexpected(problem(ended.error()));
    auto tx = co_await voice.database.begin(http::tenant_of(ask.request), ask.request.deadline);
    const auto call = co_await find_call(*tx, ask.path.id);
    co_await tx->commit();
    if (!call) co_return no_such_call();
    co_return api::CallReply{.success = true, .call = *call};
}

Task<Answer<api::ListCalls>> list_calls(Ask<api::ListCalls>& ask, db::TenantTx& tx) {
    const auto& query = ask.query;
    co_return co_await page_of_calls(
        tx, {.status = word(query.status), .direction = word(query.direction), .number = number_fragment(query.search)},
        query);
}

Task<Answer<api::GetCall>> get_call(Ask<api::GetCall>& ask, db::TenantTx& tx) {
    auto call = co_await find_call(tx, ask.path.id);
    if (!call) co_return no_such_call();
    co_return api::CallDetailReply{.success = true, .call = std::move(*call)};
}

Task<Answer<api::CallTimeline>> call_timeline(Ask<api::CallTimeline>& ask, db::TenantTx& tx) {
    auto timeline = co_await timeline_of(tx, ask.path.id);
    if (!timeline) co_return no_such_call();
    co_return std::move(*timeline);
}

Task<Answer<api::CallTranscript>> call_transcript(Ask<api::CallTranscript>& ask, db::TenantTx& tx) {
    auto transcript = co_await transcript_of(tx, ask.path.id, ask.query.after, kSegmentsAtOnce);
    if (!transcript) co_return no_such_call();
    co_return std::move(*transcript);
}

Task<Answer<api::ListAudit>> list_audit(Ask<api::ListAudit>& ask, db::TenantTx& tx) {
    const auto& resource = ask.query.resource_id;
    const auto& who = ask.request.principal;
    // A manager's reach is their team; what their own hands did is the part of it that is known.
    const bool sees_all = reach(who.role, "audit_logs:read") == Reach::any;
    co_return co_await page_of_audit(tx,
                                     {.resource = resource ? std::optional{resource->value} : std::nullopt,
                                      .resource_type = ask.query.resource_type,
                                      .by = sees_all ? std::nullopt : std::optional{who.user.value_or(UserId{})}},
                                     ask.query);
}

Task<Answer<api::TelnyxWebhook>> telnyx_webhook(VoiceRoutes& voice, Ask<api::TelnyxWebhook>& ask) {
    const auto taken = co_await voice.webhook.take(std::string{ask.request.route->vendor}, std::move(ask.body.text),
                                                   ask.request.deadline);
    if (taken == CarrierWebhook::Taken::no_event)
        co_return unexpected(api::invalid("data", "must be an event with an id and a type"));
    co_return api::DoneReply{.success = true};
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, VoiceRoutes& voice) {
    endpoints.on<api::StartCall>(post_call, voice);
    endpoints.on<api::EndCall>(end_call, voice);
    endpoints.in_tenant<api::ListCalls>(list_calls);
    endpoints.in_tenant<api::GetCall>(get_call);
    endpoints.in_tenant<api::CallTimeline>(call_timeline);
    endpoints.in_tenant<api::CallTranscript>(call_transcript);
    endpoints.in_tenant<api::ListAudit>(list_audit);
    endpoints.on<api::TelnyxWebhook>(telnyx_webhook, voice);
}

}  // namespace wib::voice
