// What is seeded in the database is what the code says, row by row.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <pqxx/pqxx>
#include <set>
#include <sstream>
#include <vector>

#include "shared/codec/reflect.hpp"
#include "shared/identity/permission.hpp"
#include "shared/plans/flags.hpp"
#include "shared/plans/limits.hpp"
#include "tests/db/world.hpp"

namespace wib::testing {
namespace {

TEST(SeededPermissions, AreTheTableOfTheCode) {
    std::set<std::string> ours;
    for (const auto& row : kPermissions)
        for (const auto& grant : row.grants)
            if (grant.role != Role::none)
                ours.insert(std::string{name(grant.role)} + " " + std::string{row.name} + " " +
                            std::string{name(grant.reach)});

    const TestDatabase database;
    pqxx::connection app{database.url()};
    std::set<std::string> theirs;
    for (const auto& row : pqxx::nontransaction{app}.exec(
             "select role || ' ' || resource || ':' || action || ' ' || coalesce(conditions ->> 'reach', 'any') "
             "from rbac_permissions"))
        EXPECT_TRUE(theirs.insert(row[0].c_str()).second);
    EXPECT_EQ(theirs, ours);
}

// Rules §2, "Inheritance": viewer ⊂ user ⊂ agent ⊂ manager ⊂ admin ⊂ owner; compliance inherits viewer and user only;
// analyst inherits viewer; operator inherits agent; admin inherits manager and compliance.
const std::map<std::string, std::vector<std::string>> kInherits{
    {"viewer", {}},          {"user", {"viewer"}},   {"agent", {"user"}},      {"analyst", {"viewer"}},
    {"operator", {"agent"}}, {"manager", {"agent"}}, {"compliance", {"user"}}, {"admin", {"manager", "compliance"}},
    {"owner", {"admin"}}};
const std::vector<std::string> kReachesUpwards{"-", "plan", "own", "team", "any"};

using Grants = std::map<std::pair<std::string, std::string>, std::string>;  // of role and permission, how far

std::string widest(const Grants& direct, const std::string& role, const std::string& permission) {
    const auto rank = [](const std::string& reach) { return std::ranges::find(kReachesUpwards, reach); };
    const auto own = direct.find({role, permission});
    auto reach = own == direct.end() ? std::string{"-"} : own->second;
    for (const auto& below : kInherits.at(role))
        if (const auto theirs = widest(direct, below, permission); rank(theirs) > rank(reach)) reach = theirs;
    return reach;
}

TEST(SeededPermissions, AreTheRulesCellByCell) {
    const TestDatabase database;
    pqxx::connection app{database.url()};
    Grants seeded;
    std::set<std::string> unseen;
    for (const auto& row : pqxx::nontransaction{app}.exec(
             "select role, resource || ':' || action, coalesce(conditions ->> 'reach', 'any') from rbac_permissions")) {
        seeded[{row[0].c_str(), row[1].c_str()}] = row[2].c_str();
        unseen.insert(row[1].c_str());
    }

    std::ifstream in{std::string{WIB_SOURCE_DIR} + "/tests/fixtures/rights/permissions.tsv"};
    std::vector<std::string> roles;
    int cells = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream fields{line};
        std::string permission;
        std::getline(fields, permission, '\t');
        std::vector<std::string> said;
        for (std::string one; std::getline(fields, one, '\t');) said.push_back(one);
        if (permission == "permission") {
            roles = said;
            continue;
        }
        ASSERT_EQ(said.size(), roles.size()) << permission;
        EXPECT_EQ(unseen.erase(permission), 1u) << permission << " is not seeded, or stands here twice";
        const auto known = Permission::find(permission);
        ASSERT_TRUE(known) << permission;
        for (std::size_t at = 0; at < roles.size(); ++at) {
            EXPECT_EQ(widest(seeded, roles[at], permission), said[at]) << roles[at] << " " << permission;
            const auto ours = name(reach(parse_role(roles[at]).value(), *known));
            EXPECT_EQ(ours == "none" ? "-" : ours, said[at]) << roles[at] << " " << permission << ", in the code";
            ++cells;
        }
    }
    EXPECT_EQ(roles.size(), kInherits.size()) << "every role has a column";
    EXPECT_EQ(unseen, std::set<std::string>{}) << "what is seeded stands in the rules";
    EXPECT_EQ(cells, 61 * 9);
}

TEST(SeededPermissions, AreNotTheApplicationsToChange) {
    const TestDatabase database;
    pqxx::connection app{database.url()};
    for (const auto* change : {"delete from rbac_permissions", "update rbac_permissions set role = 'viewer'",
                               "insert into rbac_permissions (role, resource, action) values ('viewer', 'x', 'read')"})
        EXPECT_THROW(pqxx::work{app}.exec(change), pqxx::insufficient_privilege) << change;
}

TEST(SeededLimits, AreThoseOfTheCode) {
    const TestDatabase database;
    pqxx::connection app{database.url()};
    pqxx::nontransaction sql{app};
    int seen = 0;
    for (const auto& row : sql.exec("select plan, metric, limit_value from plan_usage_limits")) {
        const auto plan = plans::parse_plan(row[0].c_str());
        const auto metric = codec::parse_enum<plans::Metric>(row[1].c_str());
        ASSERT_TRUE(plan && metric) << row[0].c_str() << " " << row[1].c_str();
        EXPECT_EQ(row[2].as<std::int64_t>(), plans::limit(*plan, *metric).value_or(-1))
            << row[0].c_str() << row[1].c_str();
        ++seen;
    }
    EXPECT_EQ(seen, 5 * 7);
}

TEST(SeededFlags, AreTheProvidersOfTheCode) {
    const TestDatabase database;
    pqxx::connection app{database.url()};
    std::set<std::string> theirs, ours;
    for (const auto& row : pqxx::nontransaction{app}.exec("select feature from global_feature_flags where enabled"))
        theirs.insert(row[0].c_str());
    for (const auto& flag : plans::kKnownFlags) ours.insert(std::string{flag.name});
    EXPECT_EQ(theirs, ours);
}

}  // namespace
}  // namespace wib::testing
