#pragma once
#include "origin/identity/identity_routes.hpp"

namespace wib::identity {

/// Signing up, proving an address, choosing another password, and the sessions of a person
/// (shared/api/endpoints/people.hpp).
void add_account_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity);

}  // namespace wib::identity
