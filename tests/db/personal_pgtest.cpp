// Forgetting a person: their values become unreadable, the rows stay.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <pqxx/pqxx>

#include "origin/db/batch_tx.hpp"
#include "origin/db/subject_keys.hpp"
#include "tests/db/world.hpp"

namespace wib::testing {
namespace {

const Uuid kCarol{{7}};

Task<void> audit_about_carol(db::Database& database, const Tenancy& tenancy) {
    auto tx = co_await database.begin(tenancy.as_session(), soon());
    tx->audit({.action = "call:started",
               .resource_type = "call",
               .user = tenancy.user,
               .client_address = "203.0.113.7",
               .user_agent = "Browser/1.0",
               .about = db::Subject{"consumer", kCarol},
               .personal = R"({"name":"Carol Consumer"})"});
    co_await tx->commit();
}

struct Opened {
    std::optional<std::string> actor, subject;
};
constexpr db::Statement kLatestAudit{"latest_audit",
                                     "select actor_sealed, actor_key_id, subject_sealed, subject_key_id from "
                                     "audit_logs order by created_at desc limit 1"};
Task<Opened> read_latest(db::Database& database, const Tenancy& tenancy, Secret master) {
    auto tx = co_await database.begin(tenancy.as_session(), soon());
    const auto rows = co_await tx->exec(kLatestAudit);
    const auto row = rows.front();
    Opened opened;
    if (!row["actor_sealed"].is_null())
        opened.actor =
            co_await db::open_personal(*tx, master, tenancy.organization, row["actor_key_id"].as<Uuid>(),
                                       "audit_logs.actor_sealed", db::decode_bytea(row["actor_sealed"].text()));
    if (!row["subject_sealed"].is_null())
        opened.subject =
            co_await db::open_personal(*tx, master, tenancy.organization, row["subject_key_id"].as<Uuid>(),
                                       "audit_logs.subject_sealed", db::decode_bytea(row["subject_sealed"].text()));
    co_return opened;
}

class Forgetting : public ::testing::Test {
  protected:
    void forget(const char* kind) {
        pqxx::connection purge{world.database.url("wib_purge")};
        pqxx::work sql{purge};
        sql.exec("select wib.enter('" + to_string(world.tenancy.organization) + "', 'job', null)");
        sql.exec("update subject_keys set wrapped_key = null, destroyed_at = now() where subject_kind = " +
                 sql.quote(std::string(kind)));
        sql.commit();
    }
    World world;
};

TEST_F(Forgetting, PersonalValuesStandInNoColumnInTheClear) {
    world.run(audit_about_carol(*world.db, world.tenancy));
    EXPECT_EQ(world.truth("select count(*) from audit_logs a where a::text like '%Carol%' or a::text like "
                          "'%203.0.113.7%' or a::text like "
                          "'%Browser%' or encode(subject_sealed, 'escape') like '%Carol%'"),
              "0");
    const auto opened = world.run(read_latest(*world.db, world.tenancy, master_key()));
    EXPECT_EQ(opened.subject, R"({"name":"Carol Consumer"})");
    ASSERT_TRUE(opened.actor);
    EXPECT_EQ(boost::json::parse(*opened.actor).at("ip_address"), "203.0.113.7");
}

TEST_F(Forgetting, DestroyingTheKeyForgetsThePersonAndKeepsTheRow) {
    world.run(audit_about_carol(*world.db, world.tenancy));
    const auto before = world.truth("select md5(string_agg(a::text, '|')) from audit_logs a");
    forget("consumer");
    const auto opened = world.run(read_latest(*world.db, world.tenancy, master_key()));
    EXPECT_FALSE(opened.subject) << "forgotten";
    EXPECT_TRUE(opened.actor) << "somebody else is not";
    EXPECT_EQ(world.truth("select md5(string_agg(a::text, '|')) from audit_logs a"), before);
}

TEST_F(Forgetting, NothingPersonalIsWrittenAboutSomebodyForgotten) {
    world.run(audit_about_carol(*world.db, world.tenancy));
    forget("consumer");
    const auto fresh = world.open(world.url);  // another process, which has no key in memory
    world.run(audit_about_carol(*fresh, world.tenancy));
    EXPECT_EQ(world.truth("select count(*) from audit_logs where subject_sealed is not null"), "1");
    EXPECT_EQ(world.truth("select count(*) from audit_logs"), "2");
}

TEST_F(Forgetting, AnotherMasterKeyOpensNothing) {
    world.run(audit_about_carol(*world.db, world.tenancy));
    EXPECT_THROW(world.run(read_latest(*world.db, world.tenancy, Secret{std::string(32, 'x')})), db::DecodeError);
}

TEST_F(Forgetting, TheSamePersonsKeyIsMadeOnceHoweverManyAskAtOnce) {
    std::vector<std::unique_ptr<db::PostgresDatabase>> processes;
    int ended = 0;
    for (int at = 0; at < 6; ++at) {
        processes.push_back(world.open(world.url, 1));
        boost::asio::co_spawn(world.io, audit_about_carol(*processes.back(), world.tenancy),
                              [&](std::exception_ptr failure) {
                                  EXPECT_FALSE(failure);
                                  ++ended;
                              });
    }
    world.io.run_for(std::chrono::seconds{30});
    EXPECT_EQ(ended, 6);
    EXPECT_EQ(world.truth("select count(*) from subject_keys"), "2");
    EXPECT_EQ(world.truth("select count(*) from audit_logs"), "6");
}

class Batch : public ::testing::Test {
  protected:
    World world;
    BlockingPool threads{"batch", 2, 8};
    db::BatchDatabase batch{Secret{world.url}, threads};
};

Task<int> count_in_batch(db::BatchDatabase& batch, db::Tenant tenant) {
    co_return co_await batch.in_tenant(
        std::move(tenant), [](pqxx::work& sql) { return sql.exec1("select count(*) from calls")[0].as<int>(); },
        soon());
}
Task<void> insert_in_batch(db::BatchDatabase& batch, db::Tenant tenant, bool fail) {
    co_await batch.in_tenant(
        std::move(tenant),
        [fail](pqxx::work& sql) {
            sql.exec(
                "insert into calls (organization_id) select nullif(current_setting('app.current_organization_id'), "
                "'')::uuid");
            if (fail) sql.exec("insert into calls (organization_id, status) select gen_random_uuid(), 'nonsense'");
        },
        soon());
}

TEST_F(Batch, RunsInTheTenantsTransaction) {
    world.run(insert_in_batch(batch, world.tenancy.as_job(), false));
    EXPECT_EQ(world.run(count_in_batch(batch, world.tenancy.as_job())), 1);
    const auto other = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    EXPECT_EQ(world.run(count_in_batch(batch, other.as_session())), 0);
}

TEST_F(Batch, KeepsNothingOfWorkThatFailed) {
    EXPECT_ANY_THROW(world.run(insert_in_batch(batch, world.tenancy.as_job(), true)));
    EXPECT_EQ(world.run(count_in_batch(batch, world.tenancy.as_job())), 0);
}

TEST_F(Batch, RefusesARevokedSession) {
    world.truth("update sessions set revoked_at = now()");
    try {
        world.run(count_in_batch(batch, world.tenancy.as_session()));
        FAIL();
    } catch (const db::RefusedError& refused) {
        EXPECT_EQ(refused.refusal, db::Refusal::session_revoked);
    }
}

Task<void> nap_in_batch(db::BatchDatabase& batch, db::Tenant tenant, Deadline deadline) {
    co_await batch.in_tenant(std::move(tenant), [](pqxx::work& sql) { sql.exec("select pg_sleep(20)"); }, deadline);
}
TEST_F(Batch, EndsAtItsDeadline) {
    const auto began = Deadline::Clock::now();
    EXPECT_THROW(
        world.run(nap_in_batch(batch, world.tenancy.as_job(), Deadline::after(began, std::chrono::milliseconds{200}))),
        db::UnavailableError);
    EXPECT_LT(Deadline::Clock::now() - began, std::chrono::seconds{5});
}

}  // namespace
}  // namespace wib::testing
