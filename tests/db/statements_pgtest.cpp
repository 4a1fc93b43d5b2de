// Every .sql file of every feature is prepared against the migrated schema as the role that will run it: a misspelt
// column, a right that was never granted or a parameter whose type nobody can tell fails here, not in front of a
// customer.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <pqxx/pqxx>
#include <string>

#include "tests/support/postgres.hpp"

namespace wib::testing {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> statements() {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(std::string{WIB_SOURCE_DIR} + "/origin")) {
        if (entry.path().extension() != ".sql" || entry.path().parent_path().filename() != "sql") continue;
        std::ifstream in{entry.path()};
        found[fs::relative(entry.path(), WIB_SOURCE_DIR).string()] = {std::istreambuf_iterator<char>{in}, {}};
    }
    return found;
}

TEST(Statements, AreAllPreparedAgainstTheMigratedSchemaAsTheRoleThatRunsThem) {
    const TestDatabase database;
    pqxx::connection app{database.url()}, purge{database.url("wib_purge")};
    const auto all = statements();
    EXPECT_GE(all.size(), 8u);
    int at = 0;
    for (const auto& [file, text] : all) {
        if (text.find("_transaction") != std::string::npos || file.ends_with("_transaction.sql"))
            continue;  // BEGIN cannot be explained
        const bool is_purge = fs::path{file}.filename().string().starts_with("purge_");
        pqxx::work sql{is_purge ? purge : app};
        try {
            const auto name = "s" + std::to_string(++at);
            sql.exec("prepare " + name + " as " + text);
            // Preparing checks names; planning with nulls checks the rights as well.
            const auto parameters =
                sql.exec1(
                       "select coalesce(cardinality(parameter_types), 0) from pg_prepared_statements where name = '" +
                       name + "'")[0]
                    .as<int>();
            std::string nulls;
            for (int p = 0; p < parameters; ++p) nulls += p == 0 ? "(null" : ", null";
            sql.exec("explain execute " + name + (nulls.empty() ? "" : nulls + ")"));
        } catch (const pqxx::failure& failure) {
            ADD_FAILURE() << file << ": " << failure.what();
        }
    }
    RecordProperty("statements", static_cast<int>(all.size()));
}

TEST(Statements, AreNamedAsTheirFilesAndSayNothingOfTheOrganizationInText) {
    for (const auto& [file, text] : statements()) {
        EXPECT_EQ(text.find("set_config('app."), std::string::npos) << file << ": only wib.enter binds the tenant";
        EXPECT_EQ(text.find("security definer"), std::string::npos) << file;
    }
}

}  // namespace
}  // namespace wib::testing
