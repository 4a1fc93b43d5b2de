// Rights asked again inside the transaction: what the edge knew may be a minute old.
#include "origin/rights/rights_routes.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "origin/http/dispatch.hpp"
#include "origin/http/rights.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/manual_clock.hpp"

namespace wib::testing {
namespace {

class Rights : public ::testing::Test {
  protected:
    void become(const std::string& role) {
        world.truth("update org_members set role = '" + role + "' where user_id = '" + to_string(world.tenancy.user) +
                    "'");
    }
    void plan(const std::string& plan, const std::string& status, const std::string& trial_end = "null") {
        world.truth("update organizations set plan = '" + plan + "', plan_status = '" + status +
                    "', trial_ends_at = " + trial_end + " where id = '" + to_string(world.tenancy.organization) + "'");
    }
    /// What the database says when a request of this row begins.
    std::optional<db::Refusal> refusal(const api::Route& row, db::Tenant tenant) {
        static std::map<std::string, db::Rights> kept;
        tenant.rights = http::rights_of(row);
        try {
            world.run([&]() -> Task<void> {
                auto tx = co_await world.db->begin(tenant, soon());
                co_await tx->read(kOne);
            }());
            return std::nullopt;
        } catch (const db::RefusedError& error) {
            told = error.constraint;
            return error.refusal;
        }
    }
    static const api::Route& row(std::string_view name) {
        return *std::ranges::find(api::routes(), name, &api::Route::name);
    }
    boost::json::object ask(std::string_view route, std::map<std::string, std::string> query = {}) {
        const Handlers handlers{*world.db, rights::add_endpoints, *static_cast<db::Database*>(world.db.get())};
        http::RequestContext request{.route = &row(route), .deadline = soon()};
        request.principal = {.kind = ActorKind::session,
                             .actor = world.tenancy.session.value,
                             .user = world.tenancy.user,
                             .organization = world.tenancy.organization,
                             .role = Role::owner,
                             .plan = "pro",
                             .label = {},
                             .permissions = {}};
        for (auto& [name, value] : query) request.query.insert_or_assign(name, value);
        const auto reply = world.run(handlers.ask(route, request));
        EXPECT_EQ(reply.status, 200);
        return boost::json::parse(std::get<std::string>(reply.body)).as_object();
    }

    static constexpr db::Statement kOne{"one", "select 1"};
    World world;
    std::string told;
};

TEST_F(Rights, OfARoleLostAreGoneInTheNextTransaction) {
    EXPECT_FALSE(refusal(row("start_call"), world.tenancy.as_session()));
    become("analyst");
    EXPECT_EQ(refusal(row("start_call"), world.tenancy.as_session()), db::Refusal::role_lacks);
    EXPECT_FALSE(refusal(row("list_calls"), world.tenancy.as_session()));
    become("operator");
    EXPECT_EQ(refusal(row("list_audit"), world.tenancy.as_session()), db::Refusal::role_lacks)
        << "the level of a manager, and not the permission";
}

TEST_F(Rights, AreNotAskedOfJobs) {
    EXPECT_FALSE(refusal(row("list_audit"), world.tenancy.as_job()));
}

TEST_F(Rights, OfAKeyAreThoseItLists) {
    const auto key = world.truth(
        "insert into api_keys (organization_id, user_id, name, key_prefix, key_hash, permissions) values ('" +
        to_string(world.tenancy.organization) + "', '" + to_string(world.tenancy.user) +
        "', 'k', 'wib_live_', repeat('a', 64), '[\"calls:read\"]') returning id");
    const db::Tenant tenant{world.tenancy.organization, ActorKind::api_key, parse_uuid(key)};
    EXPECT_FALSE(refusal(row("list_calls"), tenant));
    EXPECT_EQ(refusal(row("start_call"), tenant), db::Refusal::role_lacks);
    EXPECT_EQ(refusal(row("me"), tenant), db::Refusal::role_lacks) << "names no permission: not for keys";
    become("viewer");
    EXPECT_FALSE(refusal(row("list_calls"), tenant));
}

TEST_F(Rights, AreShownAsTheyAreNow) {
    become("compliance");
    const auto context = ask("rbac_context");
    EXPECT_EQ(context.at("role"), "compliance");
    EXPECT_EQ(context.at("role_level"), 3);
    EXPECT_EQ(boost::json::serialize(context.at("inherited_roles")), R"(["user","viewer"])");
    EXPECT_EQ(boost::json::serialize(context.at("permissions_by_resource").at("legal_holds")), R"(["read","write"])");
    EXPECT_EQ(context.at("limited").at("billing:read"), "plan");
    EXPECT_FALSE(context.at("permissions_by_resource").as_object().contains("dialer"));
    EXPECT_EQ(ask("rbac_check", {{"resource", "audit_logs"}, {"action", "read"}}).at("allowed"), true);
    EXPECT_EQ(ask("rbac_check", {{"resource", "calls"}, {"action", "execute"}}).at("allowed"), false);
    EXPECT_EQ(ask("rbac_check", {{"resource", "no"}, {"action", "such"}}).at("reach"), "none");
}

TEST_F(Rights, OfEveryRoleAreListedForAdmins) {
    become("admin");
    const auto listed = ask("rbac_roles");
    EXPECT_EQ(listed.at("permissions").as_array().size(), 61u);
    const auto& all = listed.at("roles").as_array();
    ASSERT_EQ(all.size(), 9u);
    EXPECT_EQ(all.front().at("role"), "viewer");
    EXPECT_EQ(all.back().at("permissions").as_array().size(), 61u) << "an owner may everything";
}

// The edge's word is up to a minute old: this request comes as an owner's.
TEST_F(Rights, OfARequestAreThoseOfNowAndNotThoseItCameWith) {
    become("agent");
    try {
        ask("rbac_roles");
        FAIL() << "an agent was told";
    } catch (const db::RefusedError& error) {
        EXPECT_EQ(error.refusal, db::Refusal::role_lacks);
    }
}

TEST_F(Rights, CountThePlanOnlyWhileItStands) {
    const auto now = [&] { return world.truth("select wib.plan_of('" + to_string(world.tenancy.organization) + "')"); };
    plan("business", "active");
    EXPECT_EQ(now(), "business");
    plan("business", "past_due");
    EXPECT_EQ(now(), "business") << "until dunning suspends";
    plan("business", "canceled");
    EXPECT_EQ(now(), "free");
    plan("business", "incomplete");
    EXPECT_EQ(now(), "free");
    plan("business", "trialing", "now() + interval '1 day'");
    EXPECT_EQ(now(), "business");
    plan("business", "trialing", "now() - interval '1 second'");
    EXPECT_EQ(now(), "free");
    EXPECT_EQ(world.truth("select coalesce(wib.plan_of(gen_random_uuid()), 'none')"), "none");
}

}  // namespace
}  // namespace wib::testing
