// TenantTx against a real server, directly and through PgBouncer in transaction mode.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <latch>
#include <string>
#include <vector>

#include "origin/runtime/threads.hpp"
#include "origin/runtime/within.hpp"
#include "tests/db/world.hpp"

namespace wib::testing {
namespace {

using namespace std::chrono_literals;
using Clock = Deadline::Clock;

constexpr db::Statement kSleep{"sleep", "select pg_sleep($1::float8)"};
constexpr db::Statement kOne{"one", "select 1 as one"};
constexpr db::Statement kBound{"bound", "select current_setting('app.current_organization_id', true) as organization"};
constexpr db::Statement kMakeDeferred{
    "make_deferred", "create temporary table twice (n int unique deferrable initially deferred) on commit drop"};
constexpr db::Statement kInsertTwice{"insert_twice", "insert into twice values (1), (1)"};
constexpr db::Statement kDivide{"divide", "select 1 / $1::int"};
constexpr db::Statement kForbidden{"forbidden", "delete from audit_logs"};

Deadline in(Clock::duration patience) {
    return Deadline::after(Clock::now(), patience);
}

class TenantTx : public ::testing::TestWithParam<Route> {
  protected:
    std::string calls() { return world.truth("select count(*) from calls"); }
    void revoke_session() {
        world.truth("update sessions set revoked_at = now() where id = '" + to_string(world.tenancy.session) + "'");
    }

    World world{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Over, TenantTx, ::testing::Values(Route::direct, Route::pgbouncer), name_of_route);

Task<void> insert_and_commit(World& world) {
    auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
    co_await tx->exec(kInsertCall, world.tenancy.organization, "+15550100001");
    co_await tx->commit();
}
Task<void> insert_and_leave(World& world) {
    auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
    co_await tx->exec(kInsertCall, world.tenancy.organization, "+15550100001");
}
Task<int> count_calls(World& world) {
    auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
    co_return (co_await tx->exec(kCountCalls)).front()["n"].as<int>();
}
Task<std::string> bound_organization(World& world, db::Tenant tenant) {
    auto tx = co_await world.db->begin(std::move(tenant), soon());
    co_return (co_await tx->exec(kBound)).front()["organization"].as<std::string>();
}

TEST_P(TenantTx, KeepsWhatWasCommitted) {
    world.run(insert_and_commit(world));
    EXPECT_EQ(calls(), "1");
    EXPECT_EQ(world.run(count_calls(world)), 1);
}

TEST_P(TenantTx, IsRolledBackWhenDestroyedWithoutCommit) {
    for (int round = 0; round < 5; ++round) world.run(insert_and_leave(world));
    EXPECT_EQ(world.run(count_calls(world)), 0);
    EXPECT_EQ(calls(), "0");
    EXPECT_EQ(world.db->stats().dropped, 0) << "a rollback costs no connection";
    EXPECT_EQ(world.db->stats().open, 1);
}

TEST_P(TenantTx, BindsTheTenantForThisTransactionAlone) {
    const auto other = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    EXPECT_EQ(world.run(bound_organization(world, world.tenancy.as_session())), to_string(world.tenancy.organization));
    EXPECT_EQ(world.run(bound_organization(world, other.as_session())), to_string(other.organization));
    const auto outside = world.run(world.db->door(kBound, {}, soon()));
    EXPECT_TRUE(outside.front()["organization"].text().empty());
}

Task<std::vector<int>> several_in_one_trip(World& world) {
    auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
    tx->queue(kInsertCall, world.tenancy.organization, "+15550100001");
    tx->queue(kInsertCall, world.tenancy.organization, "+15550100002");
    const auto before = world.db->stats().exchanges;
    const auto counted = (co_await tx->exec(kCountCalls)).front()["n"].as<int>();
    const auto trips = static_cast<int>(world.db->stats().exchanges - before);
    co_await tx->commit();
    co_return std::vector<int>{counted, trips};
}

TEST_P(TenantTx, SendsQueuedStatementsWithTheNextOne) {
    EXPECT_THAT(world.run(several_in_one_trip(world)), ::testing::ElementsAre(2, 1));
    EXPECT_EQ(calls(), "2");
}

Task<Uuid> insert_and_commit_at_once(World& world) {
    auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
    const auto rows = co_await tx->exec_and_commit(kInsertCall, world.tenancy.organization, "+15550100001");
    co_return rows.front()["id"].as<Uuid>();
}

TEST_P(TenantTx, CommitsWithTheLastStatementAndReturnsItsRows) {
    const auto before = world.db->stats().exchanges;
    const auto id = world.run(insert_and_commit_at_once(world));
    EXPECT_EQ(world.db->stats().exchanges - before, 1);
    EXPECT_EQ(world.truth("select id from calls"), to_string(id));
}

Task<void> fail_a_queued_statement(World& world) {
    auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
    tx->queue(kDivide, 0);
    tx->queue(kInsertCall, world.tenancy.organization, "+15550100001");
    co_await tx->commit();
}

Task<std::string> read_bound(World& world, db::Tenant tenant) {
    auto tx = co_await world.db->begin(std::move(tenant), soon());
    auto organization = (co_await tx->read(kBound)).front()["organization"].as<std::string>();
    co_await tx->commit();  // which has nothing left to do
    co_return organization;
}

TEST_P(TenantTx, ReadsAloneInOneRoundTripThatLeavesNothingBehind) {
    const auto own = to_string(world.tenancy.organization);
    (void)world.run(read_bound(world, world.tenancy.as_session()));
    const auto before = world.db->stats().exchanges;
    EXPECT_EQ(world.run(read_bound(world, world.tenancy.as_session())), own);
    EXPECT_EQ(world.db->stats().exchanges, before + 1);
    EXPECT_EQ(world.db->stats().dropped, 0);
    EXPECT_EQ(world.truth("select count(*) from pg_stat_activity where state like 'idle in transaction%'"), "0");
    // The next to use this connection enters for itself: nothing is bound any more.
    const auto rows = world.run(world.db->door(kBound, {}, soon()));
    EXPECT_NE(rows.front()["organization"].maybe<std::string>().value_or(""), own);
}

TEST_P(TenantTx, ReadsAloneOnlyWithALivingSession) {
    revoke_session();
    EXPECT_THROW(world.run(read_bound(world, world.tenancy.as_session())), db::RefusedError);
    EXPECT_EQ(world.db->stats().dropped, 0);
}

TEST_P(TenantTx, FailsTheCommitWhenAQueuedStatementFailed) {
    EXPECT_THROW(world.run(fail_a_queued_statement(world)), db::StatementError);
    EXPECT_EQ(calls(), "0");
    EXPECT_EQ(world.run(count_calls(world)), 0) << "the connection is well again";
}

Task<void> break_a_deferred_constraint(World& world) {
    auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
    co_await tx->exec(kMakeDeferred);
    co_await tx->exec(kInsertCall, world.tenancy.organization, "+15550100001");
    co_await tx->exec(kInsertTwice);
    co_await tx->commit();
}

TEST_P(TenantTx, DeclaresSuccessOnlyWhenDeferredConstraintsHold) {
    try {
        world.run(break_a_deferred_constraint(world));
        FAIL() << "the commit was declared good";
    } catch (const db::RefusedError& refused) {
        EXPECT_EQ(refused.refusal, db::Refusal::unique_violation);
        EXPECT_EQ(refused.constraint, "twice_n_key");
    }
    EXPECT_EQ(calls(), "0");
}

Task<void> ignore_a_failure_and_commit(World& world) {
    auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
    co_await tx->exec(kInsertCall, world.tenancy.organization, "+15550100001");
    try {
        co_await tx->exec(kDivide, 0);
    } catch (const db::StatementError&) {
    }
    co_await tx->commit();
}

TEST_P(TenantTx, DoesNotDeclareAFailedTransactionCommitted) {
    EXPECT_THROW(world.run(ignore_a_failure_and_commit(world)), db::StatementError);
    EXPECT_EQ(calls(), "0");
}

Task<void> one_statement(World& world, db::Tenant tenant, const db::Statement& statement) {
    auto tx = co_await world.db->begin(std::move(tenant), soon());
    co_await tx->exec(statement);
}

TEST_P(TenantTx, RefusesARevokedSessionAtOnce) {
    world.run(one_statement(world, world.tenancy.as_session(), kOne));
    revoke_session();
    try {
        world.run(one_statement(world, world.tenancy.as_session(), kOne));
        FAIL() << "a revoked session was let in";
    } catch (const db::RefusedError& refused) {
        EXPECT_EQ(refused.refusal, db::Refusal::session_revoked);
    }
    world.run(one_statement(world, world.tenancy.as_job(), kOne));
}

TEST_P(TenantTx, SaysWhatARefusalMeans) {
    const auto refusal_of = [&](auto task) -> std::optional<db::Refusal> {
        try {
            world.run(std::move(task));
        } catch (const db::RefusedError& refused) {
            return refused.refusal;
        }
        return std::nullopt;
    };
    constexpr db::Statement orphan{"orphan",
                                   "insert into call_legs (organization_id, call_id, role) select "
                                   "current_setting('app.current_organization_id')::uuid, "
                                   "gen_random_uuid(), 'agent'"};
    constexpr db::Statement nonsense{"nonsense",
                                     "insert into calls (organization_id, status) select "
                                     "current_setting('app.current_organization_id')::uuid, 'nonsense'"};
    EXPECT_EQ(refusal_of(one_statement(world, world.tenancy.as_session(), orphan)), db::Refusal::foreign_key_violation);
    EXPECT_EQ(refusal_of(one_statement(world, world.tenancy.as_session(), nonsense)), db::Refusal::check_violation);
    EXPECT_THROW(world.run(one_statement(world, world.tenancy.as_session(), kForbidden)), db::StatementError);
}

Task<void> sleep_past(World& world, Clock::duration patience) {
    auto tx = co_await world.db->begin(world.tenancy.as_session(), in(patience));
    co_await tx->exec(kSleep, 30.0);
}

TEST_P(TenantTx, EndsAStatementAtTheDeadlineAndServesTheNextRequest) {
    world.run(one_statement(world, world.tenancy.as_session(), kOne));
    const auto began = Clock::now();
    EXPECT_THROW(world.run(sleep_past(world, 200ms)), db::UnavailableError);
    EXPECT_LT(Clock::now() - began, 5s);
    EXPECT_EQ(world.run(count_calls(world)), 0);
}

Task<void> leave_within(World& world, Clock::duration patience) {
    const auto left = co_await within(in(patience), sleep_past(world, 30s));
    EXPECT_FALSE(left.has_value());
}

TEST_P(TenantTx, DropsTheConnectionOfACancelledRequest) {
    world.run(leave_within(world, 100ms));
    EXPECT_EQ(world.db->stats().dropped, 1);
    EXPECT_EQ(world.run(count_calls(world)), 0);
}

Task<void> count_many(World& world, int times) {
    for (int at = 0; at < times; ++at) {
        auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
        co_await tx->exec(kCountCalls);
        co_await tx->exec(kOne);
        co_await tx->commit();
    }
}

TEST_P(TenantTx, StaysTrueWithManyAtOnceOnFewConnections) {
    int ended = 0;
    for (int at = 0; at < 24; ++at)
        boost::asio::co_spawn(world.io, count_many(world, 10), [&](std::exception_ptr failure) {
            EXPECT_FALSE(failure);
            ++ended;
        });
    world.io.run_for(60s);
    EXPECT_EQ(ended, 24);
    EXPECT_EQ(world.db->stats().open, 2);
    EXPECT_EQ(world.db->stats().in_use, 0);
}

TEST_P(TenantTx, NamesStatementsOnlyWhereTheServerRemembersThem) {
    world.run(one_statement(world, world.tenancy.as_session(), kOne));
    world.run(one_statement(world, world.tenancy.as_session(), kOne));
    constexpr db::Statement look{"look", "select count(*) as n from pg_prepared_statements where name like 'enter_%'"};
    const auto rows = world.run(world.db->door(look, {}, soon()));
    EXPECT_EQ(rows.front()["n"].as<int>(), GetParam() == Route::direct ? 1 : 0);
}

Task<void> write_and_count(db::Database& database, Tenancy tenancy, std::atomic<int>& written) {
    for (int at = 0; at < 20; ++at) {
        auto tx = co_await database.begin(tenancy.as_session(), soon());
        tx->queue(kInsertCall, tenancy.organization, "+15550100001");
        tx->audit({.action = "call:started", .user = tenancy.user, .client_address = "203.0.113.7"});
        co_await tx->commit();
        ++written;
    }
}

TEST_P(TenantTx, GivesEachThreadItsShareOfTheConnections) {
    constexpr int kThreads = 3, kTasks = 4;
    Threads threads{kThreads};
    std::vector<boost::asio::io_context*> contexts;
    for (std::size_t at = 0; at < kThreads; ++at) contexts.push_back(&threads[at]);
    db::PostgresDatabase shared{{{Secret{world.url}, db::NamedStatements::probe, "wib-test"}, 6, 64, master_key()},
                                contexts};
    std::atomic<int> written{0};
    std::latch ended{kThreads * kTasks};
    for (std::size_t at = 0; at < kThreads * kTasks; ++at)
        boost::asio::co_spawn(threads.executor(at % kThreads), write_and_count(shared, world.tenancy, written),
                              [&](std::exception_ptr failure) {
                                  EXPECT_FALSE(failure);
                                  ended.count_down();
                              });
    threads.start();
    ended.wait();
    EXPECT_LE(shared.stats().open, 6);
    threads.stop();
    threads.join();
    EXPECT_EQ(written, kThreads * kTasks * 20);
    EXPECT_EQ(calls(), std::to_string(kThreads * kTasks * 20));
    EXPECT_EQ(world.truth("select count(*) from subject_keys"), "1");
}

// ---- The audit row, in the transaction of its change ----

Task<void> change_with_audit(World& world, bool commit) {
    auto tx = co_await world.db->begin(world.tenancy.as_session(), soon());
    const auto call =
        (co_await tx->exec(kInsertCall, world.tenancy.organization, "+15550100001")).front()["id"].as<Uuid>();
    tx->audit({.action = "call:started",
               .resource_type = "call",
               .resource = call,
               .new_value = R"({"to_number":"…0001"})",
               .user = world.tenancy.user,
               .client_address = "203.0.113.7",
               .user_agent = "Browser/1.0",
               .correlation_id = "wb-1",
               .about = db::Subject{"consumer", Uuid{{1}}},
               .personal = R"({"name":"Carol Consumer"})"});
    if (commit) co_await tx->commit();
}

TEST_P(TenantTx, WritesTheAuditRowWithTheChangeOrNotAtAll) {
    world.run(change_with_audit(world, false));
    EXPECT_EQ(world.truth("select count(*) from audit_logs"), "0");
    EXPECT_EQ(world.truth("select count(*) from subject_keys"), "0");
    world.run(change_with_audit(world, true));
    world.run(change_with_audit(world, true));
    EXPECT_EQ(
        world.truth(
            "select count(*) from audit_logs a join calls c on c.id = a.resource_id where a.actor_type = 'human' and "
            "a.action = 'call:started' and a.new_value->>'to_number' = '…0001'"),
        "2");
    EXPECT_EQ(world.truth("select count(*) from subject_keys"), "2")
        << "one key a person, however often they are named";
}

Task<void> audit_odd_headers(World& world, db::Tenant tenant) {
    auto tx = co_await world.db->begin(std::move(tenant), soon());
    tx->audit({.action = "webhook:received",
               .client_address = "unknown, 10.0.0.1",
               .user_agent = std::string("\xff\xfe\0 agent", 10) + std::string(2000, 'x'),
               .correlation_id = "\xc3\x28"});
    co_await tx->commit();
}

TEST_P(TenantTx, AuditsWhateverAStrangersHeadersHold) {
    world.run(audit_odd_headers(world, {world.tenancy.organization, ActorKind::webhook, std::nullopt, "telnyx"}));
    EXPECT_EQ(world.truth("select actor_type || ' ' || actor_label || ' ' || length(user_agent) || ' ' || "
                          "coalesce(ip_address::text, '-') from "
                          "audit_logs"),
              "vendor telnyx 500 -");
}

}  // namespace
}  // namespace wib::testing
