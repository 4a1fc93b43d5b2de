#include "origin/voice/voice_routes.hpp"

#include <algorithm>
#include <charconv>

#include "origin/http/tenant.hpp"
#include "origin/voice/read_calls.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::voice {

namespace {

using http::Reply;
using http::RequestContext;

constexpr std::int32_t kSegmentsAtOnce = 500;

Reply refuse(const api::Problem& problem, const RequestContext& request) {
    return Reply::problem(problem, request.correlation_id);
}

api::Problem not_found() {
    return {.code = api::Code::not_found, .message = "There is no such call.", .details = {}, .extra = {}};
}

api::Problem invalid_id() {
    return {.code = api::Code::invalid_id, .message = {}, .details = {}, .extra = {}};
}

std::optional<std::string> given(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional{std::string{text}};
}

/// The digits of what a person typed. A search without any digit finds nothing, as no number contains it.
std::optional<std::string> number_fragment(std::string_view typed) {
    if (typed.empty()) return std::nullopt;
    std::string digits;
    std::ranges::copy_if(typed, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits.empty() ? "no digits" : digits;
}

template <class T>
std::optional<T> read_number(std::string_view text, T otherwise) {
    if (text.empty()) return otherwise;
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

Task<Reply> start_call(VoiceRoutes& voice, RequestContext& request) {
    auto command = codec::parse<api::StartCallRequest>(request.body);
    if (!command) co_return refuse(api::problem(command.error()), request);
    const auto started = co_await voice.start_call.run(request, std::move(*command));
    if (!started) co_return refuse(problem(started.error()), request);
    co_return Reply::json(201, codec::print(reply_of(*started)));
}

Task<Reply> end_call(VoiceRoutes& voice, RequestContext& request) {
    const auto id = CallId::parse(request.param("id"));
    if (!id) co_return refuse(invalid_id(), request);
    const auto ended = co_await voice.end_call.run(request, *id);
    if (!ended) co_return refuse(problem(ended.error()), request);
    auto tx = co_await voice.database.begin(http::tenant_of(request), request.deadline);
    const auto call = co_await find_call(*tx, *id);
    co_await tx->commit();
    if (!call) co_return refuse(not_found(), request);
    co_return Reply::json(200, codec::print(api::CallReply{.success = true, .call = *call}));
}

Task<Reply> list_calls(VoiceRoutes& voice, RequestContext& request) {
    const auto page = api::parse_page(request.query_value("page"), request.query_value("limit"));
    if (!page) co_return refuse(page.error(), request);
    const auto status_asked = given(request.query_value("status"));
    if (status_asked && *status_asked != "active" && !codec::parse_enum<CallStatus>(*status_asked))
        co_return refuse(api::invalid("status", "must be a call's status, or active"), request);
    const auto direction = given(request.query_value("direction"));
    if (direction && *direction != "inbound" && *direction != "outbound")
        co_return refuse(api::invalid("direction", "must be inbound or outbound"), request);

    auto tx = co_await voice.database.begin(http::tenant_of(request), request.deadline);
    const auto reply = co_await page_of_calls(
        *tx, {.status = status_asked, .direction = direction, .number = number_fragment(request.query_value("search"))},
        *page);
    co_await tx->commit();
    co_return Reply::json(200, codec::print(reply));
}

Task<Reply> get_call(VoiceRoutes& voice, RequestContext& request) {
    const auto id = CallId::parse(request.param("id"));
    if (!id) co_return refuse(invalid_id(), request);
    auto tx = co_await voice.database.begin(http::tenant_of(request), request.deadline);
    auto call = co_await find_call(*tx, *id);
    co_await tx->commit();
    if (!call) co_return refuse(not_found(), request);
    co_return Reply::json(200, codec::print(api::CallDetailReply{.success = true, .call = std::move(*call)}));
}

Task<Reply> call_timeline(VoiceRoutes& voice, RequestContext& request) {
    const auto id = CallId::parse(request.param("id"));
    if (!id) co_return refuse(invalid_id(), request);
    auto tx = co_await voice.database.begin(http::tenant_of(request), request.deadline);
    const auto reply = co_await timeline_of(*tx, *id);
    co_await tx->commit();
    if (!reply) co_return refuse(not_found(), request);
    co_return Reply::json(200, codec::print(*reply));
}

Task<Reply> call_transcript(VoiceRoutes& voice, RequestContext& request) {
    const auto id = CallId::parse(request.param("id"));
    if (!id) co_return refuse(invalid_id(), request);
    const auto after = read_number<std::int32_t>(request.query_value("after"), -1);
    if (!after || *after < -1) co_return refuse(api::invalid("after", "must be a segment's index, or -1"), request);
    auto tx = co_await voice.database.begin(http::tenant_of(request), request.deadline);
    const auto reply = co_await transcript_of(*tx, *id, *after, kSegmentsAtOnce);
    co_await tx->commit();
    if (!reply) co_return refuse(not_found(), request);
    co_return Reply::json(200, codec::print(*reply));
}

Task<Reply> list_audit(VoiceRoutes& voice, RequestContext& request) {
    const auto page = api::parse_page(request.query_value("page"), request.query_value("limit"));
    if (!page) co_return refuse(page.error(), request);
    const auto wanted = request.query_value("resource_id");
    const auto resource = parse_uuid(wanted);
    if (!wanted.empty() && !resource) co_return refuse(invalid_id(), request);
    auto tx = co_await voice.database.begin(http::tenant_of(request), request.deadline);
    const auto reply = co_await page_of_audit(
        *tx, {.resource = resource, .resource_type = given(request.query_value("resource_type"))}, *page);
    co_await tx->commit();
    co_return Reply::json(200, codec::print(reply));
}

Task<Reply> telnyx_webhook(VoiceRoutes& voice, RequestContext& request) {
    const auto taken =
        co_await voice.webhook.take(std::string{request.route->vendor}, std::move(request.body), request.deadline);
    if (taken == CarrierWebhook::Taken::no_event)
        co_return refuse(api::invalid("data", "must be an event with an id and a type"), request);
    co_return Reply::json(200, R"({"success":true})");
}

}  // namespace wib::voice
