#pragma once
#include <optional>
#include <string>

#include "edge/core/visit.hpp"
#include "shared/core/result.hpp"
#include "shared/identity/principal.hpp"

/// Who may come in: a request passes the checks of its route's row one after another, or gets a problem.
namespace wib::edge {

/// Who stands behind a request: a session, or an API key or a service, which have no token hash.
struct Session {
    Principal principal;
    std::string token_hash;
};

/// The KV key of a session's claims; sixty seconds old at most, and the origin checks each session again in its
/// transaction.
[[nodiscard]] std::string session_key(std::string_view token_hash);

/// Size and shape of the head: what is too large or could be read in two ways dies here.
[[nodiscard]] std::optional<api::Problem> check_head(const Visit& visit);

/// The flood limiter. It fails open: an edge that cannot count still answers.
[[nodiscard]] Part<std::optional<api::Problem>> check_flood(const Visit& visit, const api::Route& route);

/// The session (or API key) behind the request's token; nothing when it carries none, or one that is good for nothing
/// on a route where signing in is optional. KV first, the origin on a miss.
[[nodiscard]] Part<Result<std::optional<Session>, api::Problem>> find_session(const Visit& visit,
                                                                              const api::Route& route);

/// Safe methods need no token. `body` is searched for csrf_token where a form may carry it (before sign-in).
[[nodiscard]] std::optional<api::Problem> check_csrf(const Visit& visit, const api::Route& route,
                                                     const std::optional<Session>& session, std::string_view body);

/// Browsers send a handshake across sites, with cookies and without asking (RFC 6455 §10.2): none from a page of
/// another origin is taken, unless that origin is listed (`is_shared`).
[[nodiscard]] std::optional<api::Problem> check_handshake(const Visit& visit, const api::Route& route, bool is_shared);
[[nodiscard]] std::optional<api::Problem> authorise(const api::Route& route, const std::optional<Session>& session);

/// The request's body, whole; "" when the route takes none and none came, and where it streams in.
[[nodiscard]] Part<Result<std::string, api::Problem>> read_body(const Visit& visit, const api::Route& route,
                                                                Duration patience);

}  // namespace wib::edge
