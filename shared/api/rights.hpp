#pragma once
#include <array>
#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/text.hpp"
#include "shared/identity/role.hpp"

/// Requests and replies of /api/rbac: who may do what.
namespace wib::api {

/// GET /api/rbac/context
struct RbacContextReply {
    bool success;
    Role role;
    std::int32_t role_level;
    std::vector<Role> inherited_roles;
    std::optional<std::string> plan;
    std::vector<std::string> permissions;
    std::map<std::string, std::vector<std::string>> permissions_by_resource;
    std::map<std::string, std::string> limited;

    static constexpr std::array about{
        codec::About{"plan", "The one that counts now: free while a subscription does not stand"},
        codec::About{"permissions", "`resource:action`, inherited ones among them"},
        codec::About{"limited", "Permissions that reach less than all of the organization's: own, team or plan"}};
};
BOOST_DESCRIBE_STRUCT(RbacContextReply, (),
                      (success, role, role_level, inherited_roles, plan, permissions, permissions_by_resource, limited))

/// GET /api/rbac/check
struct RbacCheckQuery {
    codec::Text<1, 60> resource;
    codec::Text<1, 20> action;
};
BOOST_DESCRIBE_STRUCT(RbacCheckQuery, (), (resource, action))

struct RbacCheckReply {
    bool success;
    bool allowed;
    std::string reach;

    static constexpr std::array about{codec::About{"allowed", "false too for a permission that does not exist"},
                                      codec::About{"reach", "none, plan, own, team or any"}};
};
BOOST_DESCRIBE_STRUCT(RbacCheckReply, (), (success, allowed, reach))

/// GET /api/rbac/roles
struct RoleGrant {
    std::string permission;
    std::string reach;
    bool inherited;
};
BOOST_DESCRIBE_STRUCT(RoleGrant, (), (permission, reach, inherited))

struct RoleRights {
    Role role;
    std::int32_t level;
    std::vector<Role> inherited_roles;
    std::vector<RoleGrant> permissions;
};
BOOST_DESCRIBE_STRUCT(RoleRights, (), (role, level, inherited_roles, permissions))

struct RbacRolesReply {
    bool success;
    std::vector<RoleRights> roles;
    std::vector<std::string> permissions;

    static constexpr std::array about{codec::About{"permissions", "All there are, in the order of the rules"}};
};
BOOST_DESCRIBE_STRUCT(RbacRolesReply, (), (success, roles, permissions))

}  // namespace wib::api
