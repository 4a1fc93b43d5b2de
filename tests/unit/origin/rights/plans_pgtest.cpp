// Plans, limits and switches against a real server.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/json.hpp>

#include "origin/http/rights.hpp"
#include "origin/rights/ports.hpp"
#include "origin/rights/rights_routes.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"

namespace wib::testing {
namespace {

class Plans : public ::testing::Test {
  protected:
    Plans() { become("admin"); }

    void become(const std::string& role) {
        world.truth("update org_members set role = '" + role + "' where user_id = '" + to_string(world.tenancy.user) +
                    "'");
    }
    void be_of_the_platform(const std::string& role = "platform_admin") {
        world.truth("update users set platform_role = '" + role + "' where id = '" + to_string(world.tenancy.user) +
                    "'");
    }
    void plan(const std::string& name, const std::string& standing = "active") {
        world.truth("update organizations set plan = '" + name + "', plan_status = '" + standing + "' where id = '" +
                    to_string(world.tenancy.organization) + "'");
    }
    void used(int calls) {
        world.truth("insert into usage_meters (organization_id, metric, period_start, quantity) values ('" +
                    to_string(world.tenancy.organization) +
                    "', 'calls', date_trunc('month', now() at time zone 'UTC')::date, " + std::to_string(calls) +
                    ") on conflict (organization_id, metric, period_start) do update set quantity = excluded.quantity");
    }
    std::string truth(const std::string& what) { return world.truth("select " + what); }

    http::RequestContext request(std::string_view route) const {
        http::RequestContext made{.route = &*std::ranges::find(api::routes(), route, &api::Route::name),
                                  .deadline = soon()};
        made.correlation_id = "wb-test";
        made.principal = {.kind = ActorKind::session,
                          .actor = world.tenancy.session.value,
                          .user = world.tenancy.user,
                          .organization = world.tenancy.organization,
                          .role = Role::admin,
                          .plan = "pro",
                          .label = {},
                          .permissions = {}};
        return made;
    }
    boost::json::object ask(std::string_view route, std::string body = {}, std::string feature = {}) {
        const Handlers handlers{*world.db, rights::add_endpoints, *static_cast<db::Database*>(world.db.get())};
        auto asked = request(route);
        asked.body = std::move(body);
        if (!feature.empty()) asked.params.emplace("feature", std::move(feature));
        const auto reply = world.run(handlers.ask(route, asked));
        status = reply.status;
        return boost::json::parse(std::get<std::string>(reply.body)).as_object();
    }
    /// What became of counting one call; empty when it was.
    std::string count_a_call() {
        return world.run([&]() -> Task<std::string> {
            const auto asked = request("start_call");
            auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
            const auto counted = co_await rights::count_usage(asked, *tx, plans::Metric::calls, 1);
            co_await tx->commit();
            co_return counted ? "" : std::string{api::name(counted.error().code)};
        }());
    }
    static constexpr std::size_t kAtOnce = 12;
    Task<void> count_at_once(db::Database& database, int& passed, int& refused) {
        const auto asked = request("start_call");
        auto tx = co_await database.begin(world.tenancy.as_session(), soon());
        const auto counted = co_await rights::count_usage(asked, *tx, plans::Metric::calls, 1);
        co_await tx->commit();
        ++(counted ? passed : refused);
    }
    bool use(const std::string& feature) {
        return world.run([&]() -> Task<bool> {
            auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
            const bool is_on = co_await rights::use_feature(*tx, feature);
            co_await tx->commit();
            co_return is_on;
        }());
    }

    World world;
    int status = 0;
};

TEST_F(Plans, CountCallsUpToTheLimitAndTellAdminsOnceAtEachMark) {
    plan("free");
    used(78);
    EXPECT_EQ(count_a_call(), "");
    EXPECT_EQ(truth("count(*) from usage_alerts"), "0");
    EXPECT_EQ(count_a_call(), "");
    EXPECT_EQ(truth("string_agg(percent::text, ',') from usage_alerts"), "80");
    EXPECT_EQ(count_a_call(), "");
    used(99);
    EXPECT_EQ(count_a_call(), "");
    EXPECT_EQ(truth("string_agg(percent || ':' || used, ',' order by percent) from usage_alerts"), "80:80,100:100");
    EXPECT_EQ(count_a_call(), "QUOTA_EXCEEDED");
    EXPECT_EQ(count_a_call(), "QUOTA_EXCEEDED");
    EXPECT_EQ(truth("quantity from usage_meters"), "100");
    EXPECT_EQ(truth("count(*) from audit_logs where action = 'plan:usage_alert'"), "2");
}

// A downgrade may find more used than the lower plan holds: nobody crossed the mark, and admins are told all the same.
TEST_F(Plans, TellAdminsOfALimitThatWasPassedBeforeItWasTheirs) {
    plan("pro");
    used(400);
    EXPECT_EQ(count_a_call(), "");
    plan("pro", "canceled");
    EXPECT_EQ(count_a_call(), "QUOTA_EXCEEDED");
    EXPECT_EQ(truth("count(*) from usage_alerts where percent = 100"), "1");
}

TEST_F(Plans, RefuseToCountOnAPlanThatNobodyKnows) {
    plan("gold");
    EXPECT_EQ(count_a_call(), "PLAN_UNKNOWN");
    EXPECT_EQ(truth("count(*) from usage_meters"), "0");
}

// Twelve transactions at once, each on a connection of its own: all have read what is used before the first has
// written.
TEST_F(Plans, LetNoMoreThroughAtOnceThanThereIsRoomFor) {
    plan("free");
    used(95);
    const auto wide = world.open(world.url, kAtOnce);
    int passed = 0, refused = 0;
    for (std::size_t each = 0; each < kAtOnce; ++each)
        boost::asio::co_spawn(world.io, count_at_once(*wide, passed, refused),
                              [](const std::exception_ptr& failure) { EXPECT_FALSE(failure); });
    world.io.restart();
    world.io.run();
    EXPECT_EQ(passed, 5);
    EXPECT_EQ(refused, static_cast<int>(kAtOnce) - 5);
    EXPECT_EQ(truth("quantity from usage_meters"), "100");
}

// Once a mark and month, to whom it concerns and whose address is theirs.
TEST_F(Plans, WriteToOwnersAndAdminsOfALimitThatIsNear) {
    plan("free");
    become("agent");
    const auto join = [this](const std::string& name, const std::string& role, bool is_proven) {
        world.truth("with u as (insert into users (email, name, email_verified) values ('" + name +
                    "@harbor.test', 'x', " + (is_proven ? "now()" : "null") +
                    ") returning id) insert into org_members (organization_id, user_id, role) select '" +
                    to_string(world.tenancy.organization) + "', id, '" + role + "' from u");
    };
    join("owner", "owner", true);
    join("admin", "admin", true);
    join("unproven", "admin", false);
    join("manager", "manager", true);
    join("former", "admin", true);
    world.truth(
        "update org_members set removed_at = now() where user_id in (select id from users where email like 'former%')");
    used(79);
    EXPECT_EQ(count_a_call(), "");
    EXPECT_EQ(count_a_call(), "");
    const std::string letters =
        "string_agg(recipient || ' ' || (detail ->> 'percent') || ' ' || (detail ->> 'used') || '/' || "
        "(detail ->> 'limit') || ' ' || (detail ->> 'organization'), ', ' order by created_at, recipient) "
        "from email_outbox where kind = 'usage_alert'";
    EXPECT_EQ(truth(letters), "admin@harbor.test 80 80/100 alpha, owner@harbor.test 80 80/100 alpha");
    used(99);
    EXPECT_EQ(count_a_call(), "");
    EXPECT_EQ(count_a_call(), "QUOTA_EXCEEDED");
    EXPECT_EQ(truth("count(*) from email_outbox where kind = 'usage_alert'"), "4");
    EXPECT_EQ(truth("count(*) from email_outbox where detail ->> 'percent' = '100' and on_behalf_of is not null"), "2");
}

TEST_F(Plans, SayWhatTheyIncludeAndWhatIsUsed) {
    plan("business");
    used(12);
    auto plan_now = ask("get_plan");
    EXPECT_EQ(plan_now.at("plan"), "business");
    EXPECT_EQ(plan_now.at("usage").at(0).at("used"), 12);
    EXPECT_EQ(plan_now.at("usage").at(0).at("limit"), 20'000);
    EXPECT_EQ(plan_now.at("usage").at(1).at("used"), 1);
    world.truth("insert into team_invites (organization_id, email, token_hash, expires_at) values ('" +
                to_string(world.tenancy.organization) +
                "', 'omar@example.test', repeat('a', 64), now() + interval '1 day')");
    EXPECT_EQ(ask("get_plan").at("usage").at(1).at("used"), 2) << "an invitation holds a place";
    world.truth("update team_invites set expires_at = now()");
    EXPECT_EQ(ask("get_plan").at("usage").at(1).at("used"), 1);
    EXPECT_EQ(ask("capabilities").at("capabilities").at("reports"), true);
    EXPECT_EQ(ask("capabilities").at("capabilities").at("sso"), false);
    EXPECT_EQ(ask("check_capability", R"({"capability":"nonsense"})").at("allowed"), false);
    EXPECT_EQ(ask("check_capability", R"({"capability":"sso"})").at("required_plan"), "enterprise");
    plan("business", "canceled");
    plan_now = ask("get_plan");
    EXPECT_EQ(plan_now.at("plan"), "free");
    EXPECT_EQ(plan_now.at("written_plan"), "business");
    plan("gold");
    EXPECT_EQ(ask("capabilities").at("code"), "PLAN_UNKNOWN");
    EXPECT_EQ(status, 503);
}

TEST_F(Plans, RefuseATransactionThatTheyDoNotInclude) {
    db::Rights rights{.roles = "{admin}", .permission = std::nullopt, .plans = "{business,enterprise}"};
    auto tenant = world.tenancy.as_session();
    tenant.rights = &rights;
    const auto begin = [&] {
        world.run([&]() -> Task<void> {
            auto tx = co_await world.db->begin(tenant, soon());
            co_await tx->read(db::Statement{"one", "select 1"});
        }());
    };
    plan("pro");
    try {
        begin();
        FAIL() << "a plan below";
    } catch (const db::RefusedError& error) {
        EXPECT_EQ(error.refusal, db::Refusal::plan_lacks);
        EXPECT_EQ(error.constraint, "pro");
    }
    plan("business");
    begin();
    plan("business", "incomplete");
    EXPECT_THROW(begin(), db::RefusedError);
}

TEST_F(Plans, KeepAnOrganizationsSwitches) {
    EXPECT_EQ(ask("list_org_flags").at("flags").as_array().size(), 4u) << "the providers'";
    const auto made = ask("create_org_flag", R"({"feature":"beta","enabled":true,"daily_limit":2,"monthly_limit":3})");
    EXPECT_EQ(status, 201);
    EXPECT_EQ(made.at("data").at("effective"), true);
    ask("create_org_flag", R"({"feature":"beta","enabled":true})");
    EXPECT_EQ(status, 409);
    EXPECT_TRUE(use("beta"));
    EXPECT_TRUE(use("beta"));
    EXPECT_FALSE(use("beta")) << "the day is used up";
    EXPECT_EQ(ask("get_org_flag", {}, "beta").at("flag").at("current_daily_usage"), 2);
    world.truth(
        "update org_feature_flags set usage_reset_at = usage_reset_at - interval '1 day', "
        "current_daily_usage = 2, current_monthly_usage = case when date_trunc('month', usage_reset_at) = "
        "date_trunc('month', usage_reset_at - interval '1 day') then 2 else 0 end");
    EXPECT_TRUE(use("beta")) << "another day";
    ask("change_org_flag", R"({"enabled":false,"disabled_reason":"too dear"})", "beta");
    EXPECT_EQ(status, 200);
    EXPECT_FALSE(use("beta"));
    ask("remove_org_flag", {}, "beta");
    EXPECT_EQ(status, 200);
    ask("get_org_flag", {}, "beta");
    EXPECT_EQ(status, 404);
    ask("change_org_flag", R"({"enabled":true})", "beta");
    EXPECT_EQ(status, 404);
    ask("create_org_flag", R"({"feature":"beta","enabled":true})");
    EXPECT_EQ(status, 201) << "what was taken away may come back";
    EXPECT_EQ(truth("string_agg(action, ' ' order by created_at) from audit_logs where resource_type = 'feature_flag'"),
              "feature_flag:created feature_flag:updated feature_flag:deleted feature_flag:created");
}

TEST_F(Plans, KeepEverybodysSwitchesFromAnAdminOfAnOrganization) {
    EXPECT_THROW(ask("list_global_flags"), db::RefusedError);
    EXPECT_THROW(ask("change_global_flag", R"({"enabled":false})", "grok_chat_enabled"), db::RefusedError);
}

TEST_F(Plans, OffForEverybodyIsOffHere) {
    be_of_the_platform();
    ask("create_org_flag", R"({"feature":"grok_chat_enabled","enabled":true})");
    EXPECT_TRUE(use("grok_chat_enabled"));
    EXPECT_EQ(ask("list_global_flags").at("flags").as_array().size(), 4u);
    ask("change_global_flag", R"({"enabled":false,"disabled_reason":"late"})", "grok_chat_enabled");
    EXPECT_EQ(status, 200);
    EXPECT_FALSE(use("grok_chat_enabled"));
    EXPECT_EQ(ask("get_org_flag", {}, "grok_chat_enabled").at("flag").at("effective"), false);
    ask("create_global_flag", R"({"feature":"grok_chat_enabled","enabled":true})");
    EXPECT_EQ(status, 409);
    ask("remove_global_flag", {}, "grok_chat_enabled");
    EXPECT_EQ(status, 200);
    ask("get_global_flag", {}, "grok_chat_enabled");
    EXPECT_EQ(status, 404);
    EXPECT_TRUE(use("grok_chat_enabled"));
    EXPECT_EQ(truth("count(*) from audit_logs where action like 'feature_flag:global_%'"), "2");
}

TEST_F(Plans, TellThePlatformsFiguresToItsOwnPeopleOnly) {
    const auto figures = [&] { return ask("platform_metrics"); };
    EXPECT_THROW(figures(), db::RefusedError) << "an admin of an organization is nobody here";
    be_of_the_platform("platform-admin");
    plan("business");
    const auto told = figures();
    EXPECT_EQ(told.at("total_orgs"), 1);
    EXPECT_EQ(told.at("total_users"), 1);
    EXPECT_EQ(told.at("concurrent_sessions"), 1);
    EXPECT_EQ(told.at("mrr_minor"), 14'900);
    EXPECT_EQ(told.at("paying_orgs").at("business"), 1);
    world.truth("update sessions set revoked_at = now()");
    EXPECT_THROW(figures(), db::RefusedError);
}

}  // namespace
}  // namespace wib::testing
