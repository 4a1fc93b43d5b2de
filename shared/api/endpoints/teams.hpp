#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/people.hpp"
#include "shared/api/teams.hpp"

namespace wib::api {

struct ListTeams : Endpoint {
    static constexpr std::string_view route = "list_teams";
    static constexpr std::string_view tag = "Departments";
    static constexpr std::string_view summary = "The active departments with manager and number of members, by name";
    using Query = TeamPageQuery;
    using Reply = TeamListReply;
    static Example<ListTeams> example();
};

struct CreateTeam : Endpoint {
    static constexpr std::string_view route = "create_team";
    static constexpr std::string_view tag = "Departments";
    static constexpr std::string_view summary = "A new department, at the top or below another";
    static constexpr std::string_view description = "409 when an active department has this name.";
    static constexpr std::array problems{Code::validation_error, Code::conflict};
    static constexpr int status = 201;
    using Body = NewTeam;
    using Reply = TeamReply;
    static Example<CreateTeam> example();
};

struct UpdateTeam : Endpoint {
    static constexpr std::string_view route = "update_team";
    static constexpr std::string_view tag = "Departments";
    static constexpr std::string_view summary = "Changes or moves a department; what is absent stays";
    static constexpr std::string_view description =
        "409 when the name is another's, when it would stand below itself, or when an active one would stand below an "
        "inactive one.";
    static constexpr std::array problems{Code::validation_error, Code::not_found, Code::conflict};
    using Path = TeamPath;
    using Body = TeamChange;
    using Reply = TeamReply;
    static Example<UpdateTeam> example();
};

struct DeactivateTeam : Endpoint {
    static constexpr std::string_view route = "deactivate_team";
    static constexpr std::string_view tag = "Departments";
    static constexpr std::string_view summary = "Deactivates a department; nothing of it is deleted";
    static constexpr std::string_view description = "409 while active departments stand below it.";
    static constexpr std::array problems{Code::not_found, Code::conflict};
    using Path = TeamPath;
    using Reply = Done;
    static Example<DeactivateTeam> example();
};

struct ListTeamMembers : Endpoint {
    static constexpr std::string_view route = "list_team_members";
    static constexpr std::string_view tag = "Departments";
    static constexpr std::string_view summary = "Who is in a department, by name";
    static constexpr std::array problems{Code::not_found};
    using Path = TeamPath;
    using Query = TeamPageQuery;
    using Reply = TeamMembersReply;
    static Example<ListTeamMembers> example();
};

struct PutTeamMember : Endpoint {
    static constexpr std::string_view route = "put_team_member";
    static constexpr std::string_view tag = "Departments";
    static constexpr std::string_view summary = "Takes a member of the organisation into a department";
    static constexpr std::string_view description = "Whoever is in it already has this part in it from now on.";
    static constexpr std::array problems{Code::validation_error, Code::not_found};
    static constexpr int status = 201;
    using Path = TeamPath;
    using Body = NewTeamMember;
    using Reply = TeamMemberReply;
    static Example<PutTeamMember> example();
};

struct RemoveTeamMember : Endpoint {
    static constexpr std::string_view route = "remove_team_member";
    static constexpr std::string_view tag = "Departments";
    static constexpr std::string_view summary = "Takes somebody out of a department";
    static constexpr std::array problems{Code::not_found};
    using Path = TeamMemberPath;
    using Reply = Done;
    static Example<RemoveTeamMember> example();
};

}  // namespace wib::api
