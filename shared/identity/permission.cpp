#include "shared/identity/permission.hpp"

#include <algorithm>

namespace wib {
namespace {

constexpr std::size_t kRoles = static_cast<std::size_t>(Role::owner) + 1;

constexpr std::array kNobody = std::to_array<Role>({Role::none});
constexpr std::array kViewer = std::to_array<Role>({Role::viewer});
constexpr std::array kUser = std::to_array<Role>({Role::user, Role::viewer});
constexpr std::array kAgent = std::to_array<Role>({Role::agent, Role::user, Role::viewer});
constexpr std::array kManagerAndCompliance =
    std::to_array<Role>({Role::manager, Role::compliance, Role::agent, Role::user, Role::viewer});
constexpr std::array kAdmin =
    std::to_array<Role>({Role::admin, Role::manager, Role::compliance, Role::agent, Role::user, Role::viewer});

constexpr std::span<const Role> beneath(Role role) {
    switch (role) {
        case Role::none:
        case Role::viewer:
            return std::span{kNobody}.first(0);
        case Role::member:
        case Role::user:
        case Role::analyst:
            return kViewer;
        case Role::agent:
        case Role::compliance:
            return kUser;
        case Role::operator_:
        case Role::manager:
            return kAgent;
        case Role::admin:
            return kManagerAndCompliance;
        case Role::owner:
            return kAdmin;
    }
    return {};
}

constexpr Reach direct(Role role, const PermissionRow& row) {
    for (const auto& grant : row.grants)
        if (grant.role == role) return grant.reach;
    return Reach::none;
}

// Asked for every request: worked out while compiling.
constexpr auto kReaches = [] {
    std::array<std::array<Reach, kPermissions.size()>, kRoles> reaches{};
    for (std::size_t role = 1; role < kRoles; ++role)
        for (std::size_t i = 0; i < kPermissions.size(); ++i) {
            auto widest = direct(static_cast<Role>(role), kPermissions[i]);
            for (const auto below : beneath(static_cast<Role>(role)))
                widest = std::max(widest, direct(below, kPermissions[i]));
            reaches[role][i] = widest;
        }
    return reaches;
}();

}  // namespace

std::string_view name(Reach reach) {
    switch (reach) {
        case Reach::none:
            return "none";
        case Reach::plan:
            return "plan";
        case Reach::own:
            return "own";
        case Reach::team:
            return "team";
        case Reach::any:
            return "any";
    }
    return {};
}

std::span<const Role> inherited(Role role) {
    return beneath(role);
}

Reach reach(Role role, Permission permission) {
    if (!permission) return Reach::none;
    return kReaches[static_cast<std::size_t>(role)][permission.place()];
}

}  // namespace wib
