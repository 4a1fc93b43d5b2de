#include "origin/rights/rights_routes.hpp"

#include <algorithm>
#include <array>

#include "generated/sql/rights.hpp"
#include "origin/rights/flag_routes.hpp"
#include "origin/rights/plan_routes.hpp"
#include "shared/api/endpoints/rights.hpp"
#include "shared/identity/permission.hpp"

namespace wib::rights {
namespace {

using http::Answer;
using http::Ask;

// As people read them: from the least to the most.
constexpr std::array kRoles{Role::viewer,  Role::user,       Role::agent, Role::analyst, Role::operator_,
                            Role::manager, Role::compliance, Role::admin, Role::owner};

std::vector<Role> inherited_by(Role role) {
    const auto roles = inherited(role);
    return {roles.begin(), roles.end()};
}

// Asked of the row in the table, never of a name from outside.
Reach reach_of(Role role, const PermissionRow& row) {
    return reach(role, Permission::find(row.name).value());
}

bool is_own(Role role, const PermissionRow& row) {
    return std::ranges::any_of(row.grants, [&](const Grant& grant) { return grant.role == role; });
}

struct Standing {
    Role role;
    std::optional<std::string> plan;
};

// As the database has it now; the edge's word may be a minute old.
Task<Standing> load_standing(const http::RequestContext& request, db::TenantTx& tx) {
    if (!request.principal.user) co_return Standing{request.principal.role, request.principal.plan};
    const auto rows = co_await tx.read(sql::find_standing, *request.principal.user);
    if (rows.empty()) co_return Standing{Role::none, std::nullopt};
    co_return Standing{parse_role(rows.front()["role"].text()).value_or(Role::none),
                       rows.front()["plan"].maybe<std::string>()};
}

Task<Answer<api::RbacContext>> get_context(Ask<api::RbacContext>& ask, db::TenantTx& tx) {
    const auto standing = co_await load_standing(ask.request, tx);
    api::RbacContextReply reply{.success = true,
                                .role = standing.role,
                                .role_level = level(standing.role),
                                .inherited_roles = inherited_by(standing.role),
                                .plan = standing.plan,
                                .permissions = {},
                                .permissions_by_resource = {},
                                .limited = {}};
    for (const auto& row : kPermissions) {
        const auto reaches = reach_of(standing.role, row);
        if (reaches == Reach::none) continue;
        reply.permissions.emplace_back(row.name);
        reply.permissions_by_resource[std::string{row.resource()}].emplace_back(row.action());
        if (reaches != Reach::any) reply.limited.emplace(row.name, name(reaches));
    }
    co_return reply;
}

Task<Answer<api::RbacCheck>> check(Ask<api::RbacCheck>& ask, db::TenantTx& tx) {
    const auto standing = co_await load_standing(ask.request, tx);
    const auto wanted = Permission::find(ask.query.resource.value() + ":" + ask.query.action.value());
    const auto reaches = wanted ? reach(standing.role, *wanted) : Reach::none;
    co_return api::RbacCheckReply{
        .success = true, .allowed = reaches != Reach::none, .reach = std::string{name(reaches)}};
}

Task<Answer<api::RbacRoles>> list_roles(Ask<api::RbacRoles>& ask, db::TenantTx& tx) {
    // Says nothing of a tenant's, and is answered only to who still may ask.
    (void)co_await load_standing(ask.request, tx);
    api::RbacRolesReply reply{.success = true, .roles = {}, .permissions = {}};
    for (const auto& row : kPermissions) reply.permissions.emplace_back(row.name);
    for (const auto role : kRoles) {
        api::RoleRights rights{
            .role = role, .level = level(role), .inherited_roles = inherited_by(role), .permissions = {}};
        for (const auto& row : kPermissions)
            if (const auto reaches = reach_of(role, row); reaches != Reach::none)
                rights.permissions.push_back({.permission = std::string{row.name},
                                              .reach = std::string{name(reaches)},
                                              .inherited = !is_own(role, row)});
        reply.roles.push_back(std::move(rights));
    }
    co_return reply;
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, db::Database& database) {
    endpoints.in_tenant<api::RbacContext>(get_context);
    endpoints.in_tenant<api::RbacCheck>(check);
    endpoints.in_tenant<api::RbacRoles>(list_roles);
    add_plan_endpoints(endpoints, database);
    add_flag_endpoints(endpoints);
}

}  // namespace wib::rights
