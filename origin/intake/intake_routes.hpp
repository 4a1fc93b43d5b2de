#pragma once
#include "origin/http/endpoint.hpp"
#include "origin/intake/failures.hpp"
#include "origin/intake/vendor_inbox.hpp"

namespace wib::intake {

struct IntakeRoutes {
    const Listeners& listeners;
    VendorInbox& inbox;
    Failures& failures;
};

/// Webhooks of the vendors no feature has routes for, and the failures (shared/api/endpoints/webhooks.hpp,
/// reliability.hpp).
void add_endpoints(http::Endpoints& endpoints, IntakeRoutes& intake);

}  // namespace wib::intake
