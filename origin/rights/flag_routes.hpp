#pragma once
#include "origin/http/endpoint.hpp"

namespace wib::rights {

/// Switches for everybody (platform) and for one organisation (shared/api/endpoints/plans.hpp). What the platform
/// changes is audited in the organisation its person acts from.
void add_flag_endpoints(http::Endpoints& endpoints);

}  // namespace wib::rights
