// Who may do what, cell by cell, against a table that was written by hand from the rules.
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "shared/api/authorise.hpp"
#include "shared/identity/jwt.hpp"
#include "tests/support/rights_matrix.hpp"

namespace wib::api {
namespace {

Principal principal_of(std::string_view column) {
    Principal who{
        .kind = ActorKind::session, .role = Role::viewer, .plan = "enterprise", .label = {}, .permissions = {}};
    if (column == "anonymous") return {};
    if (column == "platform") {
        who.is_platform_admin = true;
    } else if (column == "access" || column == "token" || column == "write_token") {
        return identity::principal_of(identity::ClaimedService{
            .label = "deploy", .scope = column == "write_token" ? Scope::write : Scope::read});
    } else if (column == "key" || column == "bare_key") {
        who.kind = ActorKind::api_key;
        who.role = Role::owner;
        if (column == "key")
            for (const auto& row : kPermissions) who.permissions.emplace_back(row.name);
    } else {
        who.role = parse_role(column).value();
    }
    return who;
}

TEST(RightsMatrix, HoldsInEveryCell) {
    const auto matrix = test::rights_matrix();
    std::size_t cells = 0;
    for (const auto& route : routes()) {
        if (route.auth == Auth::webhook || route.auth == Auth::internal) continue;
        const auto key = std::string{name(route.method)} + " " + std::string{route.pattern};
        const auto row = matrix.find(key);
        ASSERT_NE(row, matrix.end()) << key << " is served: say in tests/fixtures/rights/matrix.tsv who may use it";
        for (const auto& [column, is_allowed] : row->second) {
            EXPECT_EQ(!authorise(route, principal_of(column)), is_allowed) << key << " by " << column;
            ++cells;
        }
    }
    EXPECT_GE(cells, 20u * 17u);
}

TEST(RightsMatrix, NamesNoRouteThatIsNotServed) {
    for (const auto& [key, row] : test::rights_matrix()) {
        const auto space = key.find(' ');
        EXPECT_TRUE(match(key.substr(0, space), key.substr(space + 1))) << key;
        EXPECT_EQ(row.size(), 17u) << key;
    }
}

TEST(Authorise, SaysWhatIsMissing) {
    const Route row{.method = Method::get,
                    .pattern = "/x",
                    .name = "x",
                    .role = Role::manager,
                    .permission = "audit_logs:read",
                    .capability = plans::Capability::reports};
    auto who = principal_of("agent");
    EXPECT_EQ(authorise(row, who)->extra.front(), std::pair(std::string{"required_role"}, std::string{"manager"}));
    who.role = Role::operator_;
    EXPECT_EQ(authorise(row, who)->extra.front(),
              std::pair(std::string{"required_permission"}, std::string{"audit_logs:read"}));
    who.role = Role::manager;
    EXPECT_FALSE(authorise(row, who));
    who.plan = "pro";
    const auto refusal = authorise(row, who).value();
    EXPECT_EQ(refusal.code, Code::plan_upgrade_required);
    EXPECT_EQ(status(refusal.code), 402);
    const std::map<std::string, std::string> told{refusal.extra.begin(), refusal.extra.end()};
    EXPECT_EQ(told.at("current_plan"), "pro");
    EXPECT_EQ(told.at("required_plan"), "business");
    EXPECT_EQ(told.at("upgrade_url"), "/settings/plan");
}

TEST(Authorise, SaysWhichScopeAServiceLacks) {
    const Route row{.method = Method::post, .pattern = "/x", .name = "x", .auth = Auth::platform, .scope = Scope::write};
    EXPECT_EQ(authorise(row, principal_of("token"))->extra.front(),
              std::pair(std::string{"required_scope"}, std::string{"internal:write"}));
    EXPECT_FALSE(authorise(row, principal_of("write_token")));
    auto impostor = principal_of("key");
    impostor.permissions = {"internal:write"};
    EXPECT_TRUE(authorise(row, impostor)) << "a key's list is no scope";
}

// Nothing is allowed on a plan that nobody knows: the look-up failed, or its answer was written by another version.
TEST(Authorise, RefusesAPlanItDoesNotKnow) {
    for (const auto* plan : {"", "gold", "PRO", "pro "}) {
        const auto refusal = check_plan(plans::Capability::csv_export, plan);
        ASSERT_TRUE(refusal) << plan;
        EXPECT_EQ(status(refusal->code), 503) << plan;
    }
}

TEST(Authorise, LetsAKeyUseOnlyWhatItListsAndItsMakerMay) {
    const Route row{
        .method = Method::post, .pattern = "/x", .name = "x", .role = Role::agent, .permission = "calls:execute"};
    auto key = principal_of("bare_key");
    EXPECT_TRUE(authorise(row, key));
    key.permissions = {"calls:execute"};
    EXPECT_FALSE(authorise(row, key));
    key.role = Role::compliance;
    EXPECT_TRUE(authorise(row, key)) << "who made it may not call";
}

}  // namespace
}  // namespace wib::api
