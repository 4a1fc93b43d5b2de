#include "origin/health/health.hpp"

#include "generated/sql/health.hpp"
#include "origin/health/schema.hpp"
#include "shared/api/endpoints/service.hpp"

namespace wib::health {
namespace {

using http::Answer;
using http::Ask;

constexpr std::string_view kSelfTest = "log_self_test";

Task<Answer<api::GetHealth>> get_health(HealthRoutes& health, Ask<api::GetHealth>& ask) {
    co_await health.database.door(sql::ping, {}, ask.request.deadline);
    co_return api::HealthReply{.status = "ok"};
}

Task<Answer<api::HealthLogs>> test_log(HealthRoutes& health, Ask<api::HealthLogs>& ask) {
    const auto now = health.clock.now();
    health.log.info(kSelfTest, {{"correlation_id", ask.request.correlation_id}});
    co_return api::LogTestReply{.success = true,
                                .written = health.log.writes(observe::Level::info),
                                .event = std::string{kSelfTest},
                                .correlation_id = ask.request.correlation_id,
                                .written_at = now};
}

Task<Answer<api::SchemaHealth>> compare_schema(HealthRoutes& health, Ask<api::SchemaHealth>& ask) {
    co_return compare(co_await load_columns(health.database, ask.request.deadline));
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, HealthRoutes& health) {
    endpoints.on<api::GetHealth>(get_health, health);
    endpoints.of_platform<api::HealthLogs>(test_log, health);
    endpoints.of_platform<api::SchemaHealth>(compare_schema, health);
}

}  // namespace wib::health
