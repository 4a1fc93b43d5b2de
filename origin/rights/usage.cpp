#include <boost/describe.hpp>

#include "generated/sql/rights.hpp"
#include "origin/http/tenant.hpp"
#include "origin/rights/ports.hpp"
#include "shared/api/authorise.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::rights {

struct UsageAudit {
    std::string metric;
    std::int32_t percent;
    std::int64_t used;
    std::int64_t limit;
};
BOOST_DESCRIBE_STRUCT(UsageAudit, (), (metric, percent, used, limit))

namespace {

Task<void> tell_admins(const http::RequestContext& request, db::TenantTx& tx, const Counting& counting,
                       const plans::Verdict& verdict) {
    for (const auto percent : {plans::kWarnAtPercent, plans::kFullAtPercent}) {
        if (verdict.reached_percent < percent) co_return;
        const auto made = co_await tx.exec(sql::insert_usage_alert, name(counting.metric), counting.month, percent,
                                           verdict.used, *verdict.limit);
        if (made.empty()) continue;  // told already
        auto entry = http::audit_of(request, "plan:usage_alert", "usage", made.front()["id"].as<Uuid>());
        entry.new_value = codec::print(UsageAudit{.metric = std::string{name(counting.metric)},
                                                  .percent = percent,
                                                  .used = verdict.used,
                                                  .limit = *verdict.limit});
        tx.queue(sql::promise_usage_letters, entry.new_value);
        tx.audit(entry);
    }
}

api::Problem exceeded(const Counting& counting, const plans::Verdict& verdict) {
    return {.code = api::Code::quota_exceeded,
            .details = {},
            .extra = {{"metric", std::string{name(counting.metric)}},
                      {"used", std::to_string(verdict.used)},
                      {"limit", std::to_string(*verdict.limit)},
                      {"current_plan", std::string{plans::name(counting.plan)}},
                      {"upgrade_url", std::string{api::kUpgradeUrl}}}};
}

}  // namespace

Task<Result<void, api::Problem>> count_usage(const http::RequestContext& request, db::TenantTx& tx,
                                             plans::Metric metric, std::int64_t adding) {
    const auto counting = co_await begin_counting(tx, metric);
    if (!counting) co_return unexpected(counting.error());
    if (auto full = co_await refuse_beyond(request, tx, *counting, counting->used, adding))
        co_return unexpected(std::move(*full));
    tx.queue(sql::count_usage, name(metric), counting->month, counting->used + adding);
    co_return Result<void, api::Problem>{};
}

Task<Result<Counting, api::Problem>> begin_counting(db::TenantTx& tx, plans::Metric metric) {
    tx.queue(sql::lock_usage, name(metric));
    const auto rows = co_await tx.exec(sql::find_usage, name(metric));
    const auto plan =
        rows.empty() ? std::nullopt : plans::parse_plan(rows.front()["plan"].maybe<std::string>().value_or(""));
    if (!plan) co_return unexpected(api::Problem{api::Code::plan_unknown});
    co_return Counting{.plan = *plan,
                       .metric = metric,
                       .month = rows.front()["period_start"].as<std::string>(),
                       .used = rows.front()["used"].as<std::int64_t>()};
}

Task<std::optional<api::Problem>> refuse_beyond(const http::RequestContext& request, db::TenantTx& tx,
                                                Counting counting, std::int64_t used, std::int64_t adding) {
    const auto verdict = plans::decide(counting.plan, counting.metric, used, adding);
    if (verdict.limit) co_await tell_admins(request, tx, counting, verdict);
    if (!verdict.is_allowed) co_return exceeded(counting, verdict);
    co_return std::nullopt;
}

}  // namespace wib::rights
