#pragma once
#include <boost/describe/enum.hpp>
#include <optional>
#include <string_view>

namespace wib {

/// Membership roles (rules §2). Several share a level; `level` decides `at least`. `member` is a viewer's other name;
/// `user` is the step between viewer and agent that compliance stands on too, and no membership holds it today.
enum class Role { none, viewer, member, user, agent, analyst, manager, operator_, compliance, admin, owner };
BOOST_DESCRIBE_ENUM(Role, none, viewer, member, user, agent, analyst, manager, operator_, compliance, admin, owner)

/// none 0 · viewer, member 1 · user, agent, analyst 2 · operator, manager, compliance 3 · admin 4 · owner 5.
[[nodiscard]] int level(Role role);
[[nodiscard]] inline bool at_least(Role role, Role needed) {
    return level(role) >= level(needed);
}
/// The name in the database and on the wire ("operator", never "operator_").
[[nodiscard]] std::string_view name(Role role);
[[nodiscard]] std::optional<Role> parse_role(std::string_view text);

/// Of a person's platform role, in either spelling: older rows say "platform-admin".
[[nodiscard]] constexpr bool is_platform_admin(std::string_view platform_role) {
    return platform_role == "platform_admin" || platform_role == "platform-admin";
}

}  // namespace wib
