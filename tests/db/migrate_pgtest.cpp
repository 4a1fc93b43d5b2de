// The migration runner: forward only, once, by one at a time, and never over a rewritten past.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <regex>
#include <set>
#include <thread>
#include <vector>

#include "origin/db/migrate.hpp"
#include "shared/crypto/hash.hpp"
#include "tests/db/world.hpp"

namespace wib::testing {
namespace {

using db::DryRun;
using db::Migration;
using ::testing::HasSubstr;

Migration file(const std::string& version, const std::string& text) {
    return {version, text, crypto::sha256_hex(text)};
}

class Migrate : public ::testing::Test {
  protected:
    std::vector<Migration> with(const std::vector<Migration>& more) {
        auto all = db::read_migrations(migrations_folder());
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    int run(const std::vector<Migration>& migrations, DryRun dry_run = DryRun::no) {
        applied.clear();
        return db::migrate(
            Secret{database.url("wib_owner")}, migrations, dry_run,
            [&](const Migration& migration, std::chrono::milliseconds) { applied.push_back(migration.version); });
    }
    std::string refusal(const std::vector<Migration>& migrations) {
        try {
            run(migrations);
        } catch (const db::MigrationError& error) {
            return error.reason;
        }
        return "";
    }
    std::string ask(const std::string& sql) {
        pqxx::connection superuser{database.url("postgres")};
        return pqxx::nontransaction{superuser}.exec1(sql)[0].c_str();
    }

    TestDatabase database;
    std::vector<std::string> applied;
};

const Migration kNotes =
    file("9001_notes", "create table notes (id int primary key, words text);\ninsert into notes values (1, 'one');\n");

TEST_F(Migrate, DoesNothingTheSecondTime) {
    EXPECT_EQ(run(with({})), 0);
    EXPECT_EQ(run(with({kNotes})), 1);
    EXPECT_EQ(run(with({kNotes})), 0);
    EXPECT_EQ(ask("select count(*) from notes"), "1");
    EXPECT_EQ(ask("select checksum from schema_migrations where version = '9001_notes'"), kNotes.checksum);
}

TEST_F(Migrate, ListsWhatIsPendingWithoutDoingIt) {
    EXPECT_EQ(run(with({kNotes}), DryRun::yes), 1);
    EXPECT_THAT(applied, ::testing::ElementsAre("9001_notes"));
    EXPECT_EQ(ask("select to_regclass('notes') is null"), "t");
}

TEST_F(Migrate, RefusesAFileChangedAfterItWasApplied) {
    run(with({kNotes}));
    EXPECT_THAT(refusal(with({file("9001_notes", kNotes.text + "-- a thought\n"), file("9002_more", "select 1;")})),
                HasSubstr("9001_notes was changed"));
    EXPECT_EQ(ask("select count(*) from schema_migrations where version = '9002_more'"), "0");
}

TEST_F(Migrate, RefusesAMissingFileAndOneThatComesTooLate) {
    run(with({kNotes}));
    EXPECT_THAT(refusal(with({})), HasSubstr("9001_notes was applied to this database but is missing"));
    EXPECT_THAT(refusal(with({file("9000_late", "select 1;"), kNotes})),
                HasSubstr("9000_late comes before 9001_notes"));
}

TEST_F(Migrate, LeavesNothingOfAFileThatFails) {
    EXPECT_THAT(refusal(with({file("9001_half", "create table half (id int);\nselect 1 / 0;\n")})),
                HasSubstr("9001_half"));
    EXPECT_EQ(ask("select to_regclass('half') is null"), "t");
    EXPECT_EQ(run(with({file("9001_half", "create table half (id int);\n")})), 1);
}

TEST_F(Migrate, LetsTwoAtOnceDoTheWorkOnce) {
    const auto all = with({file("9001_slow", "select pg_sleep(0.3);\ncreate table slow (id int);\n")});
    std::atomic<int> done{0};
    std::vector<std::thread> both;
    for (int at = 0; at < 2; ++at)
        both.emplace_back([&] {
            done += db::migrate(Secret{database.url("wib_owner")}, all, DryRun::no,
                                [](const Migration&, std::chrono::milliseconds) {});
        });
    for (auto& thread : both) thread.join();
    EXPECT_EQ(done, 1);
}

TEST_F(Migrate, BackfillsEveryTenantAndFailsWhenItTouchesNothing) {
    for (const auto* name : {"alpha", "beta"}) {
        const auto made = make_tenancy(database.url("wib_owner"), database.url(), name);
        ask("insert into calls (organization_id) values ('" + to_string(made.organization) + "') returning 1");
    }
    const auto fill = [](const std::string& condition) {
        return "alter table calls add column seen int;\n-- backfill calls\nupdate calls set seen = 1" + condition +
               ";\n-- end backfill\n";
    };
    EXPECT_THAT(refusal(with({file("9001_seen", fill(" where false"))})), HasSubstr("touched none of its 2 rows"));
    EXPECT_EQ(run(with({file("9001_seen", fill(""))})), 1);
    EXPECT_EQ(ask("select count(*) from calls where seen = 1"), "2");
}

TEST_F(Migrate, BackfillsOfAnEmptyTableMayTouchNothing) {
    EXPECT_EQ(
        run(with({file("9001_none", "-- backfill calls\nupdate calls set hold_seconds = 0;\n-- end backfill\n")})), 1);
}

TEST_F(Migrate, RefusesABackfillItCannotRead) {
    EXPECT_THAT(refusal(with({file("9001_open", "-- backfill calls\nupdate calls set hold_seconds = 0;\n")})),
                HasSubstr("without an end"));
    EXPECT_THAT(refusal(with({file("9001_odd", "-- backfill calls; drop\nselect 1;\n-- end backfill\n")})),
                HasSubstr("names one table"));
}

/// A data change over all tenants that is not marked would silently touch nothing: row-level security binds the owner.
/// Reference data is nobody's, and seeded where its table is made.
TEST(Migrations, ChangeTenantsDataOnlyInMarkedBackfills) {
    const std::regex change{R"(^(update|delete from|insert into) +(\w+))"};
    const std::set<std::string> reference{"rbac_permissions", "plan_usage_limits", "global_feature_flags"};
    for (const auto& migration : db::read_migrations(migrations_folder())) {
        std::istringstream lines{migration.text};
        bool inside = false;
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("-- backfill ")) inside = true;
            if (line == "-- end backfill") inside = false;
            std::smatch found;
            EXPECT_FALSE(!inside && std::regex_search(line, found, change) && !reference.contains(found[2]))
                << migration.version << ": " << line;
        }
    }
}

TEST(Migrations, NeverCascade) {
    for (const auto& migration : db::read_migrations(migrations_folder())) {
        std::istringstream lines{migration.text};
        for (std::string line; std::getline(lines, line);)
            if (!line.starts_with("--"))
                EXPECT_FALSE(std::regex_search(line, std::regex("cascade|set null", std::regex::icase)))
                    << migration.version << ": " << line;
    }
}

}  // namespace
}  // namespace wib::testing
