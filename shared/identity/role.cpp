#include "shared/identity/role.hpp"

#include "shared/codec/reflect.hpp"

namespace wib {

int level(Role role) {
    switch (role) {
        case Role::none:
            return 0;
        case Role::viewer:
        case Role::member:
            return 1;
        case Role::user:
        case Role::agent:
        case Role::analyst:
            return 2;
        case Role::manager:
        case Role::operator_:
        case Role::compliance:
            return 3;
        case Role::admin:
            return 4;
        case Role::owner:
            return 5;
    }
    return 0;
}

std::string_view name(Role role) {
    return codec::enum_name(role);
}

std::optional<Role> parse_role(std::string_view text) {
    return codec::parse_enum<Role>(text);
}

}  // namespace wib
