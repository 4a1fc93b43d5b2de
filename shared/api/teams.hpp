#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/api/page.hpp"
#include "shared/codec/about.hpp"
#include "shared/codec/field.hpp"
#include "shared/codec/text.hpp"
#include "shared/codec/whole.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "shared/identity/role.hpp"

/// Requests and replies of /api/teams: departments, and who is in them.
namespace wib::api {

using TeamId = StrongId<struct TeamTag>;
using TeamName = codec::Text<1, 100>;
using TeamText = codec::Text<0, 2000>;
using TeamWord = codec::Text<1, 50>;

inline constexpr std::int32_t kTeamPageSize = 25;

/// PageQuery with the page size routes.md names for departments.
struct TeamPageQuery {
    codec::Whole<1, kLastPage, 1> page;
    codec::Whole<1, kLargestPageSize, kTeamPageSize, codec::Above::cut> limit;
    [[nodiscard]] PageQuery asked() const { return {.page = page.value(), .limit = limit.value()}; }
};
BOOST_DESCRIBE_STRUCT(TeamPageQuery, (), (page, limit))

struct TeamManager {
    UserId user_id;
    std::string email;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(TeamManager, (), (user_id, email, name))

struct Team {
    TeamId id;
    std::string name;
    std::optional<std::string> description;
    std::string team_type;
    std::optional<TeamId> parent_team_id;
    std::optional<UserId> manager_user_id;
    std::optional<TeamManager> manager;
    std::int64_t member_count;
    bool is_active;
    std::optional<UserId> created_by;
    Instant created_at;
    Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(Team, (),
                      (id, name, description, team_type, parent_team_id, manager_user_id, manager, member_count,
                       is_active, created_by, created_at, updated_at))

struct TeamListReply {
    bool success;
    std::vector<Team> teams;
    Pagination pagination;
};
BOOST_DESCRIBE_STRUCT(TeamListReply, (), (success, teams, pagination))
struct TeamReply {
    bool success;
    Team team;
};
BOOST_DESCRIBE_STRUCT(TeamReply, (), (success, team))
struct TeamPath {
    TeamId id;
};
BOOST_DESCRIBE_STRUCT(TeamPath, (), (id))

/// POST /api/teams
struct NewTeam {
    TeamName name;
    std::optional<TeamText> description;
    std::optional<TeamWord> team_type;
    std::optional<TeamId> parent_team_id;
    std::optional<UserId> manager_user_id;

    static constexpr std::array about{
        codec::About{"team_type", "`department` when absent"},
        codec::About{"parent_team_id", "An active department of this organization; at the top when absent"},
        codec::About{"manager_user_id", "A member of this organization"}};
};
BOOST_DESCRIBE_STRUCT(NewTeam, (), (name, description, team_type, parent_team_id, manager_user_id))

/// PUT /api/teams/{id}: what is absent stays, what is null is emptied.
struct TeamChange {
    std::optional<TeamName> name;
    codec::Field<TeamText> description;
    std::optional<TeamWord> team_type;
    codec::Field<TeamId> parent_team_id;
    codec::Field<UserId> manager_user_id;
    std::optional<bool> is_active;

    static constexpr std::array about{
        codec::About{"parent_team_id", "Moves it there; null: to the top"},
        codec::About{"manager_user_id", "null: nobody leads it"},
        codec::About{"is_active", "true brings a deactivated one back; false asks for what DELETE asks for"}};
};
BOOST_DESCRIBE_STRUCT(TeamChange, (), (name, description, team_type, parent_team_id, manager_user_id, is_active))

struct TeamMember {
    UserId user_id;
    std::string email;
    std::string name;
    Role role;
    std::string team_role;
    Instant joined_at;

    static constexpr std::array about{codec::About{"role", "In the organization"},
                                      codec::About{"joined_at", "The department"}};
};
BOOST_DESCRIBE_STRUCT(TeamMember, (), (user_id, email, name, role, team_role, joined_at))
struct TeamMembersReply {
    bool success;
    std::vector<TeamMember> members;
    Pagination pagination;
};
BOOST_DESCRIBE_STRUCT(TeamMembersReply, (), (success, members, pagination))
struct TeamMemberReply {
    bool success;
    TeamMember member;
};
BOOST_DESCRIBE_STRUCT(TeamMemberReply, (), (success, member))

/// POST /api/teams/{id}/members
struct NewTeamMember {
    UserId user_id;
    std::optional<TeamWord> team_role;

    static constexpr std::array about{codec::About{"team_role", "`member` when absent"}};
};
BOOST_DESCRIBE_STRUCT(NewTeamMember, (), (user_id, team_role))
struct TeamMemberPath {
    TeamId id;
    UserId user_id;
};
BOOST_DESCRIBE_STRUCT(TeamMemberPath, (), (id, user_id))

}  // namespace wib::api
