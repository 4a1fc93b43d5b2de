// The first steps of an organisation: what is passed stays passed, within the law, and only by whom it is for.
#include "origin/identity/onboarding.hpp"

#include <algorithm>
#include <future>
#include <pqxx/pqxx>
#include <tuple>
#include <utility>

#include "origin/http/dispatch.hpp"
#include "shared/api/authorise.hpp"
#include "shared/api/onboarding.hpp"
#include "shared/api/routes.hpp"
#include "tests/unit/origin/identity/people_world.hpp"

namespace wib::identity {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Steps : public PeopleTest {
  protected:
    /// As it is served: the row's demands are asked of who asks, and of the database as the transaction begins.
    Answer served(std::string_view route, const Browser& who, std::string body = {}, Params params = {}) {
        auto made = asked(std::move(body), &who, std::move(params));
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
    /// The owner of a new organisation, on the free plan as everybody begins.
    Browser a_founder() {
        auto founder = an_owner("ines@harbor.test");
        plan("free");
        refresh(founder);
        return founder;
    }
    static std::string rules(const std::string& timezone, const std::string& start, const std::string& end) {
        return R"({"timezone":")" + timezone + R"(","calling_hours_start":")" + start + R"(","calling_hours_end":")" +
               end + R"(","dnc_enabled":true,"disclosure_enabled":false})";
    }
    Answer confirm(const Browser& who) {
        return served("confirm_compliance", who, rules("America/Chicago", "09:00", "20:00"));
    }
    Answer pass(const Browser& who, int step) {
        return served("note_onboarding", who, R"({"step":)" + std::to_string(step) + "}");
    }
    api::Onboarding standing(const Browser& who) {
        return served("get_onboarding", who).as<api::OnboardingReply>().onboarding;
    }
    void give_number(const Browser& who, const std::string& number, bool is_default) {
        world.truth("insert into outbound_numbers (organization_id, phone_number, is_default) values ('" +
                    to_string(*who.claims.organization_id) + "', '" + number + "', " + (is_default ? "true" : "false") +
                    ")");
    }
};

TEST_F(Steps, ANewOrganizationHasThemAllBeforeIt) {
    const auto now = standing(a_founder());
    EXPECT_EQ(now.step, 0);
    EXPECT_EQ(now.last_step, 8);
    EXPECT_FALSE(now.completed_at);
    EXPECT_EQ(now.plan, "free");
    EXPECT_TRUE(now.trial_available);
    EXPECT_THAT(now.numbers, IsEmpty());
    EXPECT_FALSE(now.compliance.confirmed_at);
    EXPECT_TRUE(now.compliance.dnc_enabled && now.compliance.disclosure_enabled);
}

TEST_F(Steps, SettingUpBeginsTheOneTrialAndTellsTheEdge) {
    const auto founder = a_founder();
    const auto made = served("set_up_onboarding", founder, "{}");
    ASSERT_EQ(made.status, 200) << made.body;
    const auto reply = made.as<api::SetUpReply>();
    EXPECT_EQ(reply.onboarding.step, 2);
    EXPECT_EQ(reply.onboarding.plan, "business");
    EXPECT_EQ(reply.onboarding.plan_status, "trialing");
    EXPECT_FALSE(reply.onboarding.trial_available);
    EXPECT_FALSE(reply.provisioned_number) << "there is none yet, and none is made up";
    EXPECT_FALSE(reply.cnam_listing_id);
    EXPECT_EQ(world.truth("select trial_ends_at - plan_started_at from organizations where name = 'Harbor'"),
              "14 days");
    EXPECT_THAT(forgotten, Contains(claims_key(hash_token(founder.token))));
    EXPECT_EQ(ask("invite_member", R"({"email":"omar@harbor.test"})", &founder).status, 201) << "there is room now";

    forgotten.clear();
    const auto again = served("set_up_onboarding", founder, R"({"plan":"pro"})").as<api::SetUpReply>();
    EXPECT_EQ(codec::print(again), codec::print(reply)) << "asked again it changes nothing";
    EXPECT_THAT(forgotten, IsEmpty());
    EXPECT_EQ(count("audit_logs where action = 'org:updated'"), "1");

    world.truth("update organizations set trial_ends_at = now() where name = 'Harbor'");
    const auto later = served("set_up_onboarding", founder, "{}").as<api::SetUpReply>();
    EXPECT_EQ(later.onboarding.plan, "free") << "and no second trial follows the first";
}

TEST_F(Steps, SettingUpLeavesThePlanOfWhoPaysOrWantsNoTrial) {
    const auto founder = a_founder();
    EXPECT_EQ(served("set_up_onboarding", founder, R"({"plan":"free"})").as<api::SetUpReply>().onboarding.plan, "free");
    EXPECT_TRUE(standing(founder).trial_available) << "later is soon enough";
    plan("pro");
    const auto paying = served("set_up_onboarding", founder, "{}").as<api::SetUpReply>();
    EXPECT_EQ(paying.onboarding.plan, "pro");
    EXPECT_EQ(paying.onboarding.plan_status, "active");
    EXPECT_EQ(served("set_up_onboarding", founder, R"({"plan":"enterprise"})").status, 400) << "by contract only";
}

TEST_F(Steps, SettingUpTakesTheNumberInUseThatIsThere) {
    const auto founder = a_founder();
    EXPECT_FALSE(served("set_up_onboarding", founder, "{}").as<api::SetUpReply>().provisioned_number);
    give_number(founder, "+13125550101", false);
    give_number(founder, "+13125550199", true);
    const auto reply = served("set_up_onboarding", founder, "{}").as<api::SetUpReply>();
    EXPECT_EQ(reply.provisioned_number, "+13125550199") << "the usual one, as soon as there is one";
    EXPECT_THAT(reply.provisioned_numbers, ElementsAre("+13125550199", "+13125550101"));
    world.truth("update outbound_numbers set is_active = false where is_default");
    EXPECT_THAT(standing(founder).numbers, ElementsAre("+13125550101"));
}

TEST_F(Steps, TheRulesForCallingAreAllFiveStoredWithinTheLaw) {
    const auto founder = a_founder();
    for (const auto& [start, end, status] :
         {std::tuple{"08:00", "21:00", 200}, std::tuple{"07:59", "21:00", 400}, std::tuple{"08:00", "21:01", 400},
          std::tuple{"12:00", "12:00", 400}, std::tuple{"20:59", "21:00", 200}, std::tuple{"20:00", "09:00", 400},
          std::tuple{"24:00", "21:00", 400}, std::tuple{"9:000", "21:00", 400}, std::tuple{"09:60", "21:00", 400}})
        EXPECT_EQ(served("confirm_compliance", founder, rules("America/Chicago", start, end)).status, status)
            << start << " to " << end;
    for (const auto& [zone, status] :
         {std::pair{"America/Chicago", 200}, std::pair{"Europe/Berlin", 200}, std::pair{"UTC", 200},
          std::pair{"Mars/Olympus", 400}, std::pair{"america/chicago", 400}, std::pair{"posix/America/Chicago", 400},
          std::pair{"localtime", 400}, std::pair{"", 400}, std::pair{"EST5EDT'--", 400}})
        EXPECT_EQ(served("confirm_compliance", founder, rules(zone, "09:00", "20:00")).status, status) << zone;
    const auto both = served("confirm_compliance", founder, rules("Mars/Olympus", "07:00", "22:00"));
    EXPECT_THAT(both.body, AllOf(HasSubstr(R"("path":"timezone")"), HasSubstr(R"("path":"calling_hours_start")"),
                                 HasSubstr(R"("path":"calling_hours_end")")))
        << "every fault at once";
    EXPECT_EQ(served("confirm_compliance", founder, R"({"timezone":"UTC"})").status, 400) << "all five, or none";

    ASSERT_EQ(confirm(founder).status, 200);
    const auto now = standing(founder);
    EXPECT_EQ(now.step, 3);
    EXPECT_EQ(now.compliance.timezone, "America/Chicago");
    EXPECT_EQ(now.compliance.calling_hours_start, "09:00");
    EXPECT_EQ(now.compliance.calling_hours_end, "20:00");
    EXPECT_TRUE(now.compliance.dnc_enabled);
    EXPECT_FALSE(now.compliance.disclosure_enabled);
    EXPECT_TRUE(now.compliance.confirmed_at);
}

TEST_F(Steps, AChangeOfTheRulesTellsTheAuditLogWhatTheyWere) {
    const auto founder = a_founder();
    ASSERT_EQ(confirm(founder).status, 200);
    const auto entry = world.truth(
        "select old_value->>'timezone' || ' ' || (new_value->>'timezone') || ' ' || "
        "(new_value->>'disclosure_enabled') from audit_logs where action = 'org:updated'");
    EXPECT_EQ(entry, "America/New_York America/Chicago false");
}

TEST_F(Steps, NeverGoBack) {
    const auto founder = a_founder();
    EXPECT_EQ(pass(founder, 6).as<api::OnboardingReply>().onboarding.step, 6);
    EXPECT_EQ(pass(founder, 4).as<api::OnboardingReply>().onboarding.step, 6);
    EXPECT_EQ(confirm(founder).as<api::OnboardingReply>().onboarding.step, 6);
    EXPECT_EQ(served("set_up_onboarding", founder, "{}").as<api::SetUpReply>().onboarding.step, 6);
    for (const auto* body : {R"({"step":0})", R"({"step":11})", R"({"step":"3"})", "{}"})
        EXPECT_EQ(served("note_onboarding", founder, body).status, 400) << body;
}

TEST_F(Steps, AreNotCompleteBeforeTheRulesForCallingAreConfirmed) {
    const auto founder = a_founder();
    EXPECT_EQ(pass(founder, 8).status, 409);
    EXPECT_EQ(standing(founder).step, 0) << "and what was refused left nothing behind";
    ASSERT_EQ(confirm(founder).status, 200);
    const auto done = pass(founder, 10).as<api::OnboardingReply>().onboarding;
    EXPECT_EQ(done.step, 8) << "what is above the last is the last";
    ASSERT_TRUE(done.completed_at);
    EXPECT_EQ(pass(founder, 8).as<api::OnboardingReply>().onboarding.completed_at, done.completed_at);
    EXPECT_EQ(count("audit_logs where action = 'org:onboarding_completed'"), "1");
}

// Two admins in two browsers, and a retry of each: the furthest step stands and one of them completed it.
TEST_F(Steps, NeverGoBackHoweverManyPassThemAtOnce) {
    const auto founder = a_founder();
    const auto organization = to_string(*founder.claims.organization_id);
    ASSERT_EQ(confirm(founder).status, 200);
    const auto all_at_once = [&](const std::vector<int>& steps) {
        std::vector<std::future<bool>> tries;
        for (const int step : steps)
            tries.push_back(std::async(std::launch::async, [&, step] {
                pqxx::connection app{world.database.url()};
                pqxx::work sql{app};
                sql.exec("select * from wib.enter('" + organization + "', 'job', null)");
                const auto completed =
                    sql.exec1("select wib.pass_onboarding_step(" + std::to_string(step) + ")")[0].as<bool>();
                sql.commit();
                return completed;
            }));
        return std::ranges::count_if(tries, [](auto& each) { return each.get(); });
    };
    EXPECT_EQ(all_at_once({4, 7, 5, 4, 6, 7, 5, 6}), 0);
    EXPECT_EQ(standing(founder).step, 7);
    EXPECT_EQ(all_at_once({8, 4, 8, 7, 8, 5, 8, 6}), 1) << "completed by one of them, once";
    EXPECT_EQ(standing(founder).step, 8);
}

TEST_F(Steps, AreAdminsToDecideAndAgentsToPass) {
    const auto owner = an_owner("ines@harbor.test");
    struct Case {
        const char* role;
        bool passes, decides;
    };
    for (const auto& [role, passes, decides] :
         {Case{"viewer", false, false}, Case{"agent", true, false}, Case{"analyst", true, false},
          Case{"manager", true, false}, Case{"compliance", true, false}, Case{"admin", true, true}}) {
        SCOPED_TRACE(role);
        const auto who = a_member(owner, std::string{role} + "@harbor.test", role);
        EXPECT_EQ(served("get_onboarding", who).status, passes ? 200 : 403);
        EXPECT_EQ(pass(who, 1).status, passes ? 200 : 403);
        EXPECT_EQ(confirm(who).status, decides ? 200 : 403);
        EXPECT_EQ(served("set_up_onboarding", who, "{}").status, decides ? 200 : 403);
    }
    // What the edge knows of a role may be a minute old; the transaction asks again.
    const auto admin = a_member(owner, "ada@harbor.test", "admin");
    world.truth("update org_members set role = 'agent' where user_id = '" + to_string(admin.claims.user_id) + "'");
    EXPECT_EQ(confirm(admin).status, 403);
    EXPECT_EQ(served("set_up_onboarding", admin, "{}").status, 403);
}

TEST_F(Steps, OfOneOrganizationAreNoneOfAnother) {
    const auto ines = a_founder();
    const auto eve = an_owner("eve@quay.test", "Quay");
    ASSERT_EQ(confirm(eve).status, 200);
    ASSERT_EQ(pass(eve, 8).status, 200);
    EXPECT_EQ(standing(ines).step, 0);
    EXPECT_FALSE(standing(ines).compliance.confirmed_at);
}

TEST_F(Steps, ThePersonsOrganizationIsToldToThemselvesAlone) {
    const auto ines = a_founder();
    const auto eve = an_owner("eve@quay.test", "Quay");
    const auto of = [&](const Browser& whom) { return Params{{"id", to_string(whom.claims.user_id)}}; };
    const auto own = served("organization_of_user", ines, {}, of(ines));
    ASSERT_EQ(own.status, 200) << own.body;
    EXPECT_EQ(own.as<api::OrganizationReply>().organization.name, "Harbor");
    EXPECT_EQ(served("organization_of_user", ines, {}, of(eve)).status, 404);
    EXPECT_EQ(ask("auth_providers").body,
              R"({"credentials":{"id":"credentials","name":"Email and password","type":"credentials"}})");
}

}  // namespace
}  // namespace wib::identity
