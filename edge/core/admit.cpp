#include "edge/core/admit.hpp"

#include <algorithm>
#include <charconv>

#include "edge/core/forward.hpp"
#include "edge/core/service.hpp"
#include "shared/api/api_keys.hpp"
#include "shared/api/auth.hpp"
#include "shared/api/authorise.hpp"
#include "shared/codec/cookie.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/identity/api_key.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/fingerprint.hpp"
#include "shared/identity/session_token.hpp"

namespace wib::edge {

/// The one member of a sign-in body that the edge looks at.
struct FormToken {
    std::optional<std::string> csrf_token;
};
BOOST_DESCRIBE_STRUCT(FormToken, (), (csrf_token))

namespace {

using Claims = api::SessionClaims;

constexpr std::size_t kMaxHeaders = 100;
constexpr std::size_t kMaxHeaderBytes = 16 * 1024;
constexpr std::size_t kMaxClaims = 8 * 1024;
constexpr Duration kClaimsPatience = std::chrono::seconds{3};
constexpr codec::Reading kLenient{.unknown = codec::Unknown::ignored};

bool is_safe(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

template <class T>
std::optional<T> parse_claims(std::string_view text) {
    auto claims = codec::parse<T>(text, kLenient);
    if (!claims) return std::nullopt;
    return std::move(*claims);
}

// From KV, else from the origin, which refills KV. Nothing when the origin knows no such session or key. What KV holds
// but we cannot read was written by another version: as good as nothing.
template <class T>
Part<Result<std::optional<T>, api::Problem>> load_claims(const Visit& visit, std::string name, AskOrigin question) {
    const auto kept = co_await visit.dialogue.ask(KvGet{name});
    if (kept.done())
        if (auto claims = parse_claims<T>(kept.body)) co_return claims;

    const auto answer = co_await visit.dialogue.ask(std::move(question));
    if (answer.done() && answer.status == 404) co_return std::optional<T>{};
    if (answer.done() && answer.status == 200)
        if (auto claims = parse_claims<T>(answer.body)) {
            visit.dialogue.note(KvPut{name, answer.body});
            co_return claims;
        }
    co_return unexpected(api::Problem{api::Code::origin_unavailable});
}

Principal principal_of(const Claims& claims) {
    return {.kind = ActorKind::session,
            .actor = claims.session_id.value,
            .user = claims.user_id,
            .organization = claims.organization_id,
            .role = claims.role,
            .plan = claims.plan,
            .label = {},
            .is_platform_admin = claims.platform_role && is_platform_admin(*claims.platform_role),
            .permissions = {}};
}

Principal principal_of(const api::KeyClaims& claims) {
    return {.kind = ActorKind::api_key,
            .actor = claims.key_id.value,
            .user = {},
            .organization = claims.organization_id,
            .role = claims.role,
            .plan = claims.plan,
            .label = {},
            .is_platform_admin = false,
            .permissions = claims.permissions};
}

// A browser's handshake lacks some of what its fingerprint is made of (Chromium sends no Sec-CH-UA with it). What a row
// that gives sockets asks for besides can only be had by the same session, in a request that is compared.
bool looks_the_same(const Visit& visit, const api::Route& route, const Claims& claims) {
    if (route.streaming == api::Streaming::socket) return true;
    return claims.fingerprint_hash == identity::fingerprint(visit.header("user-agent"), visit.header("accept-language"),
                                                            visit.header("sec-ch-ua"));
}

// A token met in another browser has been stolen or shared: its session ends for both (rules §1). Where the origin
// cannot be told now, the next request with the token tells it again.
Part<bool> end_session(const Visit& visit, const std::string& token_hash) {
    const auto told = co_await visit.dialogue.ask(ask_to_end_session(visit, token_hash, kClaimsPatience));
    const bool ended = told.done() && told.status == 200;
    if (ended) co_await visit.dialogue.ask(KvDelete{session_key(token_hash)});
    co_return ended;
}

}  // namespace

std::string session_key(std::string_view token_hash) {
    return identity::claims_key(token_hash);
}

std::optional<api::Problem> check_head(const Visit& visit) {
    std::size_t bytes = 0;
    for (const auto& [name, value] : visit.event.headers) bytes += name.size() + value.size();
    if (visit.event.headers.size() > kMaxHeaders || bytes > kMaxHeaderBytes)
        return api::Problem{api::Code::header_too_large};
    if (!codec::parse_target(visit.event.target)) return api::Problem{api::Code::invalid_target};
    return std::nullopt;
}

Part<std::optional<api::Problem>> check_flood(const Visit& visit, const api::Route& route) {
    if (route.rate == api::RateClass::none || !visit.config.has_limiter) co_return std::nullopt;
    const auto verdict = co_await visit.dialogue.ask(Limit{std::string{visit.client_address()}});
    if (verdict.ending != Ending::refused) co_return std::nullopt;
    co_return api::Problem{.code = api::Code::rate_limited, .extra = {{"retry_after_seconds", "10"}}};
}

Part<Result<std::optional<Session>, api::Problem>> find_session(const Visit& visit, const api::Route& route) {
    const bool is_optional = route.auth == api::Auth::optional;
    if (route.auth == api::Auth::platform) {
        auto found = co_await find_service(visit, route);
        if (!found || *found) co_return std::move(found);
    }
    if (const auto key = identity::find_api_key(visit.header("authorization"))) {
        const auto key_hash = identity::hash_token(*key);
        const auto claims = co_await load_claims<api::KeyClaims>(
            visit, identity::key_claims_key(key_hash), ask_for_key(visit, key_hash, kClaimsPatience, kMaxClaims));
        if (!claims) co_return unexpected(claims.error());
        const bool lives = *claims && (!(*claims)->expires_at || *(*claims)->expires_at > visit.dialogue.now());
        if (!lives) co_return unexpected(api::Problem{api::Code::session_revoked, "The API key is not valid."});
        co_return std::optional{Session{principal_of(**claims), {}}};
    }
    const auto token = identity::find_session_token(visit.header("authorization"), visit.header("cookie"));
    if (!token) {
        if (is_optional) co_return std::optional<Session>{};
        co_return unexpected(api::Problem{api::Code::auth_required});
    }
    const auto nobody = [&]() -> Result<std::optional<Session>, api::Problem> {
        if (is_optional) return std::optional<Session>{};
        return unexpected(api::Problem{api::Code::session_revoked});
    };

    const auto token_hash = identity::hash_token(*token);
    const auto claims = co_await load_claims<Claims>(visit, session_key(token_hash),
                                                     ask_for_session(visit, token_hash, kClaimsPatience, kMaxClaims));
    if (!claims) co_return unexpected(claims.error());
    if (!*claims || (*claims)->expires_at <= visit.dialogue.now()) co_return nobody();
    if (!looks_the_same(visit, route, **claims)) {
        const bool ended = co_await end_session(visit, token_hash);
        visit.dialogue.note(
            Count{"fingerprint_changed", std::string{route.name}, ended ? "ended" : "origin_unavailable"});
        co_return nobody();
    }
    co_return std::optional{Session{principal_of(**claims), token_hash}};
}

std::optional<api::Problem> check_csrf(const Visit& visit, const api::Route& route,
                                       const std::optional<Session>& session, std::string_view body) {
    if (route.csrf == api::Csrf::none || is_safe(visit.event.method)) return std::nullopt;
    auto purpose = identity::CsrfPurpose::session;
    std::string token{visit.header("x-csrf-token")};
    std::string bound_to;
    if (route.csrf == api::Csrf::session) {
        // Nobody is signed in where signing in is optional: there is no session that another page could abuse.
        if (!session) return std::nullopt;
        // No browser sends an API key or a service token by itself. What Access says comes along unasked: without a
        // session's token it changes nothing.
        if (session->principal.kind == ActorKind::api_key) return std::nullopt;
        if (session->principal.kind == ActorKind::service && visit.event.headers.has("authorization"))
            return std::nullopt;
        bound_to = session->token_hash;
    } else {
        purpose = identity::CsrfPurpose::pre_session;
        if (token.empty())
            if (const auto form = codec::parse<FormToken>(body, kLenient)) token = form->csrf_token.value_or("");
        bound_to = codec::find_cookie(visit.header("cookie"), identity::kPreSessionCookie).value_or("");
    }
    const auto verdict = identity::check_csrf(token, purpose, bound_to, visit.dialogue.now(), visit.config.session_key);
    if (verdict) return std::nullopt;
    return api::Problem{verdict.error() == identity::CsrfError::missing ? api::Code::csrf_missing
                                                                        : api::Code::csrf_invalid};
}

std::optional<api::Problem> check_handshake(const Visit& visit, const api::Route& route, bool is_shared) {
    const auto page = visit.header("origin");
    if (route.streaming != api::Streaming::socket || page.empty() || is_shared) return std::nullopt;
    if (page == visit.event.scheme + "://" + visit.event.host) return std::nullopt;
    return api::Problem{api::Code::csrf_invalid, "Another site's page may not open this socket."};
}

std::optional<api::Problem> authorise(const api::Route& route, const std::optional<Session>& session) {
    return session ? api::authorise(route, session->principal) : api::authorise(route, Principal{});
}

Part<Result<std::string, api::Problem>> read_body(const Visit& visit, const api::Route& route, Duration patience) {
    if (!visit.event.has_body) co_return std::string{};
    const auto claimed = visit.header("content-length");
    std::size_t length = 0;
    const bool is_counted = std::from_chars(claimed.data(), claimed.data() + claimed.size(), length).ec == std::errc{};
    if (route.body_limit == 0 && is_counted && length == 0) co_return std::string{};
    if (route.body_limit == 0 || (is_counted && length > route.body_limit))
        co_return unexpected(api::Problem{api::Code::payload_too_large});
    // It goes on as it comes in; the host counts what did not say how much it is.
    if (api::streams_body(route)) co_return std::string{};

    auto read = co_await visit.dialogue.ask(ReadBody{route.body_limit, patience});
    switch (read.ending) {
        case Ending::done:
            co_return std::move(read.body);
        case Ending::too_large:
            co_return unexpected(api::Problem{api::Code::payload_too_large});
        case Ending::late:
            co_return unexpected(api::Problem{api::Code::deadline_exceeded});
        case Ending::absent:
        case Ending::refused:
        case Ending::failed:
        case Ending::unavailable:
            break;
    }
    // The caller went away while sending; nobody will read this.
    co_return unexpected(api::Problem{api::Code::invalid_target, "The body could not be read."});
}

}  // namespace wib::edge
