#include "shared/api/endpoints/service.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {

Example<GetHealth> GetHealth::example() {
    return {.reply = {.status = "ok"}};
}

Example<GetOpenApi> GetOpenApi::example() {
    return {.reply = {R"({"openapi":"3.1.1","info":{"title":"Word Is Bond","version":"0.1.0"},"paths":{}})"}};
}

Example<HealthLogs> HealthLogs::example() {
    return {.reply = {.success = true,
                      .written = true,
                      .event = "log_self_test",
                      .correlation_id = "wb-m1x2c3v4-0f1e2d3c4b5a",
                      .written_at = example::at("14:03:07.120")}};
}

Example<SchemaHealth> SchemaHealth::example() {
    return {.reply = {.success = true,
                      .healthy = false,
                      .tables = {"calls", "recordings"},
                      .columns = 61,
                      .faults = {{"calls", "ended_at", "timestamp with time zone", ""}},
                      .unexpected = {}}};
}

std::vector<Described> service_endpoints() {
    return detail::described_list<GetHealth, GetOpenApi, HealthLogs, SchemaHealth>();
}

}  // namespace wib::api
