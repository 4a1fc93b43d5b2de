#pragma once
#include "origin/identity/identity_routes.hpp"

namespace wib::identity {

/// Keys that programs come with, and the edge's questions about them (shared/api/endpoints/api_keys.hpp).
void add_api_key_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity);

}  // namespace wib::identity
