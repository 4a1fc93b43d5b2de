#include "origin/health/health.hpp"

#include "generated/sql/health.hpp"
#include "shared/api/endpoints/service.hpp"

namespace wib::health {
namespace {

Task<http::Answer<api::GetHealth>> get_health(db::Database& database, http::Ask<api::GetHealth>& ask) {
    co_await database.door(sql::ping, {}, ask.request.deadline);
    co_return api::HealthReply{.status = "ok"};
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, db::Database& database) {
    endpoints.on<api::GetHealth>(get_health, database);
}

}  // namespace wib::health
