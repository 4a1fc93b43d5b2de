#pragma once
#include <optional>

#include "shared/api/problem.hpp"
#include "shared/api/routes.hpp"
#include "shared/identity/principal.hpp"

namespace wib::api {

/// Whether a principal may use a row: its level, its permission, its plan, in this order; nothing when it may. Asked at
/// the edge with what the session's claims say, and at the origin again with what the database says at that moment.
///   - sessions: level of the role, and the permission when the row names one;
///   - API keys: the same for the role of who made the key, and the row's permission must stand in the key's own list,
///     so that rows which name none are not for keys;
///   - platform rows: the platform role, from a session; membership counts for nothing there. Where the row names a
///     scope, a service that holds it will do.
/// FORBIDDEN names what is missing (`required_role`, `required_permission` or `required_scope`), for a page that
/// explains itself;
/// PLAN_UPGRADE_REQUIRED names both plans; a plan nobody knows is PLAN_UNKNOWN, never allowed.
[[nodiscard]] std::optional<Problem> authorise(const Route& route, const Principal& principal);

/// The plan's part alone.
[[nodiscard]] std::optional<Problem> check_plan(plans::Capability capability, std::string_view plan);

inline constexpr std::string_view kUpgradeUrl = "/settings/plan";

}  // namespace wib::api
