#include "origin/http/envelope.hpp"

#include <algorithm>

#include "shared/api/authorise.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/url.hpp"

namespace wib::http {

using api::Code;
using api::Problem;

RequestMemory::Answer RequestMemory::remember(const RequestId& id, Instant now) {
    const std::scoped_lock lock{mutex_};
    const auto age = now - since_;
    if (age >= 2 * api::kEnvelopeSkew) {
        old_.clear();
        if (age < 4 * api::kEnvelopeSkew) old_.swap(young_);
        young_.clear();
        since_ = now;
    }
    if (old_.contains(id) || young_.contains(id)) return Answer::replayed;
    if (young_.size() >= capacity_) return Answer::full;
    young_.insert(id);
    return Answer::fresh;
}

std::string idempotency_key(const api::Headers& headers) {
    const auto standard = headers.get("idempotency-key");
    return std::string{standard.empty() ? headers.get("x-idempotency-key") : standard};
}

namespace {

bool is_safe(std::string_view method) {
    return method == "GET" || method == "HEAD";
}

bool may_come_in(const api::Route& route, const Principal& principal) {
    switch (route.auth) {
        case api::Auth::open:
        case api::Auth::optional:
            return true;
        case api::Auth::session:
            return (principal.kind == ActorKind::session || principal.kind == ActorKind::api_key) &&
                   (principal.organization || (route.role == Role::none && principal.user));
        case api::Auth::platform:
            return !api::authorise(route, principal);
        case api::Auth::webhook:
            return principal.kind == ActorKind::webhook && principal.label == route.vendor;
        case api::Auth::internal:
            return principal.kind != ActorKind::session && principal.kind != ActorKind::api_key &&
                   principal.kind != ActorKind::webhook && principal.kind != ActorKind::service;
    }
    return false;
}

}  // namespace

Result<RequestContext, Problem> admit(Arrival arrival, const api::Match& match, RequestMemory& memory,
                                      const Clock& clock, Duration patience) {
    auto& envelope = arrival.envelope;
    auto key = idempotency_key(arrival.headers);
    const auto& route = *match.route;
    const auto content_type = arrival.headers.get("content-type");
    if (api::streams_body(route) != (envelope.body_digest == api::kStreamed))
        return unexpected(Problem{Code::envelope_invalid});
    if (const auto same = api::matches(envelope, arrival.method, arrival.target, content_type, key, arrival.body,
                                       route.streaming == api::Streaming::yes);
        !same)
        return unexpected(api::problem(same.error()));
    if (!is_safe(arrival.method)) {
        switch (memory.remember(envelope.request, clock.now())) {
            case RequestMemory::Answer::fresh:
                break;
            case RequestMemory::Answer::replayed:
                return unexpected(Problem{Code::envelope_replayed});
            case RequestMemory::Answer::full:
                return unexpected(Problem{Code::capacity});
        }
    }
    // The edge has decided who may; this only holds it to the shape it vouches for.
    if (!may_come_in(route, envelope.principal)) return unexpected(Problem{Code::envelope_invalid});
    if (key.size() > 256 || !codec::is_field_value(key))
        return unexpected(
            Problem{Code::validation_error, {}, {{"Idempotency-Key", "must have 1 to 256 printable characters"}}});
    if (!arrival.body.empty() && route.auth != api::Auth::webhook &&
        codec::media_type(content_type) != "application/json")
        return unexpected(Problem{Code::unsupported_media});

    RequestContext context{.route = &route,
                           .id = envelope.request,
                           .correlation_id = std::move(arrival.correlation_id),
                           .principal = std::move(envelope.principal),
                           .client_address = std::move(envelope.client_address),
                           .user_agent = std::move(envelope.user_agent),
                           .deadline = clock.in(std::min(patience, envelope.patience)),
                           .received_at = clock.now()};
    for (const auto& [name, value] : match.params) {
        auto decoded = codec::percent_decode(value);
        if (!decoded) return unexpected(Problem{Code::invalid_target});
        context.params.insert_or_assign(std::string{name}, std::move(*decoded));
    }
    const auto target = codec::parse_target(arrival.target);
    auto query = target ? codec::parse_query(target->query) : std::nullopt;
    if (!query) return unexpected(Problem{Code::invalid_target});
    for (auto& [name, value] : *query) context.query.insert_or_assign(std::move(name), std::move(value));
    context.method = std::move(arrival.method);
    context.target = std::move(arrival.target);
    context.headers = std::move(arrival.headers);
    context.body = std::move(arrival.body);
    context.idempotency_key = std::move(key);
    return context;
}

}  // namespace wib::http
