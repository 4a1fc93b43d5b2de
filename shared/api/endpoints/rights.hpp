#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/rights.hpp"

namespace wib::api {

struct RbacContext : Endpoint {
    static constexpr std::string_view route = "rbac_context";
    static constexpr std::string_view tag = "Rights";
    static constexpr std::string_view summary = "What the person of this session may do here";
    using Reply = RbacContextReply;
    static Example<RbacContext> example();
};

struct RbacCheck : Endpoint {
    static constexpr std::string_view route = "rbac_check";
    static constexpr std::string_view tag = "Rights";
    static constexpr std::string_view summary = "Whether the person of this session has one permission";
    using Query = RbacCheckQuery;
    using Reply = RbacCheckReply;
    static Example<RbacCheck> example();
};

struct RbacRoles : Endpoint {
    static constexpr std::string_view route = "rbac_roles";
    static constexpr std::string_view tag = "Rights";
    static constexpr std::string_view summary = "Every role, what it inherits and what it may do";
    using Reply = RbacRolesReply;
    static Example<RbacRoles> example();
};

}  // namespace wib::api
