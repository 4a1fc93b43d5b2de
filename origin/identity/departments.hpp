#pragma once
#include "origin/http/endpoint.hpp"

namespace wib::identity {

/// Departments and who is in them (shared/api/endpoints/teams.hpp).
void add_department_endpoints(http::Endpoints& endpoints, db::Database& database);

}  // namespace wib::identity
