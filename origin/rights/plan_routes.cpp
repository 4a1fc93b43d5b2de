#include "origin/rights/plan_routes.hpp"

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include "generated/sql/rights.hpp"
#include "shared/api/authorise.hpp"
#include "shared/api/endpoints/plans.hpp"
#include "shared/plans/limits.hpp"

namespace wib::rights {
namespace {

using http::Answer;
using http::Ask;

auto plan_unknown() {
    return unexpected(api::Problem{api::Code::plan_unknown});
}

Task<std::optional<plans::Plan>> load_plan(db::TenantTx& tx) {
    const auto rows = co_await tx.read(sql::find_plan);
    if (rows.empty()) co_return std::nullopt;
    co_return plans::parse_plan(rows.front()["plan"].maybe<std::string>().value_or(""));
}

Task<Answer<api::Capabilities>> list_capabilities(Ask<api::Capabilities>&, db::TenantTx& tx) {
    const auto plan = co_await load_plan(tx);
    if (!plan) co_return plan_unknown();
    api::CapabilitiesReply reply{
        .success = true, .plan = std::string{plans::name(*plan)}, .capabilities = {}, .lowest_plan = {}};
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<plans::Capability>>([&](auto each) {
        const auto lowest = plans::lowest_plan(each.value);
        reply.capabilities.emplace(plans::name(each.value), plans::includes(*plan, lowest));
        reply.lowest_plan.emplace(plans::name(each.value), plans::name(lowest));
    });
    co_return reply;
}

Task<Answer<api::CheckCapability>> check_capability(Ask<api::CheckCapability>& ask, db::TenantTx& tx) {
    const auto plan = co_await load_plan(tx);
    if (!plan) co_return plan_unknown();
    api::CapabilityReply reply{.success = true,
                               .allowed = false,
                               .current_plan = std::string{plans::name(*plan)},
                               .required_plan = std::nullopt};
    if (const auto capability = plans::parse_capability(ask.body.capability.value())) {
        const auto lowest = plans::lowest_plan(*capability);
        reply.allowed = plans::includes(*plan, lowest);
        reply.required_plan = std::string{plans::name(lowest)};
    }
    co_return reply;
}

Task<Answer<api::GetPlan>> get_plan(Ask<api::GetPlan>&, db::TenantTx& tx) {
    const auto rows = co_await tx.read(sql::find_plan);
    if (rows.empty()) co_return plan_unknown();
    const auto row = rows.front();
    const auto plan = plans::parse_plan(row["plan"].maybe<std::string>().value_or(""));
    const auto used = codec::parse<std::map<std::string, std::int64_t>>(row["used"].text());
    if (!plan || !used) co_return plan_unknown();
    const auto figure = [&](plans::Metric metric) {
        return static_cast<std::int32_t>(plans::limit(*plan, metric).value());
    };
    api::PlanReply reply{.success = true,
                         .plan = std::string{plans::name(*plan)},
                         .written_plan = row["written_plan"].as<std::string>(),
                         .status = row["plan_status"].as<std::string>(),
                         .trial_ends_at = row["trial_ends_at"].maybe<Instant>(),
                         .period_start = row["period_start"].as<std::string>(),
                         .longest_call_minutes = figure(plans::Metric::longest_call_minutes),
                         .retention_days = figure(plans::Metric::retention_days),
                         .usage = {}};
    for (const auto metric : {plans::Metric::calls, plans::Metric::users}) {
        const bool is_monthly = metric != plans::Metric::users;
        const auto counted = used->find(std::string{plans::name(metric)});
        reply.usage.push_back({.metric = std::string{plans::name(metric)},
                               .used = !is_monthly              ? row["users"].as<std::int64_t>()
                                       : counted == used->end() ? 0
                                                                : counted->second,
                               .limit = plans::limit(*plan, metric),
                               .monthly = is_monthly});
    }
    co_return reply;
}

Task<Answer<api::PlatformMetrics>> get_metrics(db::Database& database, Ask<api::PlatformMetrics>& ask) {
    const auto& request = ask.request;
    const auto rows =
        co_await database.door(sql::platform_metrics, {to_string(request.principal.actor.value())}, request.deadline);
    const auto row = rows.front();
    auto paying = codec::parse<std::map<std::string, std::int64_t>>(row["plans"].text());
    if (!paying) throw db::DecodeError("organizations by plan");
    paying->erase("free");
    std::int64_t revenue = 0;
    for (const auto& [name, many] : *paying)
        if (const auto plan = plans::parse_plan(name)) revenue += plans::list_price_minor(*plan) * many;
    co_return api::PlatformMetricsReply{
        .success = true,
        .active_calls = row["active_calls"].as<std::int64_t>(),
        .total_orgs = row["total_orgs"].as<std::int64_t>(),
        .total_users = row["total_users"].as<std::int64_t>(),
        .mrr_minor = revenue,
        .concurrent_sessions = row["concurrent_sessions"].as<std::int64_t>(),
        .total_hours_30d = static_cast<double>(row["total_seconds_30d"].as<std::int64_t>()) / 3600.0,
        .total_calls_30d = row["total_calls_30d"].as<std::int64_t>(),
        .paying_orgs = std::move(*paying)};
}

}  // namespace

void add_plan_endpoints(http::Endpoints& endpoints, db::Database& database) {
    endpoints.in_tenant<api::Capabilities>(list_capabilities);
    endpoints.in_tenant<api::CheckCapability>(check_capability);
    endpoints.in_tenant<api::GetPlan>(get_plan);
    endpoints.on<api::PlatformMetrics>(get_metrics, database);
}

}  // namespace wib::rights
