#include "edge/core/forward.hpp"

#include <algorithm>
#include <array>

#include "edge/core/answer.hpp"
#include "shared/api/envelope.hpp"
#include "shared/codec/header.hpp"

namespace wib::edge {
namespace {

constexpr std::size_t kMaxIdempotencyKey = 256;

// What a handler at the origin may want to see. The origin learns who asks from the envelope; it gets the credentials
// too because tokens for the page (CSRF) are bound to them.
constexpr std::array<std::string_view, 17> kForwarded{
    "accept",         "accept-language",   "authorization", "content-type",  "cookie",          "if-match",
    "if-none-match",  "if-modified-since", "if-range",      "last-event-id", "range",           "sec-ch-ua",
    "sec-fetch-site", "traceparent",       "user-agent",    "x-ai-mode",     "x-dialer-session"};

// A socket's handshake passes through on streamed routes (RFC 6455 §4.1); the key and version are between the two hops.
constexpr std::array<std::string_view, 4> kHandshake{"upgrade", "sec-websocket-protocol", "sec-websocket-version",
                                                     "sec-websocket-extensions"};

// The kinds of a context, as they are written.
constexpr std::array<std::string_view, 3> kKinds{"origin", "asset", "webhook"};
// An asset's route is its path, which the log does not repeat.

std::string issue(const Visit& visit, api::Envelope envelope) {
    if (envelope.request == RequestId{}) envelope.request = visit.request;
    envelope.client_address = visit.client_address();
    envelope.user_agent = visit.header("user-agent");
    envelope.correlation_id = visit.correlation_id;
    envelope.issued_at = visit.dialogue.now();
    return api::seal(envelope, visit.config.envelope_keys.front());
}

bool is_json(const api::Headers& headers) {
    const auto type = codec::media_type(headers.get("content-type"));
    return type == "application/json" || type == "application/problem+json";
}

// 502 to 504 in a language that is not ours come from something in front of the origin.
bool came_from_a_proxy(const Outcome& head) {
    return head.status >= 502 && head.status <= 504 && !is_json(head.headers);
}

bool ends_a_session(const FinishContext& context, const Outcome& head) {
    if (context.token_hash.empty()) return false;
    // What is kept of a session is no longer true of it after these.
    for (const std::string_view route :
         {"sign_out", "refresh_session", "switch_organization", "create_organization", "accept_invite"})
        if (context.route == route) return true;
    return head.done() && head.status == 401;
}

std::optional<api::Code> failure_of(const Outcome& head) {
    if (head.done() && !came_from_a_proxy(head)) return std::nullopt;
    if (head.ending == Ending::too_large) return api::Code::payload_too_large;
    if (head.ending == Ending::late) return api::Code::deadline_exceeded;
    return api::Code::origin_unavailable;
}

constexpr std::string_view kJson = "application/json";
constexpr std::size_t kMaxAnswer = 64 * 1024;

// Asked by the edge itself, for nobody. Its request id differs from that of the request it is asked for.
AskOrigin question_of_our_own(const Visit& visit, std::string method, std::string target, Duration patience) {
    AskOrigin question{.method = std::move(method), .target = std::move(target), .patience = patience};
    question.headers.add(std::string{api::kEnvelopeHeader},
                         issue(visit, {.request = side_request_id(visit.event),
                                       .method = question.method,
                                       .target = question.target,
                                       .body_digest = api::body_digest({}),
                                       .principal = {.kind = ActorKind::anonymous, .label = "edge"},
                                       .patience = patience}));
    return question;
}

// A vendor's event as the origin is to see it, whether it has just come in or waited.
api::Headers event_headers(const Visit& visit, const Parcel& parcel, std::string_view body, const RequestId& request,
                           Duration patience) {
    api::Headers headers{{"x-correlation-id", parcel.correlation_id}};
    if (!parcel.content_type.empty()) headers.add("content-type", parcel.content_type);
    if (!parcel.signed_id.empty()) headers.add("idempotency-key", parcel.signed_id);
    if (visit.event.headers.has("traceparent")) headers.add("traceparent", std::string{visit.header("traceparent")});
    headers.add(std::string{api::kEnvelopeHeader},
                issue(visit, {.request = request,
                              .method = "POST",
                              .target = parcel.target,
                              .content_type = parcel.content_type,
                              .idempotency_key = parcel.signed_id,
                              .body_digest = api::body_digest(body),
                              .principal = {.kind = ActorKind::webhook, .label = parcel.vendor},
                              .patience = patience}));
    return headers;
}

}  // namespace

std::string encode(const FinishContext& context) {
    const auto allowance = encode(context.allowance);
    const auto sharing = encode(context.sharing);
    std::string out{kKinds[static_cast<std::size_t>(context.kind)]};
    for (const std::string_view field :
         {std::string_view{context.correlation_id}, std::string_view{context.route},
          std::string_view{context.head_only ? "head" : "whole"}, std::string_view{context.token_hash},
          std::string_view{allowance}, std::string_view{context.parcel}, std::string_view{sharing},
          std::string_view{context.line}}) {
        out += '\n';
        out += field;
    }
    return out;
}

std::optional<FinishContext> decode_context(std::string_view bytes) {
    std::array<std::string_view, 9> fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto end = bytes.find('\n');
        const bool is_last = i + 1 == fields.size();
        if (is_last != (end == std::string_view::npos)) return std::nullopt;
        fields[i] = bytes.substr(0, end);
        bytes.remove_prefix(is_last ? bytes.size() : end + 1);
    }
    auto allowance = decode_allowance(fields[5]);
    const auto kind = std::ranges::find(kKinds, fields[0]);
    if (kind == kKinds.end() || !allowance) return std::nullopt;
    return FinishContext{.kind = static_cast<FinishContext::Kind>(kind - kKinds.begin()),
                         .correlation_id = std::string{fields[1]},
                         .route = std::string{fields[2]},
                         .head_only = fields[3] == "head",
                         .token_hash = std::string{fields[4]},
                         .allowance = std::move(*allowance),
                         .parcel = std::string{fields[6]},
                         .sharing = decode_sharing(fields[7]),
                         .line = std::string{fields[8]}};
}

Result<std::string, api::Problem> idempotency_key(const Visit& visit, const api::Route& route) {
    if (route.idempotency == api::Idempotency::none) return std::string{};
    auto key = visit.header("idempotency-key");
    if (key.empty()) key = visit.header("x-idempotency-key");
    if (key.size() > kMaxIdempotencyKey || !codec::is_field_value(key))
        return unexpected(api::invalid("Idempotency-Key", "must have at most 256 characters"));
    return std::string{key};
}

ForwardToOrigin forward(const Visit& visit, const api::Route& route, const Principal& principal,
                        std::string_view token_hash, std::string_view body, Duration patience,
                        std::optional<Allowance> allowance, const std::optional<Sharing>& sharing) {
    const bool is_streamed = api::streams_body(route);
    ForwardToOrigin effect{.method = visit.event.method,
                           .target = visit.event.target,
                           .limit = is_streamed ? route.body_limit : 0,
                           .patience = patience};
    effect.payload = is_streamed ? Payload::streamed : body.empty() ? Payload::none : Payload::gathered;
    // The origin has no use for a service token, and what it does not see it cannot lose.
    const bool keeps_token = principal.kind == ActorKind::service;
    for (const auto name : kForwarded)
        if (visit.event.headers.has(name) && !(keeps_token && name == "authorization"))
            effect.headers.add(std::string{name}, std::string{visit.header(name)});
    if (route.streaming != api::Streaming::no && visit.event.headers.has("upgrade"))
        for (const auto name : kHandshake)
            if (visit.event.headers.has(name)) effect.headers.add(std::string{name}, std::string{visit.header(name)});

    const auto key = idempotency_key(visit, route).value_or("");
    if (!key.empty()) effect.headers.add("idempotency-key", key);
    effect.headers.add("x-correlation-id", visit.correlation_id);
    effect.headers.add(std::string{api::kEnvelopeHeader},
                       issue(visit, {.method = visit.event.method,
                                     .target = visit.event.target,
                                     .content_type = std::string{visit.header("content-type")},
                                     .idempotency_key = key,
                                     .body_digest = is_streamed ? std::string{api::kStreamed} : api::body_digest(body),
                                     .principal = principal,
                                     .patience = patience}));
    effect.context = encode(FinishContext{.correlation_id = visit.correlation_id,
                                          .route = std::string{route.name},
                                          .head_only = visit.is_head(),
                                          .token_hash = std::string{token_hash},
                                          .allowance = std::move(allowance),
                                          .parcel = {},
                                          .sharing = sharing,
                                          .line = encode(visit.dialogue.line())});
    return effect;
}

ForwardToOrigin forward(const Visit& visit, const api::Route& route, const Parcel& parcel, std::string_view body,
                        Duration patience) {
    name_principal(visit.dialogue.line(), {.kind = ActorKind::webhook, .label = parcel.vendor});
    return {.method = "POST",
            .target = parcel.target,
            .payload = body.empty() ? Payload::none : Payload::gathered,
            .patience = patience,
            .headers = event_headers(visit, parcel, body, parcel.request, patience),
            .context = encode(FinishContext{.kind = FinishContext::Kind::webhook,
                                            .correlation_id = parcel.correlation_id,
                                            .route = std::string{route.name},
                                            .parcel = print(parcel),
                                            .line = encode(visit.dialogue.line())})};
}

AskOrigin deliver(const Visit& visit, const Parcel& parcel, std::string_view body, const RequestId& attempt,
                  Duration patience) {
    return {.method = "POST",
            .target = parcel.target,
            .headers = event_headers(visit, parcel, body, attempt, patience),
            .body = std::string{body},
            .patience = patience,
            .limit = kMaxAnswer};
}

AskOrigin tell_origin(const Visit& visit, std::string target, std::string body, const RequestId& request,
                      Duration patience, const Principal& teller) {
    AskOrigin told{.method = "POST", .target = std::move(target), .body = std::move(body), .patience = patience};
    told.limit = kMaxAnswer;
    told.headers.add("content-type", std::string{kJson});
    told.headers.add(std::string{api::kEnvelopeHeader}, issue(visit, {.request = request,
                                                                      .method = told.method,
                                                                      .target = told.target,
                                                                      .content_type = std::string{kJson},
                                                                      .body_digest = api::body_digest(told.body),
                                                                      .principal = teller,
                                                                      .patience = patience}));
    return told;
}

AskOrigin ask_for_health(const Visit& visit, Duration patience) {
    auto question = question_of_our_own(visit, "GET", "/api/health", patience);
    question.limit = kMaxAnswer;
    return question;
}

bool has_settled(const Outcome& head) {
    return head.done() && !came_from_a_proxy(head) && (head.status < 300 || head.status == 400);
}

AskOrigin ask_for_session(const Visit& visit, std::string_view token_hash, Duration patience, std::size_t limit) {
    auto question = question_of_our_own(visit, "GET", "/internal/sessions/" + std::string{token_hash}, patience);
    question.limit = limit;
    return question;
}

AskOrigin ask_for_key(const Visit& visit, std::string_view key_hash, Duration patience, std::size_t limit) {
    auto question = question_of_our_own(visit, "GET", "/internal/api-keys/" + std::string{key_hash}, patience);
    question.limit = limit;
    return question;
}

AskOrigin ask_to_end_session(const Visit& visit, std::string_view token_hash, Duration patience) {
    return question_of_our_own(visit, "POST", "/internal/sessions/" + std::string{token_hash} + "/end", patience);
}

Part<Effect> finish_forwarded(Dialogue& dialogue, const FinishContext& context, const Outcome& head) {
    if (ends_a_session(context, head)) {
        dialogue.note(doubt(session_key(context.token_hash)));
        const auto dropped = co_await dialogue.ask(KvDelete{session_key(context.token_hash)});
        // The claims then live for a minute at most, and the origin refuses the session meanwhile.
        if (!dropped.done()) dialogue.note(Count{"claims_not_dropped", context.route, ""});
    }
    if (const auto failure = failure_of(head)) {
        dialogue.line().code = api::name(*failure);
        dialogue.note(Count{"refused", context.route, std::string{api::name(*failure)}});
        auto refusal = respond({*failure}, context.correlation_id, context.head_only);
        share(refusal.headers, context.sharing);
        if (context.allowance) tell(refusal.headers, *context.allowance);
        co_return refusal;
    }
    dialogue.line().code = head.headers.get(api::kCodeHeader);
    Respond answer{.status = head.status, .from = BodyFrom::passed, .headers = passable(head.headers)};
    secure(answer.headers, Surface::api, context.correlation_id);
    share(answer.headers, context.sharing);
    if (context.allowance) {
        tell(answer.headers, *context.allowance);
        if (context.allowance->is_given_back && head.status < 300) dialogue.note(give_back(*context.allowance));
    }
    dialogue.note(Count{"served", context.route, std::to_string(head.status / 100) + "xx"});
    co_return answer;
}

}  // namespace wib::edge
