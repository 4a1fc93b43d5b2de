// What the database doors do when the wire, the server or the crowd misbehaves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <thread>
#include <vector>

#include "origin/runtime/within.hpp"
#include "tests/db/wire_tap.hpp"
#include "tests/db/world.hpp"

namespace wib::testing {
namespace {

using namespace std::chrono_literals;
using Clock = Deadline::Clock;

constexpr db::Statement kOne{"one", "select 1 as one"};

Deadline in(Clock::duration patience) {
    return Deadline::after(Clock::now(), patience);
}

Task<int> read_one(db::Database& database, db::Tenant tenant, Deadline deadline) {
    auto tx = co_await database.begin(std::move(tenant), deadline);
    co_return (co_await tx->exec(kOne)).front()["one"].as<int>();
}
Task<void> write_one(db::Database& database, const Tenancy& tenancy, Deadline deadline) {
    auto tx = co_await database.begin(tenancy.as_session(), deadline);
    co_await tx->exec_and_commit(kInsertCall, tenancy.organization, "+15550100001");
}
Task<void> write_two_and_commit(db::Database& database, const Tenancy& tenancy) {
    auto tx = co_await database.begin(tenancy.as_session(), soon());
    tx->queue(kInsertCall, tenancy.organization, "+15550100001");
    tx->queue(kInsertCall, tenancy.organization, "+15550100002");
    co_await tx->commit();
}

/// Socket folder and port out of a test URL.
struct Place {
    std::string dir;
    int port;
};
Place place_of(const std::string& url) {
    const auto host = url.find("host=") + 5, port = url.find("&port=");
    return {url.substr(host, port - host), std::stoi(url.substr(port + 6))};
}

class Wire : public ::testing::Test {
  protected:
    Wire() : tap(place_of(world.url).dir, place_of(world.url).port) {
        auto through = world.url;
        const auto dir = place_of(world.url).dir;
        through.replace(through.find(dir), dir.size(), tap.dir());
        tapped = world.open(through, 1);
    }
    int trips_of(Task<void> task) {
        const int before = tap.round_trips();
        world.run(std::move(task));
        return tap.round_trips() - before;
    }
    std::string calls() { return world.truth("select count(*) from calls"); }

    World world;
    WireTap tap;
    std::unique_ptr<db::PostgresDatabase> tapped;
};

Task<void> just_read(db::Database& database, const Tenancy& tenancy) {
    auto tx = co_await database.begin(tenancy.as_session(), soon());
    co_await tx->exec(kOne);
}
/// The rollback a read leaves behind travels alone and is answered alone; whoever comes next must not wait for it.
Task<void> settle(db::Database& database) {
    co_await database.door(kOne, {}, soon());
}

TEST_F(Wire, BeginEnterAndTheFirstStatementAreOneRoundTrip) {
    world.run(just_read(*tapped, world.tenancy));
    world.run(write_one(*tapped, world.tenancy, soon()));
    world.run(settle(*tapped));
    EXPECT_EQ(trips_of(write_one(*tapped, world.tenancy, soon())), 1) << "write and commit together";
    EXPECT_EQ(trips_of(write_two_and_commit(*tapped, world.tenancy)), 1) << "queued statements and commit together";
    EXPECT_EQ(trips_of(settle(*tapped)), 1) << "a lone statement with its time limit";
    const auto before = tapped->stats().exchanges;
    EXPECT_LE(trips_of(just_read(*tapped, world.tenancy)), 2) << "the read, and the rollback nobody waits for";
    EXPECT_EQ(tapped->stats().exchanges - before, 1) << "a read waits once";
}

TEST_F(Wire, ASilentServerCostsItsConnectionAndTheNextRequestWorks) {
    world.run(just_read(*tapped, world.tenancy));
    tap.hold_answers();
    const auto began = Clock::now();
    EXPECT_THROW(world.run(read_one(*tapped, world.tenancy.as_session(), in(150ms))), db::UnavailableError);
    EXPECT_LT(Clock::now() - began, 2s) << "nobody waits past the deadline, least of all in a cancel";
    EXPECT_EQ(tapped->stats().dropped, 1);
    tap.release_answers();
    EXPECT_EQ(world.run(read_one(*tapped, world.tenancy.as_session(), soon())), 1);
}

TEST_F(Wire, ACommitThatWasNeverAnsweredIsInDoubt) {
    world.run(just_read(*tapped, world.tenancy));
    world.run(settle(*tapped));
    tap.hold_answers();
    try {
        world.run(write_one(*tapped, world.tenancy, in(300ms)));
        FAIL() << "declared good without an answer";
    } catch (const db::UnavailableError& error) {
        EXPECT_EQ(error.effect, db::UnavailableError::Effect::in_doubt);
    }
    EXPECT_EQ(calls(), "1") << "this one did stand";
}

TEST_F(Wire, AnIdleConnectionThatDiedIsReplacedWithoutAnybodyNoticing) {
    for (int round = 0; round < 3; ++round) {
        world.run(just_read(*tapped, world.tenancy));
        tap.cut();
        const auto gone = tap.connections();
        // The relay closes on its own thread: give the hang-up time to arrive by asking until a new connection was
        // made.
        while (tap.connections() == gone) world.run(just_read(*tapped, world.tenancy));
    }
    EXPECT_EQ(tapped->stats().open, 1);
}

TEST(Crowd, WaitsItsTurnAndIsRefusedBeyondTheQueue) {
    World world{Route::direct, 1, 2};
    std::vector<std::string> news;
    const auto hold = [](World& w, std::vector<std::string>& told) -> Task<void> {
        auto tx = co_await w.db->begin(w.tenancy.as_session(), soon());
        co_await tx->exec(db::Statement{"nap", "select pg_sleep(0.3)"});
        told.push_back("held");
    };
    const auto wait = [](World& w, std::vector<std::string>& told, std::string name) -> Task<void> {
        try {
            co_await read_one(*w.db, w.tenancy.as_session(), soon());
            told.push_back(name);
        } catch (const db::UnavailableError& error) {
            told.push_back(name + " refused");
        }
    };
    boost::asio::co_spawn(world.io, hold(world, news), boost::asio::detached);
    for (const auto* name : {"first", "second", "third"})
        boost::asio::co_spawn(world.io, wait(world, news, name), boost::asio::detached);
    world.io.run_for(20s);
    EXPECT_THAT(news, ::testing::ElementsAre("third refused", "held", "first", "second"));
    EXPECT_EQ(world.db->stats().refused_full, 1);
}

TEST(Crowd, WaitsNoLongerThanItsDeadline) {
    World world{Route::direct, 1};
    const auto hold = [](World& w) -> Task<void> {
        auto tx = co_await w.db->begin(w.tenancy.as_session(), soon());
        co_await tx->exec(kOne);
        const auto late = co_await within(in(100ms), read_one(*w.db, w.tenancy.as_session(), soon()));
        EXPECT_FALSE(late.has_value());
        bool refused = false;
        try {
            co_await read_one(*w.db, w.tenancy.as_session(), in(50ms));
        } catch (const db::UnavailableError&) {
            refused = true;
        }
        EXPECT_TRUE(refused);
        co_await tx->commit();
    };
    world.run(hold(world));
    EXPECT_EQ(world.db->stats().waiting, 0);
    EXPECT_EQ(world.run(read_one(*world.db, world.tenancy.as_session(), soon())), 1);
}

Task<void> nap(db::Database& database, db::Tenant tenant) {
    auto tx = co_await database.begin(std::move(tenant), soon());
    co_await tx->exec(db::Statement{"nap", "select pg_sleep(20)"});
}

TEST(Ending, LeavesSuspendedTransactionsToDieWithTheirContext) {
    TestDatabase database;
    const auto tenancy = make_tenancy(database.url("wib_owner"), database.url(), "alpha");
    boost::asio::io_context io{1};
    {
        db::PostgresDatabase doors{
            {{Secret{database.url()}, db::NamedStatements::probe, "wib-test"}, 1, 8, master_key()}, {&io}};
        for (int at = 0; at < 3; ++at)  // one at work, two in the queue
            boost::asio::co_spawn(io, nap(doors, tenancy.as_session()), boost::asio::detached);
        io.run_for(200ms);
        EXPECT_EQ(doors.stats().waiting, 2);
    }
}

TEST(Host, IsResolvedBeforeLibpqSeesIt) {
    World world;
    const auto by_name = world.open(world.database.tcp_url());
    EXPECT_EQ(world.run(read_one(*by_name, world.tenancy.as_session(), soon())), 1);
    const auto nowhere = world.open("postgresql://wib_app@no-such-host.invalid/wib");
    EXPECT_THROW(world.run(read_one(*nowhere, world.tenancy.as_session(), in(300ms))), db::UnavailableError);
}

TEST(Host, AWrongPasswordIsSaidOnceTheDeadlinePasses) {
    World world;
    auto url = world.database.tcp_url();
    url.replace(url.find("test-only"), 9, "wrong");
    const auto locked_out = world.open(url);
    try {
        world.run(read_one(*locked_out, world.tenancy.as_session(), in(3s)));  // enough for an answer on a busy machine
        FAIL();
    } catch (const db::UnavailableError& error) {
        EXPECT_THAT(error.reason, ::testing::HasSubstr("password authentication failed"));
    }
}

TEST(Server, MayGoAndComeBackBetweenRequests) {
    TestServer server;
    const auto tenancy = make_tenancy(server.url("wib_owner"), server.url(), "alpha");
    boost::asio::io_context io{1};
    db::PostgresDatabase database{{{Secret{server.url()}, db::NamedStatements::probe, "wib-test"}, 2, 64, master_key()},
                                  {&io}};
    EXPECT_EQ(run(io, read_one(database, tenancy.as_session(), soon())), 1);

    server.stop();
    server.start();
    EXPECT_EQ(run(io, read_one(database, tenancy.as_session(), soon())), 1)
        << "the idle connection was known to be dead";

    server.crash();
    EXPECT_THROW(run(io, read_one(database, tenancy.as_session(), in(300ms))), db::UnavailableError);
    // Whoever can wait is served as soon as it is back; pauses between knocks stay short.
    std::vector<int> answers;
    const auto patient = [](db::Database& d, Tenancy t, std::vector<int>& out) -> Task<void> {
        out.push_back(co_await read_one(d, t.as_session(), soon()));
    };
    for (int at = 0; at < 5; ++at)
        boost::asio::co_spawn(io, patient(database, tenancy, answers), boost::asio::detached);
    io.restart();
    // The server is started here, where its parent thread lives on.
    std::thread asking{[&] { io.run_for(20s); }};
    server.start();
    asking.join();
    EXPECT_THAT(answers, ::testing::ElementsAre(1, 1, 1, 1, 1));
}

}  // namespace
}  // namespace wib::testing
