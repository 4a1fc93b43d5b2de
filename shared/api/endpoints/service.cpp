#include "shared/api/endpoints/service.hpp"

#include "shared/api/endpoints/catalogue.hpp"

namespace wib::api {

Example<GetHealth> GetHealth::example() {
    return {.reply = {.status = "ok"}};
}

Example<GetOpenApi> GetOpenApi::example() {
    return {.reply = {R"({"openapi":"3.1.1","info":{"title":"Word Is Bond","version":"0.1.0"},"paths":{}})"}};
}

std::vector<Described> service_endpoints() {
    return detail::described_list<GetHealth, GetOpenApi>();
}

}  // namespace wib::api
