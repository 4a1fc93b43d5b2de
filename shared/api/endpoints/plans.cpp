#include "shared/api/endpoints/plans.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

constexpr std::string_view kFeature = "grok_chat_enabled";
constexpr std::string_view kReason = "The provider answers late";

codec::Text<0, 500> reason() {
    return example::a<codec::Text<0, 500>>(kReason);
}

GlobalFlag global_flag() {
    return {.feature = std::string{kFeature},
            .enabled = false,
            .disabled_reason = std::string{kReason},
            .disabled_at = example::at("08:00:00"),
            .updated_at = example::at("08:00:00")};
}

OrgFlag org_flag() {
    return {.feature = "openai_chat_enabled",
            .effective = true,
            .enabled = true,
            .global_enabled = true,
            .disabled_reason = {},
            .disabled_at = {},
            .daily_limit = 500,
            .monthly_limit = 10'000,
            .current_daily_usage = 41,
            .current_monthly_usage = 1'207,
            .config_value = {},
            .updated_at = example::at("08:00:00")};
}

}  // namespace

Example<Capabilities> Capabilities::example() {
    return {.reply = {.success = true,
                      .plan = "pro",
                      .capabilities = {{"reports", false}, {"teams", true}},
                      .lowest_plan = {{"reports", "business"}, {"teams", "pro"}}}};
}

Example<CheckCapability> CheckCapability::example() {
    return {.body = {.capability = example::a<codec::Text<1, 60>>("reports")},
            .reply = {.success = true, .allowed = false, .current_plan = "pro", .required_plan = "business"}};
}

Example<GetPlan> GetPlan::example() {
    return {.reply = {.success = true,
                      .plan = "pro",
                      .written_plan = "pro",
                      .status = "active",
                      .trial_ends_at = {},
                      .period_start = "2026-11-01",
                      .longest_call_minutes = 60,
                      .retention_days = 90,
                      .usage = {{.metric = "calls", .used = 4'012, .limit = 5'000, .monthly = true}}}};
}

Example<ListGlobalFlags> ListGlobalFlags::example() {
    return {.reply = {.success = true, .flags = {global_flag()}, .data = {global_flag()}}};
}
Example<CreateGlobalFlag> CreateGlobalFlag::example() {
    return {
        .body = {.feature = example::a<codec::Text<1, 100>>(kFeature), .enabled = false, .disabled_reason = reason()},
        .reply = {.success = true, .flag = global_flag(), .data = global_flag()}};
}
Example<GetGlobalFlag> GetGlobalFlag::example() {
    return {.path = {std::string{kFeature}}, .reply = {.success = true, .flag = global_flag(), .data = global_flag()}};
}
Example<ChangeGlobalFlag> ChangeGlobalFlag::example() {
    return {.path = {std::string{kFeature}},
            .body = {.enabled = false, .disabled_reason = reason()},
            .reply = {.success = true, .flag = global_flag(), .data = global_flag()}};
}
Example<RemoveGlobalFlag> RemoveGlobalFlag::example() {
    return {.path = {std::string{kFeature}}, .reply = {.success = true}};
}

Example<ListOrgFlags> ListOrgFlags::example() {
    return {.reply = {.success = true, .flags = {org_flag()}, .data = {org_flag()}}};
}
Example<CreateOrgFlag> CreateOrgFlag::example() {
    return {.body = {.feature = example::a<codec::Text<1, 100>>("openai_chat_enabled"),
                     .enabled = true,
                     .disabled_reason = {},
                     .daily_limit = UseLimit{500},
                     .monthly_limit = UseLimit{10'000},
                     .config_value = {}},
            .reply = {.success = true, .flag = org_flag(), .data = org_flag()}};
}
Example<GetOrgFlag> GetOrgFlag::example() {
    return {.path = {"openai_chat_enabled"}, .reply = {.success = true, .flag = org_flag(), .data = org_flag()}};
}
Example<ChangeOrgFlag> ChangeOrgFlag::example() {
    return {.path = {"openai_chat_enabled"},
            .body = {.enabled = true,
                     .disabled_reason = {},
                     .daily_limit = UseLimit{500},
                     .monthly_limit = UseLimit{10'000},
                     .config_value = {}},
            .reply = {.success = true, .flag = org_flag(), .data = org_flag()}};
}
Example<RemoveOrgFlag> RemoveOrgFlag::example() {
    return {.path = {"openai_chat_enabled"}, .reply = {.success = true}};
}

Example<PlatformMetrics> PlatformMetrics::example() {
    return {.reply = {.success = true,
                      .active_calls = 12,
                      .total_orgs = 41,
                      .total_users = 380,
                      .mrr_minor = 245'000,
                      .concurrent_sessions = 96,
                      .total_hours_30d = 1'204.5,
                      .total_calls_30d = 48'211,
                      .paying_orgs = {{"business", 10}, {"pro", 20}}}};
}

std::vector<Described> plan_endpoints() {
    return detail::described_list<Capabilities, CheckCapability, GetPlan, ListGlobalFlags, CreateGlobalFlag,
                                  GetGlobalFlag, ChangeGlobalFlag, RemoveGlobalFlag, ListOrgFlags, CreateOrgFlag,
                                  GetOrgFlag, ChangeOrgFlag, RemoveOrgFlag, PlatformMetrics>();
}

}  // namespace wib::api
