#pragma once
#include "origin/http/endpoint.hpp"

namespace wib::rights {

/// What the organisation's plan includes, its limits and what of them is used, and the platform's own figures
/// (shared/api/endpoints/plans.hpp).
void add_plan_endpoints(http::Endpoints& endpoints, db::Database& database);

}  // namespace wib::rights
