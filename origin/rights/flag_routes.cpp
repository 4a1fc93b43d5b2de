#include "origin/rights/flag_routes.hpp"

#include "generated/sql/rights.hpp"
#include "origin/http/tenant.hpp"
#include "origin/rights/ports.hpp"
#include "shared/api/endpoints/plans.hpp"
#include "shared/plans/flags.hpp"

namespace wib::rights {

struct FlagAudit {
    std::string feature;
    std::optional<bool> enabled;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(FlagAudit, (), (feature, enabled, reason))

namespace {

using http::Answer;
using http::Ask;

auto no(api::Code code, std::string_view message) {
    return unexpected(api::Problem{.code = code, .message = std::string{message}});
}
auto no_such_flag() {
    return no(api::Code::not_found, "There is no such switch.");
}

std::optional<std::string> words(const auto& text) {
    return text ? std::optional{std::string{text->value()}} : std::nullopt;
}
std::optional<std::int32_t> number(const std::optional<api::UseLimit>& limit) {
    return limit ? std::optional{limit->value()} : std::nullopt;
}

void note(const http::RequestContext& request, db::TenantTx& tx, std::string_view action, std::optional<bool> was,
          FlagAudit now) {
    auto entry = http::audit_of(request, action, "feature_flag", std::nullopt);
    if (was) entry.old_value = codec::print(FlagAudit{.feature = now.feature, .enabled = was, .reason = {}});
    entry.new_value = codec::print(now);
    tx.audit(entry);
}

// ---- everybody's

api::GlobalFlag read_global(const db::Row& row) {
    return {.feature = row["feature"].as<std::string>(),
            .enabled = row["enabled"].as<bool>(),
            .disabled_reason = row["disabled_reason"].maybe<std::string>(),
            .disabled_at = row["disabled_at"].maybe<Instant>(),
            .updated_at = row["updated_at"].as<Instant>()};
}

Uuid session_of(const http::RequestContext& request) {
    return request.principal.actor.value();
}

Task<std::optional<api::GlobalFlag>> set_global(const http::RequestContext& request, db::TenantTx& tx,
                                                std::string_view how, std::string feature, bool enabled,
                                                std::optional<std::string> reason) {
    const auto rows = co_await tx.exec(sql::set_global_flag, session_of(request), how, feature, enabled, reason);
    if (rows.empty()) co_return std::nullopt;
    const auto row = rows.front();
    const bool is_removal = how == "remove";
    note(request, tx, is_removal ? "feature_flag:global_removed" : "feature_flag:global_set",
         row["was_enabled"].maybe<bool>(),
         {.feature = feature, .enabled = is_removal ? std::nullopt : std::optional{enabled}, .reason = reason});
    co_return read_global(row);
}

Task<Answer<api::ListGlobalFlags>> list_global(Ask<api::ListGlobalFlags>& ask, db::TenantTx& tx) {
    std::vector<api::GlobalFlag> flags;
    for (const auto row : co_await tx.read(sql::list_global_flags, session_of(ask.request), std::nullopt))
        flags.push_back(read_global(row));
    co_return api::GlobalFlagsReply{.success = true, .flags = flags, .data = flags};
}

Task<Answer<api::GetGlobalFlag>> get_global(Ask<api::GetGlobalFlag>& ask, db::TenantTx& tx) {
    const auto rows = co_await tx.read(sql::list_global_flags, session_of(ask.request), ask.path.feature);
    if (rows.empty()) co_return no_such_flag();
    const auto flag = read_global(rows.front());
    co_return api::GlobalFlagReply{.success = true, .flag = flag, .data = flag};
}

Task<Answer<api::CreateGlobalFlag>> create_global(Ask<api::CreateGlobalFlag>& ask, db::TenantTx& tx) {
    const auto& body = ask.body;
    const auto flag = co_await set_global(ask.request, tx, "create", std::string{body.feature.value()}, body.enabled,
                                          words(body.disabled_reason));
    if (!flag) co_return no(api::Code::conflict, "There is such a switch already.");
    co_return api::GlobalFlagReply{.success = true, .flag = *flag, .data = *flag};
}

Task<Answer<api::ChangeGlobalFlag>> change_global(Ask<api::ChangeGlobalFlag>& ask, db::TenantTx& tx) {
    const auto flag = co_await set_global(ask.request, tx, "change", ask.path.feature, ask.body.enabled,
                                          words(ask.body.disabled_reason));
    if (!flag) co_return no_such_flag();
    co_return api::GlobalFlagReply{.success = true, .flag = *flag, .data = *flag};
}

Task<Answer<api::RemoveGlobalFlag>> remove_global(Ask<api::RemoveGlobalFlag>& ask, db::TenantTx& tx) {
    if (!co_await set_global(ask.request, tx, "remove", ask.path.feature, true, std::nullopt)) co_return no_such_flag();
    co_return api::FlagRemovedReply{true};
}

// ---- an organisation's

api::OrgFlag read_org(const db::Row& row) {
    auto feature = row["feature"].as<std::string>();
    const auto ours = row["enabled"].maybe<bool>();
    const auto everybodys = row["global_enabled"].maybe<bool>();
    const bool is_on = plans::effective(everybodys, ours, plans::default_of(feature));
    return {.feature = std::move(feature),
            .effective = is_on,
            .enabled = ours,
            .global_enabled = everybodys,
            .disabled_reason = row["disabled_reason"].maybe<std::string>(),
            .disabled_at = row["disabled_at"].maybe<Instant>(),
            .daily_limit = row["daily_limit"].maybe<std::int32_t>(),
            .monthly_limit = row["monthly_limit"].maybe<std::int32_t>(),
            .current_daily_usage = row["daily_usage"].as<std::int32_t>(),
            .current_monthly_usage = row["monthly_usage"].as<std::int32_t>(),
            .config_value = row["config_value"].maybe<std::string>(),
            .updated_at = row["updated_at"].maybe<Instant>()};
}

Task<std::optional<api::OrgFlag>> load_org(db::TenantTx& tx, std::string feature) {
    const auto rows = co_await tx.exec(sql::list_org_flags, feature);
    if (rows.empty()) co_return std::nullopt;
    co_return read_org(rows.front());
}

Task<Answer<api::ListOrgFlags>> list_org(Ask<api::ListOrgFlags>&, db::TenantTx& tx) {
    std::vector<api::OrgFlag> flags;
    for (const auto row : co_await tx.read(sql::list_org_flags, std::nullopt)) flags.push_back(read_org(row));
    co_return api::OrgFlagsReply{.success = true, .flags = flags, .data = flags};
}

Task<Answer<api::GetOrgFlag>> get_org(Ask<api::GetOrgFlag>& ask, db::TenantTx& tx) {
    const auto flag = co_await load_org(tx, ask.path.feature);
    if (!flag) co_return no_such_flag();
    co_return api::OrgFlagReply{.success = true, .flag = *flag, .data = *flag};
}

Task<Answer<api::CreateOrgFlag>> create_org(Ask<api::CreateOrgFlag>& ask, db::TenantTx& tx) {
    const auto& body = ask.body;
    const std::string feature{body.feature.value()};
    const auto made = co_await tx.exec(sql::insert_org_flag, feature, body.enabled, words(body.disabled_reason),
                                       ask.request.principal.user, number(body.daily_limit), number(body.monthly_limit),
                                       words(body.config_value));
    if (made.empty()) co_return no(api::Code::conflict, "The organization has decided this switch already.");
    note(ask.request, tx, "feature_flag:created", std::nullopt,
         {.feature = feature, .enabled = body.enabled, .reason = words(body.disabled_reason)});
    const auto flag = (co_await load_org(tx, feature)).value();
    co_return api::OrgFlagReply{.success = true, .flag = flag, .data = flag};
}

Task<Answer<api::ChangeOrgFlag>> change_org(Ask<api::ChangeOrgFlag>& ask, db::TenantTx& tx) {
    const auto& body = ask.body;
    const auto changed = co_await tx.exec(
        sql::change_org_flag, ask.path.feature, body.enabled, words(body.disabled_reason), ask.request.principal.user,
        number(body.daily_limit), number(body.monthly_limit), words(body.config_value));
    if (changed.empty()) co_return no_such_flag();
    note(ask.request, tx, "feature_flag:updated", changed.front()["was_enabled"].as<bool>(),
         {.feature = ask.path.feature, .enabled = body.enabled, .reason = words(body.disabled_reason)});
    const auto flag = (co_await load_org(tx, ask.path.feature)).value();
    co_return api::OrgFlagReply{.success = true, .flag = flag, .data = flag};
}

Task<Answer<api::RemoveOrgFlag>> remove_org(Ask<api::RemoveOrgFlag>& ask, db::TenantTx& tx) {
    const auto removed = co_await tx.exec(sql::remove_org_flag, ask.path.feature);
    if (removed.empty()) co_return no_such_flag();
    note(ask.request, tx, "feature_flag:deleted", removed.front()["was_enabled"].as<bool>(),
         {.feature = ask.path.feature, .enabled = {}, .reason = {}});
    co_return api::FlagRemovedReply{true};
}

}  // namespace

Task<bool> use_feature(db::TenantTx& tx, std::string_view feature) {
    const auto flag = co_await load_org(tx, std::string{feature});
    if (!flag) co_return plans::default_of(feature);
    if (!flag->effective) co_return false;
    if (!flag->enabled) co_return true;
    co_return !(co_await tx.exec(sql::count_feature_use, feature)).empty();
}

void add_flag_endpoints(http::Endpoints& endpoints) {
    endpoints.in_tenant<api::ListGlobalFlags>(list_global);
    endpoints.in_tenant<api::CreateGlobalFlag>(create_global);
    endpoints.in_tenant<api::GetGlobalFlag>(get_global);
    endpoints.in_tenant<api::ChangeGlobalFlag>(change_global);
    endpoints.in_tenant<api::RemoveGlobalFlag>(remove_global);
    endpoints.in_tenant<api::ListOrgFlags>(list_org);
    endpoints.in_tenant<api::CreateOrgFlag>(create_org);
    endpoints.in_tenant<api::GetOrgFlag>(get_org);
    endpoints.in_tenant<api::ChangeOrgFlag>(change_org);
    endpoints.in_tenant<api::RemoveOrgFlag>(remove_org);
}

}  // namespace wib::rights
