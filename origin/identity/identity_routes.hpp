#pragma once
#include <functional>
#include <string>
#include <vector>

#include "origin/db/tenant_tx.hpp"
#include "origin/http/endpoint.hpp"
#include "origin/identity/password.hpp"
#include "origin/notify/ports.hpp"
#include "origin/runtime/clock.hpp"
#include "shared/core/secret.hpp"

namespace wib::identity {

/// What signing in and out needs. Lives as long as the server.
struct IdentityRoutes {
    db::Database& database;
    Passwords& passwords;
    const Clock& clock;
    Random& random;
    Secret session_key;      ///< WIB_SESSION_KEY
    std::string public_url;  ///< WIB_PUBLIC_URL: where the links of letters lead
    notify::Mailer& mailer;  ///< asked only whether there is one; letters leave through their outbox
    /// Has the edge forget what it keeps under these names (claims_key, key_claims_key).
    std::function<Task<void>(std::vector<std::string>)> forget_claims;
};

/// Signing in and out, who is signed in, and the edge's questions about sessions (shared/api/endpoints/auth.hpp,
/// internal.hpp). One message for every way to fail a sign-in; attempts are counted and locked by rules §1.
void add_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity);

}  // namespace wib::identity
