#pragma once
#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <vector>

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/routes.hpp"

/// The API in its own words: OpenAPI 3.1, made from the route table and the described endpoints, so that it cannot say
/// anything else than what is served. The same sources give the same bytes.
namespace wib::api {

[[nodiscard]] boost::json::object openapi_document();

/// `lines`: two spaces a level and a line break at the end, what `wib openapi` prints; `one_line`: what is served.
enum class Layout { one_line, lines };
[[nodiscard]] std::string print(const boost::json::object& document, Layout layout);

/// Every code an operation can answer through the edge: what its endpoint says and what its row and its types imply.
[[nodiscard]] std::vector<Code> answers(const Route& route, const Described& endpoint);

}  // namespace wib::api
