#include "shared/identity/permission.hpp"

#include <gtest/gtest.h>

#include <set>

namespace wib {
namespace {

// Fifty-eight of rules §2, and three that routes.md asks for departments.
TEST(Permissions, AreSixtyOneAndEachStandsOnce) {
    std::set<std::string_view> seen;
    for (const auto& row : kPermissions) {
        EXPECT_TRUE(seen.insert(row.name).second) << row.name;
        EXPECT_NE(row.grants.front().role, Role::none) << row.name << " is granted to nobody";
    }
    EXPECT_EQ(seen.size(), 61u);
}

// Rules §2: a manager does what an agent does, compliance does not.
TEST(Permissions, FollowTheInheritanceOfTheRules) {
    EXPECT_TRUE(may(Role::manager, "calls:execute"));
    EXPECT_TRUE(may(Role::operator_, "calls:execute"));
    EXPECT_FALSE(may(Role::compliance, "calls:execute"));
    EXPECT_FALSE(may(Role::analyst, "calls:execute"));
    EXPECT_TRUE(may(Role::member, "calls:read"));
    EXPECT_TRUE(may(Role::user, "bookings:read"));
    EXPECT_FALSE(may(Role::user, "bookings:write"));
    EXPECT_FALSE(may(Role::none, "calls:read"));
    EXPECT_TRUE(may(Role::compliance, "call_listening:execute"));
    EXPECT_FALSE(may(Role::compliance, "call_coaching:execute"));
    EXPECT_TRUE(may(Role::admin, "legal_holds:write"));
    EXPECT_FALSE(may(Role::manager, "legal_holds:write"));
    EXPECT_FALSE(may(Role::operator_, "voice_targets:write"));
    EXPECT_FALSE(may(Role::admin, "billing:delete"));
    EXPECT_TRUE(may(Role::owner, "billing:delete"));
}

TEST(Permissions, ReachAsFarAsTheWidestGrant) {
    EXPECT_EQ(reach(Role::agent, "analytics:read"), Reach::own);
    EXPECT_EQ(reach(Role::manager, "analytics:read"), Reach::any);
    EXPECT_EQ(reach(Role::agent, "call_shares:execute"), Reach::own);
    EXPECT_EQ(reach(Role::operator_, "call_shares:execute"), Reach::any);
    EXPECT_EQ(reach(Role::manager, "audit_logs:read"), Reach::team);
    EXPECT_EQ(reach(Role::admin, "audit_logs:read"), Reach::any);
    EXPECT_EQ(reach(Role::agent, "billing:read"), Reach::plan);
    EXPECT_EQ(reach(Role::agent, Permission{}), Reach::none);
}

TEST(Permissions, AreFoundByTheirNameAlone) {
    EXPECT_EQ(Permission::find("team:write").value().name(), "team:write");
    for (const auto* odd : {"", ":", "team", "team:", "TEAM:WRITE", "team:write "}) EXPECT_FALSE(Permission::find(odd));
}

}  // namespace
}  // namespace wib
