#include "edge/core/cors.hpp"

#include <algorithm>
#include <array>

#include "edge/core/answer.hpp"

namespace wib::edge {
namespace {

// Browsers keep a preflight's answer for as long as they like, at most this (routes.md §0).
constexpr std::string_view kMaxAge = "86400";
// What a request may bring besides the safelisted fields: those somebody here reads.
constexpr std::string_view kAllowed =
    "Authorization, Content-Type, Idempotency-Key, X-Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Range, "
    "Traceparent, X-AI-Mode, X-Correlation-ID, X-CSRF-Token, X-Dialer-Session, X-Human-Proof";
constexpr std::string_view kExposed =
    "X-Correlation-ID, Traceparent, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, "
    "Idempotent-Replayed, X-Session-Token";
// Stands for a list nobody of which asks; no origin is written so.
constexpr std::string_view kNobody = "-";

constexpr std::array<std::string_view, 5> kMethods{"GET", "POST", "PUT", "PATCH", "DELETE"};

// Vendors and the edge itself are no pages.
std::string methods_for_pages(std::string_view path) {
    std::string methods;
    for (const auto method : kMethods) {
        const auto found = api::match(method, path);
        if (!found || found->route->auth == api::Auth::webhook || found->route->auth == api::Auth::internal) continue;
        if (!methods.empty()) methods += ", ";
        methods += method;
        if (method == "GET") methods += ", HEAD";
    }
    return methods;
}

}  // namespace

std::optional<Sharing> sharing_of(const Visit& visit, std::string_view path) {
    const auto& listed = visit.config.cors_origins;
    if (listed.empty() || !path.starts_with("/api/")) return std::nullopt;
    const auto asking = visit.header("origin");
    const bool is_listed = std::ranges::find(listed, asking) != listed.end();
    return Sharing{is_listed ? std::string{asking} : std::string{}};
}

void share(api::Headers& headers, const std::optional<Sharing>& sharing) {
    if (!sharing) return;
    const auto vary = headers.get("vary");
    headers.set("vary", vary.empty() ? std::string{"Origin"} : std::string{vary} + ", Origin");
    if (sharing->origin.empty()) return;
    headers.set("access-control-allow-origin", sharing->origin);
    headers.set("access-control-allow-credentials", "true");
    headers.set("access-control-expose-headers", std::string{kExposed});
}

std::optional<Respond> answer_preflight(const Visit& visit, std::string_view path,
                                        const std::optional<Sharing>& sharing) {
    const bool is_asking = sharing && !sharing->origin.empty() && visit.event.method == "OPTIONS" &&
                           visit.event.headers.has("access-control-request-method");
    if (!is_asking) return std::nullopt;
    const auto methods = methods_for_pages(path);
    if (methods.empty()) return std::nullopt;
    Respond answer{.status = 204, .headers = {}, .body = {}};
    secure(answer.headers, Surface::api, visit.correlation_id);
    answer.headers.set("access-control-allow-methods", methods);
    answer.headers.set("access-control-allow-headers", std::string{kAllowed});
    answer.headers.set("access-control-max-age", std::string{kMaxAge});
    visit.dialogue.note(Count{"preflight", "none", "answered"});
    return answer;
}

std::string encode(const std::optional<Sharing>& sharing) {
    if (!sharing) return {};
    return sharing->origin.empty() ? std::string{kNobody} : sharing->origin;
}

std::optional<Sharing> decode_sharing(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return Sharing{text == kNobody ? std::string{} : std::string{text}};
}

}  // namespace wib::edge
