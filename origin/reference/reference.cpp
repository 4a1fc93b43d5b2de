#include "origin/reference/reference.hpp"

#include "shared/api/endpoints/openapi.hpp"
#include "shared/api/endpoints/service.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::reference {
namespace {

// A release changes it, at no time we could foretell: kept for a while, asked again after it.
constexpr std::string_view kCaching = "public, max-age=300, must-revalidate";

// RFC 9110 §13.1.2: a list of entity tags, weak ones count, or anything at all.
bool has_current(std::string_view if_none_match, std::string_view entity_tag) {
    return if_none_match == "*" || if_none_match.find(entity_tag) != std::string_view::npos;
}

Task<http::RawAnswer> get_openapi(const ApiDocument& document, http::Ask<api::GetOpenApi>& ask) {
    const bool known = has_current(ask.request.headers.get("if-none-match"), document.entity_tag);
    auto reply = known ? http::Reply{.status = 304} : http::Reply::json(200, document.text);
    reply.headers.add("etag", document.entity_tag);
    reply.headers.add("cache-control", std::string{kCaching});
    co_return reply;
}

}  // namespace

ApiDocument::ApiDocument()
    : text(print(api::openapi_document(), api::Layout::one_line)),
      entity_tag('"' + crypto::sha256_hex(text).substr(0, 32) + '"') {}

void add_endpoints(http::Endpoints& endpoints, const ApiDocument& document) {
    endpoints.on<api::GetOpenApi>(get_openapi, document);
}

}  // namespace wib::reference
