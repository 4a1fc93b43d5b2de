#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/endpoint.hpp"

namespace wib::rights {

/// Who may do what, what the plan includes and which switches are on (shared/api/endpoints/rights.hpp, plans.hpp). The
/// table of shared/identity/permission.hpp is asked for by the console to show what is offered and by programs to know
/// beforehand.
void add_endpoints(http::Endpoints& endpoints, db::Database& database);

}  // namespace wib::rights
