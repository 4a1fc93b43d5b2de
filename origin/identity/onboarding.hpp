#pragma once
#include "origin/identity/identity_routes.hpp"

namespace wib::identity {

/// An organisation's first steps (shared/api/endpoints/onboarding.hpp): what is passed stays passed, however many
/// admins walk through them at once.
void add_onboarding_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity);

}  // namespace wib::identity
