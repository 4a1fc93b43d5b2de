#pragma once
#include "origin/identity/identity_routes.hpp"

namespace wib::identity {

/// Organisations: founding, changing, moving between them (shared/api/endpoints/organizations.hpp).
void add_organization_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity);

}  // namespace wib::identity
