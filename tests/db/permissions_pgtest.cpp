// What is seeded in the database is what the code says, row by row.
#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <set>

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
