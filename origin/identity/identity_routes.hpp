#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/reply.hpp"
#include "origin/http/request_context.hpp"
#include "origin/identity/password.hpp"
#include "origin/runtime/clock.hpp"
#include "shared/core/secret.hpp"

namespace wib::identity {

/// What signing in and out needs. Lives as long as the server.
struct IdentityRoutes {
    db::Database& database;
    Passwords& passwords;
    const Clock& clock;
    Random& random;
    Secret session_key;  ///< WIB_SESSION_KEY
};

/// GET /api/auth/csrf: a pre-session cookie and a token bound to it, good for ten minutes.
Task<http::Reply> get_csrf(IdentityRoutes& identity, http::RequestContext& request);
/// POST /api/auth/callback/credentials: one message for every way to fail; counted and locked by rules §1.
Task<http::Reply> sign_in(IdentityRoutes& identity, http::RequestContext& request);
/// POST /api/auth/signout: ends the session, if there is one, and forgets the cookie either way.
Task<http::Reply> sign_out(IdentityRoutes& identity, http::RequestContext& request);
/// GET /api/auth/session: who is signed in, or null.
Task<http::Reply> get_session(IdentityRoutes& identity, http::RequestContext& request);
/// GET /api/users/me
Task<http::Reply> get_me(IdentityRoutes& identity, http::RequestContext& request);
/// GET /internal/sessions/{token_hash}: the claims of a living session, for the edge.
Task<http::Reply> resolve_session(IdentityRoutes& identity, http::RequestContext& request);
/// POST /internal/sessions/{token_hash}/end: the edge met the token in another browser than the session began in.
Task<http::Reply> end_session(IdentityRoutes& identity, http::RequestContext& request);

}  // namespace wib::identity
