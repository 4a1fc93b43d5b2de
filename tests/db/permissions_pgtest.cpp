// The permissions in the database are those of the code, row by row.
#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <set>

#include "shared/identity/permission.hpp"
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

}  // namespace
}  // namespace wib::testing
