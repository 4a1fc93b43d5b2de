#include "edge/core/serve.hpp"

#include "edge/core/admit.hpp"
#include "edge/core/answer.hpp"
#include "edge/core/cache.hpp"
#include "edge/core/console.hpp"
#include "edge/core/cors.hpp"
#include "edge/core/effects_endpoint.hpp"
#include "edge/core/forward.hpp"
#include "edge/core/human.hpp"
#include "edge/core/webhook.hpp"
#include "edge/core/windows.hpp"

namespace wib::edge {
namespace {

constexpr Duration kBodyPatience = std::chrono::seconds{15};

bool belongs_to_the_api(std::string_view path) {
    for (const std::string_view floor : {"/api", "/webhooks", "/internal"})
        if (path.starts_with(floor) && (path.size() == floor.size() || path[floor.size()] == '/')) return true;
    return false;
}

Respond unknown_path(const Visit& visit, std::string_view path) {
    return refuse(visit, "none",
                  {.code = api::Code::not_found,
                   .message = "Not found",
                   .extra = {{"path", std::string{path}}, {"method", visit.event.method}}});
}

Respond wrong_method(const Visit& visit, std::string_view allowed) {
    auto answer = refuse(visit, "none", {api::Code::method_not_allowed});
    answer.headers.set("allow", std::string{allowed});
    return answer;
}

// A request that a person's session (or nobody's) stands behind, and that some handler at the origin answers.
Part<Effect> serve_route(const Visit& visit, const api::Route& route, const std::optional<Sharing>& sharing) {
    std::optional<Session> session;
    if (route.auth != api::Auth::open) {
        auto found = co_await find_session(visit, route);
        if (!found) co_return refuse(visit, route.name, found.error());
        session = std::move(*found);
        if (session) name_principal(visit.dialogue.line(), session->principal);
    }
    std::string body;
    const bool token_may_be_inside = route.csrf == api::Csrf::pre_session;
    if (!token_may_be_inside)
        if (const auto refusal = check_csrf(visit, route, session, {})) co_return refuse(visit, route.name, *refusal);
    if (const auto refusal = check_handshake(visit, route, sharing && !sharing->origin.empty()))
        co_return refuse(visit, route.name, *refusal);
    if (const auto refusal = authorise(route, session)) co_return refuse(visit, route.name, *refusal);
    if (const auto key = idempotency_key(visit, route); !key) co_return refuse(visit, route.name, key.error());
    auto allowance = co_await spend(visit, route, session);
    if (!allowance) co_return std::move(allowance.error());

    // Counted is counted: whoever is refused from here on hears what is left as well.
    const auto refuse_counted = [&](const api::Problem& problem) {
        auto refusal = refuse(visit, route.name, problem);
        if (*allowance) tell(refusal.headers, **allowance);
        return refusal;
    };
    auto read = co_await read_body(visit, route, kBodyPatience);
    if (!read) co_return refuse_counted(read.error());
    body = std::move(*read);
    if (token_may_be_inside)
        if (const auto refusal = check_csrf(visit, route, session, body)) co_return refuse_counted(*refusal);
    if (const auto refusal = co_await check_human(visit, route)) co_return refuse_counted(*refusal);

    auto onward =
        forward(visit, route, session ? session->principal : Principal{}, session ? session->token_hash : "", body,
                api::streams_body(route) ? kUploadPatience : kRequestPatience, std::move(*allowance), sharing);
    if (const auto key = cache_key(visit, route, session))
        co_return co_await serve_kept(visit, *key, std::move(onward));
    co_return onward;
}

// What the table serves.
Part<Effect> serve_api(const Visit& visit, std::string_view path, const std::optional<Sharing>& sharing) {
    auto why = api::NoMatch::unknown_path;
    const auto match = api::match(visit.event.method, path, &why);
    if (!match && why == api::NoMatch::wrong_method && !path.starts_with("/internal/"))
        co_return wrong_method(visit, api::allowed_methods(path));
    // What the origin keeps for the edge itself does not exist for anybody outside.
    if (!match || match->route->auth == api::Auth::internal) co_return unknown_path(visit, path);

    const auto& route = *match->route;
    visit.dialogue.line().route = route.name;
    if (const auto refusal = co_await check_flood(visit, route)) co_return refuse(visit, route.name, *refusal);
    if (route.auth == api::Auth::webhook) co_return co_await receive_webhook(visit, route);
    co_return co_await serve_route(visit, route, sharing);
}

// Who opens the console by http:// is shown the way; programs are refused, so that none goes on sending its key in the
// clear without anybody noticing (OWASP ASVS 5 §4.1.2).
Respond insist_on_https(const Visit& visit, std::string_view path) {
    const bool is_page = !belongs_to_the_api(path) && (visit.event.method == "GET" || visit.is_head());
    if (!is_page) return refuse(visit, "none", {api::Code::https_required});
    Respond answer{.status = 308, .headers = {{"location", "https://" + visit.event.host + visit.event.target}}};
    secure(answer.headers, Surface::api, visit.correlation_id);
    return answer;
}

}  // namespace

Part<Effect> serve(const Visit& visit) {
    if (const auto refusal = check_head(visit)) co_return refuse(visit, "none", *refusal);
    const auto path = codec::parse_target(visit.event.target)->path;
    if (visit.came_in_the_clear()) co_return insist_on_https(visit, path);
    if (!belongs_to_the_api(path)) co_return co_await serve_console(visit, path);
    if (path == kEffectsPath && visit.event.method == "POST") co_return co_await carry_out_effects(visit);

    const auto sharing = sharing_of(visit, path);
    auto preflight = answer_preflight(visit, path, sharing);
    auto ending = preflight ? Effect{std::move(*preflight)} : co_await serve_api(visit, path, sharing);
    // A forwarded request's answer is shared when it comes back: the context says with whom.
    if (auto* answer = std::get_if<Respond>(&ending)) share(answer->headers, sharing);
    co_return ending;
}

}  // namespace wib::edge
