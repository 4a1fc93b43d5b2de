// docs/coverage against the catalogue of a migrated database: `wib coverage` reads the migrations' text, Postgres knows
// better.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <pqxx/pqxx>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/postgres.hpp"

namespace wib::testing {
namespace {

std::vector<std::map<std::string, std::string>> rows_of(const std::string& name) {
    std::ifstream in(std::string(WIB_SOURCE_DIR) + "/docs/coverage/" + name);
    std::vector<std::string> head;
    std::vector<std::map<std::string, std::string>> rows;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.starts_with('#')) continue;
        std::vector<std::string> cells(1);
        for (const char c : line)
            if (c == '\t')
                cells.emplace_back();
            else
                cells.back() += c;
        if (head.empty()) {
            head = cells;
            continue;
        }
        auto& row = rows.emplace_back();
        for (std::size_t i = 0; i < head.size(); ++i) row[head[i]] = i < cells.size() ? cells[i] : "";
    }
    return rows;
}

TEST(CoverageLists, KnowEveryTableOfTheMigratedDatabaseAndWhichAreATenants) {
    std::set<std::string> known, tenants;
    for (auto& row : rows_of("tables.tsv")) {
        if (row["kind"] == "superseded") continue;
        const auto& holder = row["served_by"].empty() ? row["table"] : row["served_by"];
        known.insert(holder);
        if (row["scope"].starts_with("org") || row["scope"].starts_with("tenant root")) tenants.insert(holder);
    }
    ASSERT_GT(known.size(), 150u);
    for (auto& row : rows_of("beyond.tsv"))
        if (row["kind"] == "table") known.insert(row["name"]);

    TestDatabase database;
    pqxx::connection owner{database.url("wib_owner")};
    pqxx::work sql{owner};
    std::set<std::string> served;
    for (const auto& row :
         sql.exec("select relname, relforcerowsecurity and exists (select from pg_policy where polrelid "
                  "= c.oid) from pg_class c where relkind in ('r', 'p') and relnamespace = "
                  "'public'::regnamespace")) {
        const std::string table = row[0].c_str();
        served.insert(table);
        EXPECT_TRUE(known.contains(table)) << table << " is in no list of docs/coverage";
        if (tenants.contains(table)) EXPECT_TRUE(row[1].as<bool>()) << table << " is a tenant's, and has no policy";
    }
    EXPECT_TRUE(served.contains("calls"));
    for (auto& row : rows_of("beyond.tsv"))
        if (row["kind"] == "table") EXPECT_TRUE(served.contains(row["name"])) << row["name"] << " is no table of ours";
}

}  // namespace
}  // namespace wib::testing
