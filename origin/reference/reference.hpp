#pragma once
#include <string>

#include "origin/http/endpoint.hpp"

namespace wib::reference {

/// The OpenAPI document as it is served, made once.
struct ApiDocument {
    ApiDocument();
    std::string text;
    std::string entity_tag;  ///< of the text, quoted
};

/// GET /api/openapi.json. Lives as long as `document` does.
void add_endpoints(http::Endpoints& endpoints, const ApiDocument& document);

}  // namespace wib::reference
