#include "shared/api/endpoints/rights.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {

Example<RbacContext> RbacContext::example() {
    return {.reply = {.success = true,
                      .role = Role::compliance,
                      .role_level = 3,
                      .inherited_roles = {Role::user, Role::viewer},
                      .plan = "pro",
                      .permissions = {"calls:read", "audit_logs:read"},
                      .permissions_by_resource = {{"audit_logs", {"read"}}, {"calls", {"read"}}},
                      .limited = {{"billing:read", "plan"}}}};
}

Example<RbacCheck> RbacCheck::example() {
    return {.query = {.resource = example::a<codec::Text<1, 60>>("calls"),
                      .action = example::a<codec::Text<1, 20>>("execute")},
            .reply = {.success = true, .allowed = true, .reach = "any"}};
}

Example<RbacRoles> RbacRoles::example() {
    return {.reply = {.success = true,
                      .roles = {{.role = Role::analyst,
                                 .level = 2,
                                 .inherited_roles = {Role::viewer},
                                 .permissions = {{.permission = "calls:read", .reach = "any", .inherited = true},
                                                 {.permission = "insights:read", .reach = "any", .inherited = false}}}},
                      .permissions = {"calls:read", "insights:read"}}};
}

std::vector<Described> rights_endpoints() {
    return detail::described_list<RbacContext, RbacCheck, RbacRoles>();
}

}  // namespace wib::api
