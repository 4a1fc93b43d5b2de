#pragma once
#include "origin/http/endpoint.hpp"
#include "origin/supervision/listening.hpp"

namespace wib::supervision {

/// Supervision of live calls (shared/api/endpoints/monitors.hpp). `parts` live as long as the server.
void add_endpoints(http::Endpoints& endpoints, ListenParts& parts);

}  // namespace wib::supervision
