#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "shared/core/ensure.hpp"
#include "shared/identity/role.hpp"

/// Who may do what (rules §2): named permissions `resource:action`, the roles they are granted to, and what a role
/// inherits. One table, here; the migration seeds `rbac_permissions` with the same rows, and a test holds one against
/// the other. An endpoint asks for a level *and*, where its row names one, a permission.
namespace wib {

/// How far a grant reaches. `own`: what the person did themselves; `team`: what those they lead did; `plan`: of billing
/// the plan's name and limits only; `any`: all of the organisation's.
enum class Reach : std::uint8_t { none, plan, own, team, any };
[[nodiscard]] std::string_view name(Reach reach);

struct Grant {
    Role role;
    Reach reach = Reach::any;
};

/// One permission and whom it is granted to directly; others have it by inheritance.
struct PermissionRow {
    std::string_view name;  ///< "calls:execute"
    std::array<Grant, 5> grants;

    [[nodiscard]] constexpr std::string_view resource() const { return name.substr(0, name.find(':')); }
    [[nodiscard]] constexpr std::string_view action() const { return name.substr(name.find(':') + 1); }
};

// Viewers and agents see their own figures; who works with figures sees everybody's.
inline constexpr std::array<Grant, 5> kOwnFiguresOnly{
    {{Role::viewer, Reach::own}, {Role::analyst}, {Role::operator_}, {Role::manager}, {Role::compliance}}};

// Actions are read, write, delete, execute and admin (schema.md). A Grant of Role::none fills the row.
inline constexpr std::array kPermissions{
    PermissionRow{"calls:read", {{{Role::viewer}}}},
    PermissionRow{"recordings:read", {{{Role::viewer}}}},
    PermissionRow{"transcripts:read", {{{Role::viewer}}}},
    PermissionRow{"accounts:read", {{{Role::viewer}}}},

    PermissionRow{"calls:execute", {{{Role::agent}}}},
    PermissionRow{"calls:write", {{{Role::agent}}}},
    PermissionRow{"call_shares:execute", {{{Role::agent, Reach::own}, {Role::operator_}, {Role::manager}}}},
    PermissionRow{"call_listening:execute", {{{Role::manager}, {Role::compliance}}}},
    PermissionRow{"call_coaching:execute", {{{Role::manager}}}},

    PermissionRow{"accounts:write", {{{Role::agent}}}},
    PermissionRow{"accounts:delete", {{{Role::operator_}, {Role::manager}}}},
    PermissionRow{"accounts:admin", {{{Role::operator_}, {Role::manager}}}},  // import, change of balance
    PermissionRow{"payments:write", {{{Role::agent}}}},                       // record, link, plan
    PermissionRow{"settlements:write", {{{Role::agent}}}},
    PermissionRow{"settlements:execute", {{{Role::manager}}}},

    PermissionRow{"compliance_flags:write", {{{Role::compliance}}}},
    PermissionRow{"dnc:delete", {{{Role::compliance}}}},
    PermissionRow{"violations:write", {{{Role::compliance}}}},
    PermissionRow{"legal_checklist:write", {{{Role::compliance}}}},
    PermissionRow{"legal_approvals:execute", {{{Role::compliance}}}},
    PermissionRow{"legal_escalations:write", {{{Role::agent}, {Role::compliance}}}},
    PermissionRow{"legal_escalations:delete", {{{Role::manager}, {Role::compliance}}}},
    PermissionRow{"legal_holds:read", {{{Role::manager}, {Role::compliance}}}},
    PermissionRow{"legal_holds:write", {{{Role::compliance}}}},
    PermissionRow{"retention:read", {{{Role::manager}, {Role::compliance}}}},
    PermissionRow{"retention:write", {{{Role::admin}}}},

    PermissionRow{"voice_config:write", {{{Role::operator_}, {Role::manager}}}},
    PermissionRow{"voice_targets:read", {{{Role::viewer}}}},
    PermissionRow{"voice_targets:write", {{{Role::manager}}}},
    PermissionRow{"campaigns:read", {{{Role::viewer}}}},
    PermissionRow{"campaigns:write", {{{Role::operator_}, {Role::manager}}}},
    PermissionRow{"campaigns:execute", {{{Role::operator_}, {Role::manager}}}},
    PermissionRow{"campaigns:delete", {{{Role::manager}}}},
    PermissionRow{"dialer:execute", {{{Role::operator_}, {Role::manager}}}},

    PermissionRow{"scorecards:read", kOwnFiguresOnly},
    PermissionRow{"scorecards:write", {{{Role::operator_}, {Role::manager}}}},
    PermissionRow{"analytics:read", kOwnFiguresOnly},
    PermissionRow{"reports:write", {{{Role::analyst}, {Role::manager}}}},
    PermissionRow{"assistant:execute", {{{Role::agent}}}},
    PermissionRow{"insights:read", {{{Role::analyst}, {Role::operator_}, {Role::manager}}}},
    PermissionRow{"alert_rules:write", {{{Role::manager}}}},
    PermissionRow{"alert_rules:delete", {{{Role::admin}}}},

    PermissionRow{"bookings:read", {{{Role::viewer}}}},
    PermissionRow{"bookings:write", {{{Role::agent}}}},
    PermissionRow{"bookings:delete", {{{Role::manager}}}},

    PermissionRow{"recordings:delete", {{{Role::admin}}}},
    PermissionRow{"audit_logs:read", {{{Role::manager, Reach::team}, {Role::compliance}}}},
    PermissionRow{"team:read", {{{Role::manager}}}},
    PermissionRow{"team:write", {{{Role::admin}}}},
    PermissionRow{"departments:read", {{{Role::viewer}}}},
    PermissionRow{"departments:write", {{{Role::manager}}}},
    PermissionRow{"departments:delete", {{{Role::admin}}}},
    PermissionRow{"webhooks:admin", {{{Role::admin}}}},
    PermissionRow{"api_keys:admin", {{{Role::admin}}}},
    PermissionRow{"integrations:admin", {{{Role::admin}}}},
    PermissionRow{"helpdesk:admin", {{{Role::operator_}, {Role::admin}}}},
    PermissionRow{"channels:admin", {{{Role::operator_}, {Role::admin}}}},
    PermissionRow{"feature_flags:admin", {{{Role::admin}}}},
    PermissionRow{"billing:read", {{{Role::viewer, Reach::plan}, {Role::admin}}}},
    PermissionRow{"billing:write", {{{Role::admin}}}},
    PermissionRow{"billing:delete", {{{Role::owner}}}},
};

/// A name of the table: one that stands nowhere in it does not compile. Empty where a row asks for none.
class Permission {
  public:
    constexpr Permission() = default;
    consteval Permission(const char* wanted)
        : place_(place_of(wanted)) {  // implicit: rows write .permission = "team:write"
        // No constant expression reaches this: a name that is not in the table above is an error of the compiler's.
        ensure(place_ != kNone, "a row names a permission of the table");
    }
    /// Of a name that came from outside.
    [[nodiscard]] static constexpr std::optional<Permission> find(std::string_view name) {
        Permission found;
        found.place_ = place_of(name);
        return found ? std::optional{found} : std::nullopt;
    }

    [[nodiscard]] constexpr explicit operator bool() const { return place_ != kNone; }
    [[nodiscard]] constexpr std::size_t place() const { return place_; }
    [[nodiscard]] constexpr std::string_view name() const { return *this ? kPermissions[place_].name : ""; }
    bool operator==(const Permission&) const = default;

  private:
    static constexpr std::uint8_t kNone = 0xff;
    static_assert(kPermissions.size() < kNone);
    static constexpr std::uint8_t place_of(std::string_view name) {
        for (std::size_t i = 0; i < kPermissions.size(); ++i)
            if (kPermissions[i].name == name) return static_cast<std::uint8_t>(i);
        return kNone;
    }
    std::uint8_t place_ = kNone;
};

/// The roles whose grants a role has as well, nearest first, all the way down.
[[nodiscard]] std::span<const Role> inherited(Role role);
/// How far the role's permission reaches, inherited ones counted: the widest of them; Reach::none when it has none.
[[nodiscard]] Reach reach(Role role, Permission permission);
[[nodiscard]] inline bool may(Role role, Permission permission) {
    return reach(role, permission) != Reach::none;
}

}  // namespace wib
