#include "edge/core/answer.hpp"

#include <algorithm>
#include <array>

#include "shared/codec/header.hpp"

namespace wib::edge {
namespace {

constexpr std::string_view kApiPolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

// RFC 9110 §7.6.1, and what only the hop to the origin knows.
constexpr std::array<std::string_view, 9> kHopByHop{"connection", "keep-alive",          "proxy-authenticate",
                                                    "te",         "proxy-authorization", "trailer",
                                                    "upgrade",    "transfer-encoding",   "server"};

}  // namespace

// Nothing inline anywhere: the component kit makes its style elements with the page's nonce. One page loads Wasm
// (loads_wasm). blob: is the console's own memory: recordings being played, the waveform's worker.
std::string console_policy(std::string_view nonce, std::string_view widget, Wasm wasm) {
    std::string policy = "default-src 'none'; script-src 'self'";
    if (wasm == Wasm::allowed) policy += " 'wasm-unsafe-eval'";
    if (!widget.empty()) policy.append(" ").append(widget).append("; frame-src ").append(widget);
    policy += "; style-src 'self'";
    if (!nonce.empty()) policy.append(" 'nonce-").append(nonce).append("'");
    return policy +
           "; connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; "
           "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

void secure(api::Headers& headers, Surface surface, std::string_view correlation_id) {
    const bool is_api = surface == Surface::api;
    headers.set("content-security-policy", is_api ? std::string{kApiPolicy} : console_policy({}, {}));
    headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
    headers.set("x-content-type-options", "nosniff");
    headers.set("x-frame-options", "DENY");
    headers.set("referrer-policy", "strict-origin-when-cross-origin");
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("permissions-policy",
                is_api ? "microphone=(), camera=(), geolocation=()" : "microphone=(self), camera=(), geolocation=()");
    headers.set("x-correlation-id", std::string{correlation_id});
    if (is_api && !headers.has("cache-control")) headers.set("cache-control", "no-store");
}

api::Headers passable(const api::Headers& from_origin) {
    api::Headers kept;
    for (const auto& [name, value] : from_origin) {
        const auto lower = codec::lower_case(name);
        if (lower.starts_with("x-wib-") || lower.starts_with("access-control-") ||
            std::ranges::find(kHopByHop, lower) != kHopByHop.end())
            continue;
        kept.add(lower, value);
    }
    return kept;
}

Respond respond(const api::Problem& problem, std::string_view correlation_id, bool head_only) {
    auto answer = api::to_response(problem, correlation_id);
    secure(answer.headers, Surface::api, correlation_id);
    return {.status = answer.status,
            .from = BodyFrom::own,
            .headers = std::move(answer.headers),
            .body = head_only ? std::string{} : std::move(answer.body)};
}

}  // namespace wib::edge
