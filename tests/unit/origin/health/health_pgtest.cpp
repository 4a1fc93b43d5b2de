// What the service says of itself to who runs it, against a real server.
#include "origin/health/health.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>

#include "origin/health/schema.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/source_dir.hpp"

namespace wib::testing {
namespace {

class Health : public ::testing::Test {
  protected:
    World world;
    SystemClock clock;
    MemorySink sink;
    health::HealthRoutes routes{*world.db, observe::Log{sink, clock, observe::Level::info}, clock};

    boost::json::object ask(std::string_view route) {
        const Handlers handlers{*world.db, health::add_endpoints, routes};
        http::RequestContext request{
            .correlation_id = "c-1", .principal = {.kind = ActorKind::service, .label = "deploy"}, .deadline = soon()};
        const auto reply = world.run(handlers.ask(route, request));
        EXPECT_EQ(reply.status, 200);
        return boost::json::parse(std::get<std::string>(reply.body)).as_object();
    }
    void as_owner(const std::string& sql) {
        pqxx::connection connection{world.database.url("wib_owner")};
        pqxx::work work{connection};
        work.exec(sql);
        work.commit();
    }
    std::vector<health::Column> load() { return world.run(health::load_columns(*world.db, soon())); }
};

// After a migration of a key table: WIB_RECORD=1 unit_origin_health --gtest_filter='Health.*'
TEST_F(Health, ExpectsTheColumnsThatTheMigrationsMake) {
    const auto actual = load();
    if (std::getenv("WIB_RECORD")) {
        std::ofstream out{std::string{wib_source_dir} + "/origin/health/expected_columns.inc"};
        for (const auto& [table, name, type] : actual)
            out << "{\"" << table << "\", \"" << name << "\", \"" << type << "\"},\n";
        GTEST_SKIP() << "recorded";
    }
    EXPECT_EQ(health::expected_columns(), actual) << "WIB_RECORD=1 writes origin/health/expected_columns.inc";
    for (const auto table : health::key_tables())
        EXPECT_TRUE(std::ranges::any_of(actual, [&](const auto& one) { return one.table == table; })) << table;
}

TEST_F(Health, IsWellInADatabaseOfThisBuild) {
    const auto told = ask("schema_health");
    EXPECT_EQ(told.at("healthy"), true);
    EXPECT_EQ(told.at("faults"), boost::json::array{});
    EXPECT_EQ(told.at("unexpected"), boost::json::array{});
    EXPECT_GT(told.at("columns").as_int64(), 100);
}

TEST_F(Health, NamesEachColumnThatIsMissingOrOfAnotherType) {
    as_owner("alter table webhook_failures rename column resolution_notes to remarks");
    as_owner("alter table call_legs add column colour text");
    as_owner("alter table webhook_failures alter column attempt_count type bigint");
    const auto told = ask("schema_health");
    EXPECT_EQ(told.at("healthy"), false);
    const auto faults = told.at("faults").as_array();
    ASSERT_EQ(faults.size(), 2u) << boost::json::serialize(told);
    EXPECT_EQ(faults[0].at("table"), "webhook_failures");
    EXPECT_EQ(faults[0].at("column"), "attempt_count");
    EXPECT_EQ(faults[0].at("expected"), "integer not null");
    EXPECT_EQ(faults[0].at("actual"), "bigint not null");
    EXPECT_EQ(faults[1].at("column"), "resolution_notes");
    EXPECT_EQ(faults[1].at("actual"), "");
    EXPECT_EQ(told.at("unexpected").as_array().size(), 2u) << "what is new harms nobody";
}

TEST_F(Health, WritesOneLineAndSaysWhich) {
    const auto told = ask("health_logs");
    EXPECT_EQ(told.at("written"), true);
    EXPECT_EQ(told.at("correlation_id"), "c-1");
    ASSERT_EQ(sink.lines().size(), 1u);
    EXPECT_NE(sink.lines()[0].find(R"("event":"log_self_test")"), std::string::npos);
    EXPECT_NE(sink.lines()[0].find(R"("correlation_id":"c-1")"), std::string::npos);
    EXPECT_EQ(sink.lines()[0].find("deploy"), std::string::npos);
    routes.log = observe::Log{sink, clock, observe::Level::warn};
    EXPECT_EQ(ask("health_logs").at("written"), false);
    EXPECT_EQ(sink.lines().size(), 1u);
}

}  // namespace
}  // namespace wib::testing
