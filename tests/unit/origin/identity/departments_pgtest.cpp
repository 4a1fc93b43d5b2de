// Departments: the tree holds whoever writes at once, and nobody is in it who does not belong.
#include "origin/identity/departments.hpp"

#include <future>
#include <pqxx/pqxx>

#include "origin/http/dispatch.hpp"
#include "shared/api/authorise.hpp"
#include "shared/api/teams.hpp"
#include "tests/unit/origin/identity/people_world.hpp"

namespace wib::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Departments : public PeopleTest {
  protected:
    /// As it is served: the row's demands are asked of who asks, and of the database as the transaction begins.
    Answer served(std::string_view route, const Browser& who, std::string body = {}, Params params = {},
                  std::map<std::string, std::string, std::less<>> query = {}) {
        auto made = asked(std::move(body), &who, std::move(params));
        made.query = std::move(query);
        made.route = &*std::ranges::find(api::routes(), route, &api::Route::name);
        const auto refused = [](const api::Problem& problem) {
            const auto response = api::to_response(problem, "wb-test");
            return Answer{response.status, response.body, {}};
        };
        if (const auto refusal = api::authorise(*made.route, made.principal)) return refused(*refusal);
        try {
            const auto reply = world.run(handlers.ask(route, made));
            return {reply.status, std::get<std::string>(reply.body), reply.headers};
        } catch (const db::RefusedError&) {
            return refused(http::problem_of(std::current_exception()));
        }
    }
    static std::string id_of(const Browser& who) { return to_string(who.claims.user_id); }
    static std::string quoted(const std::string& text) { return "\"" + text + "\""; }
    Answer create(const Browser& who, const std::string& name, const std::string& more = {}) {
        return served("create_team", who, R"({"name":")" + name + "\"" + more + "}");
    }
    std::string made(const Browser& who, const std::string& name, const std::string& parent = {}) {
        const auto answer = create(who, name, parent.empty() ? "" : R"(,"parent_team_id":)" + quoted(parent));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return to_string(answer.as<api::TeamReply>().team.id);
    }
    Answer change(const Browser& who, const std::string& team, const std::string& body) {
        return served("update_team", who, body, {{"id", team}});
    }
    Answer move(const Browser& who, const std::string& team, const std::string& below) {
        return change(who, team, R"({"parent_team_id":)" + (below.empty() ? "null" : quoted(below)) + "}");
    }
    Answer deactivate(const Browser& who, const std::string& team) {
        return served("deactivate_team", who, {}, {{"id", team}});
    }
    Answer put(const Browser& who, const std::string& team, const Browser& whom, const std::string& more = {}) {
        return served("put_team_member", who, R"({"user_id":)" + quoted(id_of(whom)) + more + "}", {{"id", team}});
    }
    Answer take_out(const Browser& who, const std::string& team, const Browser& whom) {
        return served("remove_team_member", who, {}, {{"id", team}, {"user_id", id_of(whom)}});
    }
    std::vector<std::string> names(const Browser& who) {
        std::vector<std::string> listed;
        for (const auto& team : served("list_teams", who).as<api::TeamListReply>().teams) listed.push_back(team.name);
        return listed;
    }
    std::vector<std::string> people(const Browser& who, const std::string& team) {
        std::vector<std::string> listed;
        const auto answer = served("list_team_members", who, {}, {{"id", team}});
        for (const auto& member : answer.as<api::TeamMembersReply>().members) listed.push_back(member.email);
        return listed;
    }
    /// One statement of the application's, in a transaction of Harbor's; whether the database let it stand.
    bool stands(const std::string& organization, const std::string& statement) {
        pqxx::connection app{world.database.url()};
        pqxx::work sql{app};
        sql.exec("select * from wib.enter('" + organization + "', 'job', null)");
        try {
            sql.exec(statement);
            sql.commit();
            return true;
        } catch (const pqxx::integrity_constraint_violation&) {
            return false;
        }
    }
};

TEST_F(Departments, AreListedByNameWithManagerAndNumberOfMembers) {
    const auto ines = an_owner("ines@harbor.test");
    const auto omar = a_member(ines, "omar@harbor.test", "agent");
    const auto made =
        create(ines, "Early stage", R"(,"description":"First thirty days","manager_user_id":)" + quoted(id_of(omar)));
    ASSERT_EQ(made.status, 201) << made.body;
    const auto team = made.as<api::TeamReply>().team;
    EXPECT_EQ(team.team_type, "department");
    EXPECT_EQ(team.manager->email, "omar@harbor.test");
    EXPECT_EQ(team.created_by, ines.claims.user_id);
    create(ines, "Disputes");
    EXPECT_EQ(put(ines, to_string(team.id), omar).status, 201);
    EXPECT_EQ(put(ines, to_string(team.id), ines).status, 201);

    const auto listed = served("list_teams", omar).as<api::TeamListReply>();
    ASSERT_EQ(listed.teams.size(), 2u);
    EXPECT_EQ(listed.teams[0].name, "Disputes");
    EXPECT_EQ(listed.teams[1].member_count, 2);
    EXPECT_EQ(listed.teams[1].manager->user_id, omar.claims.user_id);
    EXPECT_EQ(listed.pagination, (api::Pagination{.page = 1, .limit = 25, .total = 2, .total_pages = 1}));
    const auto second = served("list_teams", omar, {}, {}, {{"page", "2"}, {"limit", "1"}}).as<api::TeamListReply>();
    ASSERT_EQ(second.teams.size(), 1u);
    EXPECT_EQ(second.teams[0].name, "Early stage");
    EXPECT_EQ(second.pagination.total_pages, 2);
    const auto beyond = served("list_teams", omar, {}, {}, {{"page", "9"}}).as<api::TeamListReply>();
    EXPECT_THAT(beyond.teams, IsEmpty());
    EXPECT_EQ(beyond.pagination.total, 2) << "an empty page still knows how many there are";
}

TEST_F(Departments, AreSeenByEverybodyShapedByManagersAndDeactivatedByAdmins) {
    const auto owner = an_owner("ines@harbor.test");
    plan("business");
    const auto team = made(owner, "Disputes");
    const auto whom = a_member(owner, "whom@harbor.test", "viewer");
    struct Case {
        const char* role;
        bool shapes, deactivates;
    };
    for (const auto& [role, shapes, deactivates] :
         {Case{"viewer", false, false}, Case{"agent", false, false}, Case{"analyst", false, false},
          Case{"operator", false, false}, Case{"compliance", false, false}, Case{"manager", true, false},
          Case{"admin", true, true}}) {
        SCOPED_TRACE(role);
        const auto who = a_member(owner, std::string{role} + "@harbor.test", role);
        const auto either = [&](int good) { return shapes ? good : 403; };
        EXPECT_EQ(served("list_teams", who).status, 200);
        EXPECT_EQ(served("list_team_members", who, {}, {{"id", team}}).status, 200);
        EXPECT_EQ(create(who, role).status, either(201));
        EXPECT_EQ(change(who, team, R"({"description":"Told"})").status, either(200));
        EXPECT_EQ(put(who, team, whom).status, either(201));
        EXPECT_EQ(take_out(who, team, whom).status, either(200));
        const auto mine = made(owner, std::string{"of "} + role);
        EXPECT_EQ(change(who, mine, R"({"is_active":false})").status, deactivates ? 200 : 403)
            << "by PUT no less than by DELETE";
        EXPECT_EQ(deactivate(who, deactivates ? made(owner, "another") : mine).status, deactivates ? 200 : 403);
    }
}

// What the edge knows of role and plan may be a minute old; the transaction asks again.
TEST_F(Departments, RefuseWhoseRoleOrPlanHasGoneMeanwhile) {
    const auto owner = an_owner("ines@harbor.test");
    const auto manager = a_member(owner, "mara@harbor.test", "manager");
    const auto team = made(manager, "Disputes");
    world.truth("update org_members set role = 'agent' where user_id = '" + id_of(manager) + "'");
    EXPECT_EQ(create(manager, "Early stage").status, 403);
    EXPECT_EQ(change(manager, team, R"({"name":"Mine"})").status, 403);
    EXPECT_EQ(names(manager), std::vector<std::string>{"Disputes"});

    auto admin = a_member(owner, "ada@harbor.test", "admin");
    world.truth("update org_members set role = 'manager' where user_id = '" + id_of(admin) + "'");
    EXPECT_EQ(change(admin, team, R"({"is_active":false})").status, 403);

    for (const auto* lower : {"starter", "free"}) {
        plan(lower);
        EXPECT_EQ(served("list_teams", owner).status, 402) << "by the database";
        auto told = owner;
        refresh(told);
        const auto answer = served("list_teams", told);
        EXPECT_EQ(answer.status, 402);
        EXPECT_THAT(answer.body, HasSubstr(R"("code":"PLAN_UPGRADE_REQUIRED")"));
        EXPECT_THAT(answer.body, HasSubstr(R"("required_plan":"pro","capability":"teams")"));
        EXPECT_EQ(create(told, "Early stage").status, 402);
    }
    plan("pro");
    EXPECT_EQ(count("teams"), "1");
    EXPECT_EQ(names(owner), std::vector<std::string>{"Disputes"}) << "what was there is there again";
}

TEST_F(Departments, AreChangedInWhatIsSentAlone) {
    const auto ines = an_owner("ines@harbor.test");
    const auto above = made(ines, "Collections");
    const auto team = made(ines, "Early stage", above);
    change(ines, team, R"({"description":"Thirty days","manager_user_id":)" + quoted(id_of(ines)) + "}");
    auto now = change(ines, team, R"({"name":"Early"})").as<api::TeamReply>().team;
    EXPECT_EQ(now.name, "Early");
    EXPECT_EQ(now.description, "Thirty days");
    EXPECT_EQ(to_string(now.parent_team_id.value()), above);
    EXPECT_TRUE(now.manager);
    now = change(ines, team, R"({"description":null,"parent_team_id":null,"manager_user_id":null})")
              .as<api::TeamReply>()
              .team;
    EXPECT_FALSE(now.description || now.parent_team_id || now.manager_user_id || now.manager);
    EXPECT_EQ(now.name, "Early");
    EXPECT_EQ(change(ines, team, R"({"name":""})").status, 400);
    EXPECT_EQ(change(ines, team, R"({"colour":"red"})").status, 400);
    EXPECT_EQ(change(ines, team, "{}").status, 200);
    EXPECT_EQ(count("audit_logs where action = 'team:updated'"), "3") << "what changes nothing is nothing to tell";
}

TEST_F(Departments, HaveANameOfTheirOwnWhileTheyAreActive) {
    const auto ines = an_owner("ines@harbor.test");
    const auto eve = an_owner("eve@quay.test", "Quay");
    const auto team = made(ines, "Disputes");
    const auto twice = create(ines, "Disputes");
    EXPECT_EQ(twice.status, 409);
    EXPECT_THAT(twice.body, HasSubstr(R"("code":"CONFLICT")"));
    const auto other = made(ines, "Early stage");
    EXPECT_EQ(change(ines, other, R"({"name":"Disputes"})").status, 409);
    made(eve, "Disputes");

    EXPECT_EQ(deactivate(ines, team).status, 200);
    EXPECT_EQ(deactivate(ines, team).status, 404) << "once";
    made(ines, "Disputes");
    EXPECT_EQ(change(ines, team, R"({"is_active":true})").status, 409) << "its name is another's now";
    EXPECT_EQ(change(ines, team, R"({"is_active":true,"name":"Old disputes"})").status, 200);
    EXPECT_THAT(names(ines), ElementsAre("Disputes", "Early stage", "Old disputes"));
}

TEST_F(Departments, AreATreeWhateverIsAsked) {
    const auto ines = an_owner("ines@harbor.test");
    const auto top = made(ines, "Collections"), middle = made(ines, "Early", top), low = made(ines, "Calls", middle);
    EXPECT_EQ(move(ines, top, top).status, 409) << "below itself";
    EXPECT_EQ(move(ines, top, low).status, 409) << "below what stands below it";
    EXPECT_EQ(move(ines, low, top).status, 200);
    EXPECT_EQ(move(ines, middle, low).status, 200);
    EXPECT_EQ(move(ines, low, middle).status, 409);
    EXPECT_EQ(move(ines, low, "").status, 200);
    EXPECT_EQ(move(ines, low, "0197a3c0-0000-7000-8000-000000000001").status, 400) << "nobody's";
}

TEST_F(Departments, StayATreeWhenTwoAreMovedBelowEachOtherAtOnce) {
    const auto ines = an_owner("ines@harbor.test");
    const auto harbor = to_string(*ines.claims.organization_id);
    const auto one = made(ines, "One"), two = made(ines, "Two");
    for (int round = 0; round < 12; ++round) {
        const auto below = [&](const std::string& team, const std::string& parent) {
            return std::async(std::launch::async, [this, harbor, team, parent] {
                return stands(harbor, "update teams set parent_team_id = '" + parent + "' where id = '" + team + "'");
            });
        };
        auto first = below(one, two), second = below(two, one);
        EXPECT_EQ(first.get() + second.get(), 1);
        EXPECT_EQ(count("teams where parent_team_id is not null"), "1");
        world.truth("update teams set parent_team_id = null");
    }
}

TEST_F(Departments, HoldNobodyWhoLeavesAsTheyAreTakenIn) {
    const auto ines = an_owner("ines@harbor.test");
    const auto omar = a_member(ines, "omar@harbor.test", "agent");
    const auto harbor = to_string(*ines.claims.organization_id), user = id_of(omar);
    const auto team = made(ines, "Disputes");
    for (int round = 0; round < 12; ++round) {
        auto leaves =
            std::async(std::launch::async, [&] { return stands(harbor, "select wib.remove_member('" + user + "')"); });
        auto comes = std::async(std::launch::async, [&] {
            return stands(harbor, "insert into team_members (organization_id, team_id, user_id) values ('" + harbor +
                                      "', '" + team + "', '" + user +
                                      "') on conflict (organization_id, team_id, user_id) do update set removed_at = "
                                      "null");
        });
        auto leads = std::async(std::launch::async, [&] {
            return stands(harbor, "update teams set manager_user_id = '" + user + "' where id = '" + team + "'");
        });
        leaves.get(), comes.get(), leads.get();
        EXPECT_EQ(count("team_members where removed_at is null"), "0");
        EXPECT_EQ(count("teams where manager_user_id is not null"), "0");
        world.truth("update org_members set removed_at = null");
    }
}

TEST_F(Departments, AreNotDeactivatedAboveActiveOnes) {
    const auto ines = an_owner("ines@harbor.test");
    const auto top = made(ines, "Collections"), low = made(ines, "Early", top);
    EXPECT_EQ(deactivate(ines, top).status, 409);
    EXPECT_EQ(change(ines, top, R"({"is_active":false})").status, 409);
    EXPECT_EQ(deactivate(ines, low).status, 200);
    EXPECT_EQ(deactivate(ines, top).status, 200);
    EXPECT_EQ(change(ines, low, R"({"is_active":true})").status, 400) << "its parent is not active";
    EXPECT_EQ(create(ines, "New", R"(,"parent_team_id":)" + quoted(top)).status, 400);
    EXPECT_EQ(change(ines, low, R"({"description":"Was below Collections"})").status, 200);
    EXPECT_EQ(change(ines, low, R"({"is_active":true,"parent_team_id":null})").status, 200);
    EXPECT_EQ(names(ines), std::vector<std::string>{"Early"});

    // The same where nobody asks the story.
    const auto harbor = to_string(*ines.claims.organization_id);
    EXPECT_FALSE(stands(harbor, "update teams set parent_team_id = '" + top + "' where id = '" + low + "'"));
    EXPECT_FALSE(stands(harbor, "update teams set parent_team_id = id where id = '" + low + "'"));
    EXPECT_TRUE(stands(harbor, "update teams set is_active = true where id = '" + top + "'"));
    EXPECT_TRUE(stands(harbor, "update teams set parent_team_id = '" + top + "' where id = '" + low + "'"));
    EXPECT_FALSE(stands(harbor, "update teams set is_active = false where id = '" + top + "'"));
}

TEST_F(Departments, DeactivatedAreClosedAndComeBackWithWhoWasInThem) {
    const auto ines = an_owner("ines@harbor.test");
    const auto omar = a_member(ines, "omar@harbor.test", "agent");
    const auto team = made(ines, "Disputes");
    put(ines, team, omar);
    EXPECT_EQ(deactivate(ines, team).status, 200);
    EXPECT_THAT(names(ines), IsEmpty());
    EXPECT_EQ(served("list_team_members", ines, {}, {{"id", team}}).status, 404);
    EXPECT_EQ(put(ines, team, ines).status, 404);
    EXPECT_EQ(take_out(ines, team, omar).status, 404);
    EXPECT_EQ(change(ines, team, R"({"is_active":true})").status, 200);
    EXPECT_THAT(people(ines, team), ElementsAre("omar@harbor.test"));
}

TEST_F(Departments, HaveEachMemberOnceInTheirLatestPart) {
    const auto ines = an_owner("ines@harbor.test");
    const auto omar = a_member(ines, "omar@harbor.test", "agent");
    const auto team = made(ines, "Disputes");
    const auto first = put(ines, team, omar).as<api::TeamMemberReply>().member;
    EXPECT_EQ(first.team_role, "member");
    EXPECT_EQ(first.role, Role::agent);
    const auto second = put(ines, team, omar, R"(,"team_role":"lead")").as<api::TeamMemberReply>().member;
    EXPECT_EQ(second.team_role, "lead");
    EXPECT_EQ(second.joined_at, first.joined_at) << "there since they came";
    EXPECT_EQ(put(ines, team, omar, R"(,"team_role":"lead")").status, 201);
    EXPECT_THAT(people(ines, team), ElementsAre("omar@harbor.test"));
    EXPECT_EQ(take_out(ines, team, omar).status, 200);
    EXPECT_EQ(take_out(ines, team, omar).status, 404);
    EXPECT_THAT(people(ines, team), IsEmpty());
    const auto again = put(ines, team, omar).as<api::TeamMemberReply>().member;
    EXPECT_GT(again.joined_at, first.joined_at);
    EXPECT_EQ(count("audit_logs where action = 'team:updated' and resource_id = '" + team + "'"), "4");
    EXPECT_EQ(count("audit_logs where action = 'team:updated' and old_value->>'team_role' = 'member' and "
                    "new_value->>'team_role' = 'lead' and new_value->>'member' = '" +
                    id_of(omar) + "'"),
              "1");
}

TEST_F(Departments, LoseWhoIsRemovedFromTheOrganization) {
    const auto ines = an_owner("ines@harbor.test");
    const auto omar = a_member(ines, "omar@harbor.test", "agent");
    const auto lead = R"(,"manager_user_id":)" + quoted(id_of(omar));
    const auto disputes = to_string(create(ines, "Disputes", lead).as<api::TeamReply>().team.id);
    const auto closed = to_string(create(ines, "Closed", lead).as<api::TeamReply>().team.id);
    put(ines, disputes, omar);
    put(ines, disputes, ines);
    put(ines, closed, omar);
    deactivate(ines, closed);
    EXPECT_EQ(served("remove_member", ines, {}, {{"user_id", id_of(omar)}}).status, 200);
    EXPECT_THAT(people(ines, disputes), ElementsAre("ines@harbor.test"));
    const auto team = served("list_teams", ines).as<api::TeamListReply>().teams.at(0);
    EXPECT_FALSE(team.manager_user_id || team.manager);
    EXPECT_EQ(team.member_count, 1);
    EXPECT_EQ(count("teams where manager_user_id is not null"), "0") << "of a closed one no less";
    EXPECT_EQ(count("audit_logs where action = 'team:member_removed' and old_value->>'role' = 'agent' and "
                    "old_value->'teams' @> '[\"" +
                    disputes + "\"]' and old_value->'leads' @> '[\"" + closed + "\"]'"),
              "1");

    EXPECT_EQ(put(ines, disputes, omar).status, 400);
    EXPECT_EQ(create(ines, "Early", lead).status, 400);
    EXPECT_EQ(change(ines, disputes, "{" + lead.substr(1) + "}").status, 400);
    const auto harbor = to_string(*ines.claims.organization_id);
    EXPECT_FALSE(stands(harbor, "update team_members set removed_at = null")) << "nor by the table";
    EXPECT_FALSE(stands(harbor, "update teams set manager_user_id = '" + id_of(omar) + "'"));

    world.truth("update org_members set removed_at = null where user_id = '" + id_of(omar) + "'");
    EXPECT_THAT(people(ines, disputes), ElementsAre("ines@harbor.test")) << "who comes back begins anew";
}

TEST_F(Departments, AnotherTenantsIdsAreNobodys) {
    const auto ines = an_owner("ines@harbor.test");
    const auto omar = a_member(ines, "omar@harbor.test", "agent");
    const auto theirs = made(ines, "Disputes");
    put(ines, theirs, omar);
    const auto eve = an_owner("eve@quay.test", "Quay");
    const auto ours = made(eve, "Disputes");

    EXPECT_EQ(change(eve, theirs, R"({"name":"Mine"})").status, 404);
    EXPECT_EQ(deactivate(eve, theirs).status, 404);
    EXPECT_EQ(served("list_team_members", eve, {}, {{"id", theirs}}).status, 404);
    EXPECT_EQ(put(eve, theirs, eve).status, 404);
    EXPECT_EQ(take_out(eve, theirs, omar).status, 404);
    EXPECT_EQ(put(eve, ours, omar).status, 400);
    EXPECT_EQ(move(eve, ours, theirs).status, 400);
    EXPECT_EQ(create(eve, "Below", R"(,"parent_team_id":)" + quoted(theirs)).status, 400);
    EXPECT_EQ(create(eve, "Led", R"(,"manager_user_id":)" + quoted(id_of(omar))).status, 400);
    EXPECT_EQ(change(eve, ours, R"({"manager_user_id":)" + quoted(id_of(omar)) + "}").status, 400);
    EXPECT_EQ(take_out(eve, ours, omar).status, 404);
    EXPECT_THAT(people(ines, theirs), ElementsAre("omar@harbor.test")) << "and nothing has changed";
    EXPECT_EQ(names(ines), std::vector<std::string>{"Disputes"});
    EXPECT_EQ(names(eve), std::vector<std::string>{"Disputes"});

    const auto quay = to_string(*eve.claims.organization_id);
    EXPECT_FALSE(stands(quay, "update teams set parent_team_id = '" + theirs + "'")) << "nor by the table";
    EXPECT_FALSE(stands(quay, "update teams set manager_user_id = '" + id_of(omar) + "'"));
    EXPECT_FALSE(stands(quay, "insert into team_members (organization_id, team_id, user_id) values ('" + quay + "', '" +
                                  theirs + "', '" + id_of(eve) + "')"));
}

TEST_F(Departments, LeaveAnAuditRowWithTheChange) {
    const auto ines = an_owner("ines@harbor.test");
    const auto team = made(ines, "Disputes");
    change(ines, team, R"({"name":"Objections","description":")" + std::string(700, 'x') + "\"}");
    deactivate(ines, team);
    const auto row = [&](const std::string& where) {
        return count("audit_logs where resource_type = 'team' and resource_id = '" + team + "' and " + where);
    };
    EXPECT_EQ(row("action = 'team:created' and old_value is null and new_value->>'name' = 'Disputes'"), "1");
    EXPECT_EQ(row("action = 'team:updated' and old_value->>'name' = 'Disputes' and new_value->>'name' = 'Objections' "
                  "and length(new_value->>'description') = 500"),
              "1");
    EXPECT_EQ(row("action = 'team:deleted' and old_value->>'is_active' = 'true' and new_value->>'is_active' = 'false'"),
              "1");
    create(ines, "Objections", R"(,"parent_team_id":)" + quoted(team));
    move(ines, team, team);
    EXPECT_EQ(count("audit_logs where action like 'team:%ed' and resource_type = 'team'"), "3")
        << "what is refused leaves none";
}

}  // namespace
}  // namespace wib::identity
