#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/endpoint.hpp"
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

/// Signing in and out, who is signed in, and the edge's questions about sessions (shared/api/endpoints/auth.hpp,
/// internal.hpp). One message for every way to fail a sign-in; attempts are counted and locked by rules §1.
void add_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity);

}  // namespace wib::identity
