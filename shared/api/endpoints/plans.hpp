#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/plans.hpp"

namespace wib::api {

struct Capabilities : Endpoint {
    static constexpr std::string_view route = "capabilities";
    static constexpr std::string_view tag = "Plans";
    static constexpr std::string_view summary = "What the organization's plan includes";
    static constexpr std::array problems{Code::plan_unknown};
    using Reply = CapabilitiesReply;
    static Example<Capabilities> example();
};

struct CheckCapability : Endpoint {
    static constexpr std::string_view route = "check_capability";
    static constexpr std::string_view tag = "Plans";
    static constexpr std::string_view summary = "Whether the plan includes one capability";
    static constexpr std::array problems{Code::plan_unknown};
    using Body = CapabilityRequest;
    using Reply = CapabilityReply;
    static Example<CheckCapability> example();
};

struct GetPlan : Endpoint {
    static constexpr std::string_view route = "get_plan";
    static constexpr std::string_view tag = "Plans";
    static constexpr std::string_view summary = "The plan, its limits, and what of them is used";
    static constexpr std::array problems{Code::plan_unknown};
    using Reply = PlanReply;
    static Example<GetPlan> example();
};

struct ListGlobalFlags : Endpoint {
    static constexpr std::string_view route = "list_global_flags";
    static constexpr std::string_view tag = "Feature flags";
    static constexpr std::string_view summary = "Every switch for everybody";
    using Reply = GlobalFlagsReply;
    static Example<ListGlobalFlags> example();
};

struct CreateGlobalFlag : Endpoint {
    static constexpr std::string_view route = "create_global_flag";
    static constexpr std::string_view tag = "Feature flags";
    static constexpr std::string_view summary = "A new switch for everybody";
    static constexpr std::array problems{Code::conflict};
    static constexpr int status = 201;
    using Body = NewGlobalFlag;
    using Reply = GlobalFlagReply;
    static Example<CreateGlobalFlag> example();
};

struct GetGlobalFlag : Endpoint {
    static constexpr std::string_view route = "get_global_flag";
    static constexpr std::string_view tag = "Feature flags";
    static constexpr std::string_view summary = "One switch for everybody";
    static constexpr std::array problems{Code::not_found};
    using Path = FlagPath;
    using Reply = GlobalFlagReply;
    static Example<GetGlobalFlag> example();
};

struct ChangeGlobalFlag : Endpoint {
    static constexpr std::string_view route = "change_global_flag";
    static constexpr std::string_view tag = "Feature flags";
    static constexpr std::string_view summary = "Turns a switch for everybody on or off";
    static constexpr std::array problems{Code::not_found};
    using Path = FlagPath;
    using Body = GlobalFlagChange;
    using Reply = GlobalFlagReply;
    static Example<ChangeGlobalFlag> example();
};

struct RemoveGlobalFlag : Endpoint {
    static constexpr std::string_view route = "remove_global_flag";
    static constexpr std::string_view tag = "Feature flags";
    static constexpr std::string_view summary = "Takes a switch for everybody away: the code's default counts again";
    static constexpr std::array problems{Code::not_found};
    using Path = FlagPath;
    using Reply = FlagRemovedReply;
    static Example<RemoveGlobalFlag> example();
};

struct ListOrgFlags : Endpoint {
    static constexpr std::string_view route = "list_org_flags";
    static constexpr std::string_view tag = "Feature flags";
    static constexpr std::string_view summary = "Every switch as it is for this organization";
    using Reply = OrgFlagsReply;
    static Example<ListOrgFlags> example();
};

struct CreateOrgFlag : Endpoint {
    static constexpr std::string_view route = "create_org_flag";
    static constexpr std::string_view tag = "Feature flags";
    static constexpr std::string_view summary = "Decides a switch for this organization";
    static constexpr std::array problems{Code::conflict};
    static constexpr int status = 201;
    using Body = NewOrgFlag;
    using Reply = OrgFlagReply;
    static Example<CreateOrgFlag> example();
};

struct GetOrgFlag : Endpoint {
    static constexpr std::string_view route = "get_org_flag";
    static constexpr std::string_view tag = "Feature flags";
    static constexpr std::string_view summary = "One switch as it is for this organization";
    static constexpr std::array problems{Code::not_found};
    using Path = FlagPath;
    using Reply = OrgFlagReply;
    static Example<GetOrgFlag> example();
};

struct ChangeOrgFlag : Endpoint {
    static constexpr std::string_view route = "change_org_flag";
    static constexpr std::string_view tag = "Feature flags";
    static constexpr std::string_view summary = "Changes what this organization decided";
    static constexpr std::array problems{Code::not_found};
    using Path = FlagPath;
    using Body = OrgFlagChange;
    using Reply = OrgFlagReply;
    static Example<ChangeOrgFlag> example();
};

struct RemoveOrgFlag : Endpoint {
    static constexpr std::string_view route = "remove_org_flag";
    static constexpr std::string_view tag = "Feature flags";
    static constexpr std::string_view summary = "Takes the organization's decision back: everybody's counts again";
    static constexpr std::array problems{Code::not_found};
    using Path = FlagPath;
    using Reply = FlagRemovedReply;
    static Example<RemoveOrgFlag> example();
};

struct PlatformMetrics : Endpoint {
    static constexpr std::string_view route = "platform_metrics";
    static constexpr std::string_view tag = "Platform";
    static constexpr std::string_view summary = "The platform's figures, over every organization";
    using Reply = PlatformMetricsReply;
    static Example<PlatformMetrics> example();
};

}  // namespace wib::api
