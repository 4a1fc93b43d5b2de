#pragma once
#include "origin/identity/identity_routes.hpp"

namespace wib::identity {

/// Members and invitations (shared/api/endpoints/organizations.hpp).
void add_team_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity);

}  // namespace wib::identity
