#include "origin/health/health.hpp"

#include "generated/sql/health.hpp"

namespace wib::health {

Task<http::Reply> get_health(db::Database& database, http::RequestContext& request) {
    co_await database.door(sql::ping, {}, request.deadline);
    auto reply = http::Reply::json(200, R"({"status":"ok"})");
    reply.headers.set("cache-control", "no-store");
    co_return reply;
}

}  // namespace wib::health
