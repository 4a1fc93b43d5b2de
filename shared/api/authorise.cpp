#include "shared/api/authorise.hpp"

#include <algorithm>

namespace wib::api {
namespace {

Problem lacks(std::string_view what, std::string_view name) {
    return {.code = Code::forbidden, .extra = {{std::string{what}, std::string{name}}}};
}

bool is_listed(const Principal& principal, std::string_view permission) {
    return std::ranges::find(principal.permissions, permission) != principal.permissions.end();
}

}  // namespace

std::optional<Problem> check_plan(plans::Capability capability, std::string_view plan) {
    const auto current = plans::parse_plan(plan);
    if (!current) return Problem{Code::plan_unknown};
    const auto required = plans::lowest_plan(capability);
    if (plans::includes(*current, required)) return std::nullopt;
    return Problem{.code = Code::plan_upgrade_required,
                   .extra = {{"current_plan", std::string{plans::name(*current)}},
                             {"required_plan", std::string{plans::name(required)}},
                             {"capability", std::string{plans::name(capability)}},
                             {"upgrade_url", std::string{kUpgradeUrl}}}};
}

std::optional<Problem> authorise(const Route& route, const Principal& principal) {
    if (route.auth == Auth::platform) {
        if (principal.kind == ActorKind::session && principal.is_platform_admin) return std::nullopt;
        if (principal.kind != ActorKind::service || route.scope == Scope::none)
            return lacks("required_role", "platform_admin");
        if (is_listed(principal, name(route.scope))) return std::nullopt;
        return lacks("required_scope", name(route.scope));
    }
    if (route.auth != Auth::session) return std::nullopt;
    if (principal.kind != ActorKind::session && principal.kind != ActorKind::api_key)
        return Problem{Code::auth_required};

    if (!at_least(principal.role, route.role)) return lacks("required_role", name(route.role));
    if (route.permission && !may(principal.role, route.permission))
        return lacks("required_permission", route.permission.name());
    if (principal.kind == ActorKind::api_key && !(route.permission && is_listed(principal, route.permission.name())))
        return lacks("required_permission", route.permission ? route.permission.name() : "a session");
    if (route.capability) return check_plan(*route.capability, principal.plan);
    return std::nullopt;
}

}  // namespace wib::api
