#pragma once
#include <array>
#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/text.hpp"
#include "shared/codec/whole.hpp"
#include "shared/core/time.hpp"

/// Requests and replies of /api/capabilities, /api/feature-flags and /api/admin/metrics.
namespace wib::api {

/// GET /api/capabilities
struct CapabilitiesReply {
    bool success;
    std::string plan;
    std::map<std::string, bool> capabilities;
    std::map<std::string, std::string> lowest_plan;

    static constexpr std::array about{
        codec::About{"plan", "The one that counts now: free while a subscription does not stand"},
        codec::About{"lowest_plan", "Of each capability"}};
};
BOOST_DESCRIBE_STRUCT(CapabilitiesReply, (), (success, plan, capabilities, lowest_plan))

/// POST /api/capabilities/check
struct CapabilityRequest {
    codec::Text<1, 60> capability;
};
BOOST_DESCRIBE_STRUCT(CapabilityRequest, (), (capability))

struct CapabilityReply {
    bool success;
    bool allowed;
    std::string current_plan;
    std::optional<std::string> required_plan;

    static constexpr std::array about{codec::About{"allowed", "false for a capability that nobody knows"}};
};
BOOST_DESCRIBE_STRUCT(CapabilityReply, (), (success, allowed, current_plan, required_plan))

/// GET /api/capabilities/plan
struct PlanUse {
    std::string metric;
    std::int64_t used;
    std::optional<std::int64_t> limit;
    bool monthly;

    static constexpr std::array about{
        codec::About{"used", "Of users: members, and invitations that may still be accepted"},
        codec::About{"limit", "null: unlimited"}, codec::About{"monthly", "counted from the first of the month, UTC"}};
};
BOOST_DESCRIBE_STRUCT(PlanUse, (), (metric, used, limit, monthly))

struct PlanReply {
    bool success;
    std::string plan;
    std::string written_plan;
    std::string status;
    std::optional<Instant> trial_ends_at;
    std::string period_start;
    std::int32_t longest_call_minutes;
    std::int32_t retention_days;
    std::vector<PlanUse> usage;

    static constexpr std::array about{
        codec::About{"plan", "The one that counts now"},
        codec::About{"written_plan", "The one of the contract; another while it does not stand"}};
};
BOOST_DESCRIBE_STRUCT(PlanReply, (),
                      (success, plan, written_plan, status, trial_ends_at, period_start, longest_call_minutes,
                       retention_days, usage))

/// Path of one flag.
struct FlagPath {
    std::string feature;
};
BOOST_DESCRIBE_STRUCT(FlagPath, (), (feature))

/// A switch for everybody.
struct GlobalFlag {
    std::string feature;
    bool enabled;
    std::optional<std::string> disabled_reason;
    std::optional<Instant> disabled_at;
    Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(GlobalFlag, (), (feature, enabled, disabled_reason, disabled_at, updated_at))

struct GlobalFlagsReply {
    bool success;
    std::vector<GlobalFlag> flags;
    std::vector<GlobalFlag> data;

    static constexpr std::array about{codec::About{"data", "Another name for `flags`"}};
};
BOOST_DESCRIBE_STRUCT(GlobalFlagsReply, (), (success, flags, data))

struct GlobalFlagReply {
    bool success;
    GlobalFlag flag;
    GlobalFlag data;

    static constexpr std::array about{codec::About{"data", "Another name for `flag`"}};
};
BOOST_DESCRIBE_STRUCT(GlobalFlagReply, (), (success, flag, data))

/// PUT /api/feature-flags/global/{feature}; what is left out is none.
struct GlobalFlagChange {
    bool enabled;
    std::optional<codec::Text<0, 500>> disabled_reason;
};
BOOST_DESCRIBE_STRUCT(GlobalFlagChange, (), (enabled, disabled_reason))

struct NewGlobalFlag {
    codec::Text<1, 100> feature;
    bool enabled;
    std::optional<codec::Text<0, 500>> disabled_reason;
};
BOOST_DESCRIBE_STRUCT(NewGlobalFlag, (), (feature, enabled, disabled_reason))

/// A switch as it is for one organisation.
struct OrgFlag {
    std::string feature;
    bool effective;
    std::optional<bool> enabled;
    std::optional<bool> global_enabled;
    std::optional<std::string> disabled_reason;
    std::optional<Instant> disabled_at;
    std::optional<std::int32_t> daily_limit;
    std::optional<std::int32_t> monthly_limit;
    std::int32_t current_daily_usage;
    std::int32_t current_monthly_usage;
    std::optional<std::string> config_value;
    std::optional<Instant> updated_at;

    static constexpr std::array about{
        codec::About{"effective", "off for everybody is off; else `enabled`, else `global_enabled`"},
        codec::About{"enabled", "null where the organization has not decided"},
        codec::About{"current_daily_usage", "By the organization's own days"}};
};
BOOST_DESCRIBE_STRUCT(OrgFlag, (),
                      (feature, effective, enabled, global_enabled, disabled_reason, disabled_at, daily_limit,
                       monthly_limit, current_daily_usage, current_monthly_usage, config_value, updated_at))

struct OrgFlagsReply {
    bool success;
    std::vector<OrgFlag> flags;
    std::vector<OrgFlag> data;

    static constexpr std::array about{codec::About{"data", "Another name for `flags`"}};
};
BOOST_DESCRIBE_STRUCT(OrgFlagsReply, (), (success, flags, data))

struct OrgFlagReply {
    bool success;
    OrgFlag flag;
    OrgFlag data;

    static constexpr std::array about{codec::About{"data", "Another name for `flag`"}};
};
BOOST_DESCRIBE_STRUCT(OrgFlagReply, (), (success, flag, data))

using UseLimit = codec::Whole<0, 1'000'000'000>;

/// PUT /api/feature-flags/org/{feature}; what is left out is none.
struct OrgFlagChange {
    bool enabled;
    std::optional<codec::Text<0, 500>> disabled_reason;
    std::optional<UseLimit> daily_limit;
    std::optional<UseLimit> monthly_limit;
    std::optional<codec::Text<0, 200>> config_value;
};
BOOST_DESCRIBE_STRUCT(OrgFlagChange, (), (enabled, disabled_reason, daily_limit, monthly_limit, config_value))

struct NewOrgFlag {
    codec::Text<1, 100> feature;
    bool enabled;
    std::optional<codec::Text<0, 500>> disabled_reason;
    std::optional<UseLimit> daily_limit;
    std::optional<UseLimit> monthly_limit;
    std::optional<codec::Text<0, 200>> config_value;
};
BOOST_DESCRIBE_STRUCT(NewOrgFlag, (), (feature, enabled, disabled_reason, daily_limit, monthly_limit, config_value))

struct FlagRemovedReply {
    bool success;
};
BOOST_DESCRIBE_STRUCT(FlagRemovedReply, (), (success))

/// GET /api/admin/metrics
struct PlatformMetricsReply {
    bool success;
    std::int64_t active_calls;
    std::int64_t total_orgs;
    std::int64_t total_users;
    std::int64_t mrr_minor;
    std::int64_t concurrent_sessions;
    double total_hours_30d;
    std::int64_t total_calls_30d;
    std::map<std::string, std::int64_t> paying_orgs;

    static constexpr std::array about{
        codec::About{"mrr_minor", "Monthly revenue by list prices, in US cents; contracts are not counted"},
        codec::About{"concurrent_sessions", "Seen within the last 30 minutes"},
        codec::About{"total_hours_30d", "Of talk"},
        codec::About{"paying_orgs", "Organizations by plan, trials not counted"}};
};
BOOST_DESCRIBE_STRUCT(PlatformMetricsReply, (),
                      (success, active_calls, total_orgs, total_users, mrr_minor, concurrent_sessions, total_hours_30d,
                       total_calls_30d, paying_orgs))

}  // namespace wib::api
