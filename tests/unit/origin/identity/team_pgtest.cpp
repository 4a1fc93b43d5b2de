// Who belongs: invitations, roles, removal, several organisations; and that another tenant's ids are nobody's.
#include "origin/identity/team.hpp"

#include <boost/asio/co_spawn.hpp>
#include <future>
#include <map>
#include <pqxx/pqxx>

#include "tests/unit/origin/identity/people_world.hpp"

namespace wib::identity {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Team : public PeopleTest {
  protected:
    static std::string invitation(const std::string& email, const std::string& role = "agent") {
        return R"({"email":")" + email + R"(","role":")" + role + "\"}";
    }
    Answer change_role(const Browser& by, const Browser& of, const std::string& role) {
        return ask("change_role", R"({"role":")" + role + "\"}", &by, {{"user_id", to_string(of.claims.user_id)}});
    }
    static std::string link_of(const api::InvitedReply& reply) {
        constexpr std::string_view kBefore = "https://bond.test/accept-invite#token=";
        EXPECT_THAT(reply.invite_url, ::testing::StartsWith(kBefore));
        return reply.invite_url.substr(kBefore.size());
    }
    Answer remove(const Browser& by, const Browser& whom) {
        return ask("remove_member", {}, &by, {{"user_id", to_string(whom.claims.user_id)}});
    }
};

TEST_F(Team, AnInvitationAcceptedBySigningUpProvesTheAddressAndGivesTheRole) {
    const auto owner = an_owner("ines@harbor.test");
    const auto invited = ask("invite_member", invitation("omar@harbor.test", "manager"), &owner);
    ASSERT_EQ(invited.status, 201) << invited.body;
    const auto reply = invited.as<api::InvitedReply>();
    EXPECT_EQ(reply.email, api::MailFate::promised);
    const auto token = letter_to("omar@harbor.test");
    EXPECT_NE(link_of(reply), token) << "what proves the address goes to the address alone";
    const auto offered = ask("validate_invite", {}, nullptr, {{"token", token}}).as<api::ValidInviteReply>().invite;
    EXPECT_EQ(offered.organization_name, "Harbor");
    EXPECT_EQ(offered.role, Role::manager);

    const auto joined = sign_up("omar@harbor.test", R"(,"invite_token":")" + token + "\"");
    ASSERT_EQ(joined.status, 201) << joined.body;
    EXPECT_TRUE(joined.as<api::SignedUpReply>().user.email_verified);
    EXPECT_EQ(sign_in("omar@harbor.test").claims.role, Role::manager);
    EXPECT_EQ(ask("validate_invite", {}, nullptr, {{"token", token}}).status, 404) << "used";
    EXPECT_EQ(count("audit_logs where action in ('team:member_invited', 'team:member_joined')"), "2");
}

TEST_F(Team, TheLinkItsInviterIsShownJoinsOnceAndProvesNoAddress) {
    const auto owner = an_owner("ines@harbor.test");
    const auto link = link_of(ask("invite_member", invitation("omar@harbor.test"), &owner).as<api::InvitedReply>());
    EXPECT_EQ(ask("validate_invite", {}, nullptr, {{"token", link}}).status, 200);
    const auto joined = sign_up("omar@harbor.test", R"(,"invite_token":")" + link + "\"");
    ASSERT_EQ(joined.status, 201) << joined.body;
    EXPECT_FALSE(joined.as<api::SignedUpReply>().user.email_verified);
    const auto omar = sign_in("omar@harbor.test");
    EXPECT_EQ(omar.claims.role, Role::agent);
    EXPECT_EQ(ask("validate_invite", {}, nullptr, {{"token", link}}).status, 404) << "used";

    EXPECT_EQ(ask("verify_email", token_body(link)).status, 404);
    EXPECT_EQ(count("users where email = 'omar@harbor.test' and email_verified is not null"), "0");
    EXPECT_EQ(ask("verify_email", token_body(letter_to("omar@harbor.test"))).status, 200);
    EXPECT_EQ(count("users where email = 'omar@harbor.test' and email_verified is not null"), "1");
}

TEST_F(Team, AnInvitationToAnAddressWhereLettersComeBackIsHandedOverByItsLink) {
    const auto owner = an_owner("ines@harbor.test");
    const auto first = ask("invite_member", invitation("gone@harbor.test"), &owner).as<api::InvitedReply>();
    EXPECT_EQ(first.email, api::MailFate::promised);
    deliver();
    world.truth(
        "select set_config('app.current_organization_id', on_behalf_of::text, false) from email_outbox where "
        "recipient = 'gone@harbor.test'; select wib.learn_of_email('resend', 'e1', 'x', now(), '{}', vendor_id, "
        "'bounced', true, 'Permanent General') "
        "from email_outbox where recipient = 'gone@harbor.test'");
    EXPECT_EQ(ask("cancel_invite", {}, &owner, {{"id", to_string(first.invite.id)}}).status, 200);
    const auto again = ask("invite_member", invitation("gone@harbor.test"), &owner).as<api::InvitedReply>();
    EXPECT_EQ(again.email, api::MailFate::undeliverable);
    EXPECT_EQ(count("email_outbox where kind = 'invitation'"), "1");
    EXPECT_EQ(ask("validate_invite", {}, nullptr, {{"token", link_of(again)}}).status, 200)
        << "the link works all the same";
}

TEST_F(Team, AnInvitationIsForItsAddressAlone) {
    const auto owner = an_owner("ines@harbor.test");
    const auto stranger = an_owner("eve@quay.test", "Quay");
    ask("invite_member", invitation("omar@harbor.test"), &owner);
    const auto token = letter_to("omar@harbor.test");
    EXPECT_EQ(sign_up("eve2@quay.test", R"(,"invite_token":")" + token + "\"").status, 404);
    EXPECT_EQ(count("users where email = 'eve2@quay.test'"), "0");
    EXPECT_EQ(ask("accept_invite", {}, &stranger, {{"token", token}}).status, 404);
    EXPECT_EQ(ask("validate_invite", {}, nullptr, {{"token", token}}).status, 200) << "still for whom it was sent";
}

TEST_F(Team, SomebodyWithAnAccountAcceptsAndTheirSessionMovesThere) {
    const auto owner = an_owner("ines@harbor.test");
    auto omar = an_owner("omar@quay.test", "Quay");
    ask("invite_member", invitation("omar@quay.test"), &owner);
    const auto token = letter_to("omar@quay.test");
    EXPECT_EQ(ask("accept_invite", {}, &omar, {{"token", token}}).status, 200);
    EXPECT_EQ(ask("accept_invite", {}, &omar, {{"token", token}}).status, 404) << "once";
    refresh(omar);
    EXPECT_EQ(omar.claims.organization_id, owner.claims.organization_id);
    EXPECT_EQ(omar.claims.role, Role::agent);
    EXPECT_EQ(ask("my_organizations", {}, &omar).as<api::MyOrganizationsReply>().organizations.size(), 2u);
}

TEST_F(Team, AnInvitationIsAcceptedOnceHoweverManyTryAtOnce) {
    const auto owner = an_owner("ines@harbor.test");
    const auto omar = an_owner("omar@quay.test", "Quay");
    ask("invite_member", invitation("omar@quay.test"), &owner);
    const auto hash = hash_token(letter_to("omar@quay.test"));
    std::vector<std::future<bool>> tries;
    for (int i = 0; i < 8; ++i)
        tries.push_back(std::async(std::launch::async, [&] {
            pqxx::connection app{world.database.url()};
            pqxx::work sql{app};
            sql.exec("select * from wib.enter('" + to_string(*owner.claims.organization_id) + "', 'job', null)");
            const auto role =
                sql.exec1("select wib.accept_invitation('" + hash + "', '" + to_string(omar.claims.user_id) + "')")[0];
            sql.commit();
            return !role.is_null();
        }));
    int good = 0;
    for (auto& one : tries) good += one.get();
    EXPECT_EQ(good, 1);
}

TEST_F(Team, OneInvitationAnAddressIsPendingAndMembersAreNotInvited) {
    const auto owner = an_owner("ines@harbor.test");
    EXPECT_EQ(ask("invite_member", invitation("omar@harbor.test"), &owner).status, 201);
    EXPECT_EQ(ask("invite_member", invitation("Omar@harbor.test"), &owner).status, 409);
    EXPECT_EQ(ask("invite_member", invitation("ines@harbor.test"), &owner).status, 409);
    EXPECT_EQ(ask("invite_member", invitation("noor@harbor.test", "owner"), &owner).status, 400);
    world.truth("update team_invites set expires_at = now()");
    EXPECT_THAT(ask("list_invites", {}, &owner).as<api::InvitesReply>().invites, IsEmpty());
    EXPECT_EQ(ask("invite_member", invitation("omar@harbor.test"), &owner).status, 201) << "the first is over";
}

TEST_F(Team, IsNoLargerThanThePlanHasRoomForInvitationsIncluded) {
    const auto owner = an_owner("ines@harbor.test");
    plan("starter");  // five
    const auto omar = a_member(owner, "omar@harbor.test", "agent");
    const auto first = ask("invite_member", invitation("a@harbor.test"), &owner).as<api::InvitedReply>().invite.id;
    EXPECT_EQ(count("usage_alerts"), "0");
    EXPECT_EQ(ask("invite_member", invitation("b@harbor.test"), &owner).status, 201);
    EXPECT_EQ(count("usage_alerts where metric = 'users' and percent = 80 and used = 4"), "1");
    EXPECT_EQ(ask("invite_member", invitation("c@harbor.test"), &owner).status, 201);
    EXPECT_EQ(count("usage_alerts where metric = 'users' and percent = 100 and used = 5"), "1");

    const auto refused = ask("invite_member", invitation("d@harbor.test"), &owner);
    EXPECT_EQ(refused.status, 402);
    EXPECT_THAT(refused.body, HasSubstr(R"("code":"QUOTA_EXCEEDED")"));
    EXPECT_THAT(refused.body, HasSubstr(R"("metric":"users","used":"5","limit":"5","current_plan":"starter")"));
    EXPECT_EQ(ask("invite_member", invitation("c@harbor.test"), &owner).status, 409) << "this place is theirs already";

    // Who goes, is uninvited or came too late leaves a place.
    EXPECT_EQ(ask("cancel_invite", {}, &owner, {{"id", to_string(first)}}).status, 200);
    EXPECT_EQ(ask("invite_member", invitation("d@harbor.test"), &owner).status, 201);
    EXPECT_EQ(remove(owner, omar).status, 200);
    EXPECT_EQ(ask("invite_member", invitation("e@harbor.test"), &owner).status, 201);
    EXPECT_EQ(ask("invite_member", invitation("f@harbor.test"), &owner).status, 402);
    world.truth("update team_invites set expires_at = now() where email = 'e@harbor.test'");
    EXPECT_EQ(ask("invite_member", invitation("f@harbor.test"), &owner).status, 201);
    EXPECT_EQ(count("usage_alerts"), "2") << "told once a month";
}

// Eight invitations in one breath, on four connections: a place is given once.
TEST_F(Team, IsNoLargerThanThePlanHasRoomForHoweverManyAreInvitedAtOnce) {
    const auto owner = an_owner("ines@harbor.test");
    plan("starter");  // five, and one is there
    std::vector<http::RequestContext> requests;
    for (int each = 0; each < 8; ++each)
        requests.push_back(asked(invitation("p" + std::to_string(each) + "@harbor.test"), &owner, {}));
    std::map<int, int> answers;
    const auto keep = [&answers](Task<http::Reply> reply) -> Task<void> {
        ++answers[(co_await std::move(reply)).status];
    };
    for (auto& each : requests)
        boost::asio::co_spawn(world.io, keep(handlers.ask("invite_member", each)),
                              [](const std::exception_ptr& failure) { EXPECT_FALSE(failure); });
    world.io.restart();
    world.io.run();
    EXPECT_EQ(answers, (std::map<int, int>{{201, 4}, {402, 4}}));
    EXPECT_EQ(count("team_invites where status = 'pending'"), "4");
}

TEST_F(Team, IsOnePersonOnTheFreePlanAndWithASubscriptionThatStandsNoMore) {
    const auto owner = an_owner("ines@harbor.test");
    plan("free");
    EXPECT_EQ(ask("invite_member", invitation("omar@harbor.test"), &owner).status, 402);
    world.truth("update organizations set plan = 'business', plan_status = 'canceled' where name = 'Harbor'");
    EXPECT_EQ(ask("invite_member", invitation("omar@harbor.test"), &owner).status, 402);
    world.truth("update organizations set plan = 'gold', plan_status = 'active' where name = 'Harbor'");
    EXPECT_EQ(ask("invite_member", invitation("omar@harbor.test"), &owner).status, 503) << "nobody knows this plan";
    EXPECT_EQ(count("team_invites"), "0");
}

TEST_F(Team, OnlyWhoHasProvenTheirAddressInvitesOthers) {
    sign_up("ines@harbor.test", R"(,"organization_name":"Harbor")");
    const auto owner = sign_in("ines@harbor.test");
    const auto answer = ask("invite_member", invitation("omar@harbor.test"), &owner);
    EXPECT_EQ(answer.status, 403);
    EXPECT_THAT(answer.body, HasSubstr("EMAIL_NOT_VERIFIED"));
}

TEST_F(Team, WithoutMailAnInvitationIsHandedOverByItsLink) {
    const auto owner = an_owner("ines@harbor.test");
    mailer.configured = false;
    const auto reply = ask("invite_member", invitation("omar@harbor.test"), &owner).as<api::InvitedReply>();
    EXPECT_EQ(reply.email, api::MailFate::not_configured);
    const auto token = reply.invite_url.substr(reply.invite_url.find("#token=") + 7);
    EXPECT_EQ(sign_up("omar@harbor.test", R"(,"invite_token":")" + token + "\"").status, 201);
}

TEST_F(Team, ACancelledInvitationIsOver) {
    const auto owner = an_owner("ines@harbor.test");
    const auto id = ask("invite_member", invitation("omar@harbor.test"), &owner).as<api::InvitedReply>().invite.id;
    const auto token = letter_to("omar@harbor.test");
    EXPECT_EQ(ask("cancel_invite", {}, &owner, {{"id", to_string(id)}}).status, 200);
    EXPECT_EQ(ask("cancel_invite", {}, &owner, {{"id", to_string(id)}}).status, 404);
    EXPECT_EQ(ask("validate_invite", {}, nullptr, {{"token", token}}).status, 404);
}

TEST_F(Team, ARoleChangesWithinTheRules) {
    const auto owner = an_owner("ines@harbor.test");
    const auto admin = a_member(owner, "ada@harbor.test", "admin");
    const auto agent = a_member(owner, "omar@harbor.test", "agent");
    EXPECT_EQ(change_role(admin, agent, "manager").status, 200);
    EXPECT_THAT(forgotten, Contains(claims_key(hash_token(agent.token)))) << "the edge asks again at once";
    auto now = agent;
    refresh(now);
    EXPECT_EQ(now.claims.role, Role::manager);
    EXPECT_EQ(count("audit_logs where action = 'team:role_changed' and old_value->>'role' = 'agent' and "
                    "new_value->>'role' = 'manager'"),
              "1");

    EXPECT_EQ(change_role(admin, admin, "owner").status, 409) << "never oneself";
    EXPECT_EQ(change_role(admin, agent, "owner").status, 403) << "only owners make owners";
    EXPECT_EQ(change_role(admin, owner, "viewer").status, 403) << "only owners change owners";
    EXPECT_EQ(change_role(owner, admin, "owner").status, 200);
    EXPECT_EQ(change_role(admin, owner, "agent").status, 200) << "now there are two";
    EXPECT_EQ(change_role(owner, agent, "viewer").status, 403) << "an agent now, whatever the edge still thinks";
}

TEST_F(Team, TheLastOwnerStays) {
    const auto ines = an_owner("ines@harbor.test");
    const auto omar = a_member(ines, "omar@harbor.test", "admin");
    EXPECT_EQ(change_role(ines, omar, "owner").status, 200);
    EXPECT_EQ(remove(ines, omar).status, 200);
    EXPECT_THROW(remove(omar, ines), db::RefusedError) << "whoever was removed first removes nobody";
    EXPECT_EQ(count("org_members where role = 'owner' and removed_at is null and organization_id = '" +
                    to_string(*ines.claims.organization_id) + "'"),
              "1");
    EXPECT_EQ(remove(ines, ines).status, 409);
}

TEST_F(Team, WhoIsRemovedIsOutAtOnce) {
    const auto owner = an_owner("ines@harbor.test");
    const auto agent = a_member(owner, "omar@harbor.test", "agent");
    EXPECT_EQ(ask("list_members", {}, &agent).status, 200);
    EXPECT_EQ(remove(owner, agent).status, 200);
    EXPECT_FALSE(lives(agent));
    EXPECT_THAT(forgotten, Contains(claims_key(hash_token(agent.token))));
    EXPECT_THROW(ask("list_members", {}, &agent), db::RefusedError) << "in its own transaction, for reads too";
    EXPECT_FALSE(sign_in("omar@harbor.test").claims.organization_id) << "a person still, belonging nowhere";
    EXPECT_EQ(remove(owner, agent).status, 404);
    EXPECT_EQ(ask("list_members", {}, &owner).as<api::MembersReply>().total, 1);
    EXPECT_EQ(ask("invite_member", invitation("omar@harbor.test", "viewer"), &owner).status, 201)
        << "and may come back";
    auto again = sign_in("omar@harbor.test");
    EXPECT_EQ(ask("accept_invite", {}, &again, {{"token", letter_to("omar@harbor.test")}}).status, 200);
    refresh(again);
    EXPECT_EQ(again.claims.role, Role::viewer);
}

TEST_F(Team, AnAdminSignsAMemberOutHereAndNowhereElse) {
    const auto owner = an_owner("ines@harbor.test");
    const auto agent = a_member(owner, "omar@harbor.test", "agent");
    const auto again = sign_in("omar@harbor.test");
    ASSERT_EQ(ask("create_organization", R"({"name":"Quay"})", &again).status, 201) << "this session has moved there";
    const auto end = [&](const Browser& who, const Browser& whose) {
        return ask("sign_out_member", {}, &who, {{"user_id", to_string(whose.claims.user_id)}}).status;
    };
    EXPECT_EQ(end(owner, owner), 409) << "nobody themselves";
    EXPECT_EQ(end(owner, agent), 200);
    EXPECT_FALSE(lives(agent));
    EXPECT_TRUE(lives(again)) << "what they do in another organisation is not Harbor's affair";
    EXPECT_THAT(forgotten, Contains(claims_key(hash_token(agent.token))));
    EXPECT_EQ(sign_in("omar@harbor.test").claims.user_id, agent.claims.user_id) << "a member still";
    EXPECT_EQ(count("audit_logs where action = 'auth:sessions_ended' and new_value ->> 'sessions' = '1'"), "1");
    const auto manager = a_member(owner, "mina@harbor.test", "manager");
    EXPECT_EQ(end(manager, owner), 403);
    EXPECT_TRUE(lives(owner));
}

TEST_F(Team, SwitchingMovesThisSessionAndNoOther) {
    const auto ines = an_owner("ines@harbor.test");
    auto here = an_owner("omar@quay.test", "Quay");
    ask("invite_member", invitation("omar@quay.test"), &ines);
    ask("accept_invite", {}, &here, {{"token", letter_to("omar@quay.test")}});
    auto there = sign_in("omar@quay.test");
    const auto quay = *there.claims.organization_id;
    const auto body = R"({"organization_id":")" + to_string(*ines.claims.organization_id) + "\"}";
    EXPECT_EQ(ask("switch_organization", body, &there).status, 200);
    refresh(there);
    EXPECT_EQ(there.claims.organization_id, ines.claims.organization_id);
    EXPECT_EQ(there.claims.role, Role::agent);
    EXPECT_EQ(ask("switch_organization", R"({"organization_id":")" + to_string(quay) + "\"}", &here).status, 200);
    refresh(here);
    refresh(there);
    EXPECT_EQ(here.claims.organization_id, quay);
    EXPECT_EQ(there.claims.organization_id, ines.claims.organization_id);
}

TEST_F(Team, AnotherTenantsIdsAreNobodys) {
    const auto ines = an_owner("ines@harbor.test");
    const auto agent = a_member(ines, "ada@harbor.test", "agent");
    const auto invite = ask("invite_member", invitation("noor@harbor.test"), &ines).as<api::InvitedReply>().invite.id;
    const auto eve = an_owner("eve@quay.test", "Quay");
    const auto harbor = to_string(*ines.claims.organization_id);

    EXPECT_EQ(change_role(eve, agent, "viewer").status, 404);
    EXPECT_EQ(remove(eve, agent).status, 404);
    EXPECT_EQ(ask("cancel_invite", {}, &eve, {{"id", to_string(invite)}}).status, 404);
    EXPECT_EQ(ask("get_organization", {}, &eve, {{"id", harbor}}).status, 404);
    EXPECT_EQ(ask("update_organization", R"({"name":"Mine"})", &eve, {{"id", harbor}}).status, 404);
    EXPECT_EQ(ask("switch_organization", R"({"organization_id":")" + harbor + "\"}", &eve).status, 404);
    EXPECT_EQ(ask("end_my_session", {}, &eve, {{"id", to_string(ines.claims.session_id)}}).status, 404);
    EXPECT_EQ(ask("list_members", {}, &eve).as<api::MembersReply>().total, 1);
    EXPECT_THAT(ask("list_invites", {}, &eve).as<api::InvitesReply>().invites, IsEmpty());
    EXPECT_EQ(ask("list_members", {}, &ines).as<api::MembersReply>().total, 2) << "and nothing has changed";
    EXPECT_EQ(world.truth("select name from organizations where id = '" + harbor + "'"), "Harbor");
}

TEST_F(Team, AnOrganizationIsChangedWithinTheLaw) {
    const auto owner = an_owner("ines@harbor.test");
    const auto id = to_string(*owner.claims.organization_id);
    const auto put = [&](const std::string& body) { return ask("update_organization", body, &owner, {{"id", id}}); };
    const auto changed =
        put(R"({"timezone":"America/Chicago","calling_hours_start":"09:00","industry":"Collections"})");
    ASSERT_EQ(changed.status, 200) << changed.body;
    const auto now = changed.as<api::OrganizationReply>().organization;
    EXPECT_EQ(now.timezone, "America/Chicago");
    EXPECT_EQ(now.calling_hours_start, "09:00");
    EXPECT_EQ(now.name, "Harbor") << "what is absent stays";
    for (const auto* body :
         {R"({"timezone":"Mars/Olympus"})", R"({"calling_hours_start":"07:59"})", R"({"calling_hours_end":"21:01"})",
          R"({"calling_hours_end":"08:30"})", R"({"calling_hours_start":"9:000"})", R"({"name":""})"})
        EXPECT_EQ(put(body).status, 400) << body;
    EXPECT_EQ(count("audit_logs where action = 'org:updated'"), "1");
}

}  // namespace
}  // namespace wib::identity
