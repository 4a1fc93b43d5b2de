#include "shared/api/endpoints/teams.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

TeamId early_stage() {
    return example::a<TeamId>("6a1f4c2e-8b3d-4e5f-9a70-b1c2d3e4f506");
}
TeamId collections() {
    return example::a<TeamId>("d4e5f607-1829-4a3b-8c4d-5e6f70819203");
}

Team a_team() {
    return {.id = early_stage(),
            .name = "Early stage",
            .description = "First thirty days after a missed payment",
            .team_type = "department",
            .parent_team_id = collections(),
            .manager_user_id = example::user(),
            .manager = TeamManager{.user_id = example::user(), .email = "grace@harbor.example", .name = "Grace Okafor"},
            .member_count = 8,
            .is_active = true,
            .created_by = example::user(),
            .created_at = example::at("08:00:00"),
            .updated_at = example::at("08:30:00")};
}

TeamMember a_member() {
    return {.user_id = example::user(),
            .email = "grace@harbor.example",
            .name = "Grace Okafor",
            .role = Role::manager,
            .team_role = "lead",
            .joined_at = example::at("08:00:00")};
}

constexpr Pagination kOnlyPage{.page = 1, .limit = kTeamPageSize, .total = 1, .total_pages = 1};

}  // namespace

Example<ListTeams> ListTeams::example() {
    return {.reply = {.success = true, .teams = {a_team()}, .pagination = kOnlyPage}};
}

Example<CreateTeam> CreateTeam::example() {
    return {.body = {.name = example::a<TeamName>("Early stage"),
                     .description = example::a<TeamText>("First thirty days after a missed payment"),
                     .team_type = {},
                     .parent_team_id = collections(),
                     .manager_user_id = example::user()},
            .reply = {.success = true, .team = a_team()}};
}

Example<UpdateTeam> UpdateTeam::example() {
    TeamChange body;
    body.name = example::a<TeamName>("Early stage");
    body.parent_team_id = collections();
    return {.path = {early_stage()}, .body = body, .reply = {.success = true, .team = a_team()}};
}

Example<DeactivateTeam> DeactivateTeam::example() {
    return {.path = {early_stage()}, .reply = {.success = true}};
}

Example<ListTeamMembers> ListTeamMembers::example() {
    return {.path = {early_stage()}, .reply = {.success = true, .members = {a_member()}, .pagination = kOnlyPage}};
}

Example<PutTeamMember> PutTeamMember::example() {
    return {.path = {early_stage()},
            .body = {.user_id = example::user(), .team_role = example::a<TeamWord>("lead")},
            .reply = {.success = true, .member = a_member()}};
}

Example<RemoveTeamMember> RemoveTeamMember::example() {
    return {.path = {early_stage(), example::user()}, .reply = {.success = true}};
}

std::vector<Described> team_endpoints() {
    return detail::described_list<ListTeams, CreateTeam, UpdateTeam, DeactivateTeam, ListTeamMembers, PutTeamMember,
                                  RemoveTeamMember>();
}

}  // namespace wib::api
