// Listening in, against the real tables: who gets a ticket, who gets in with it, and what ends it.
#include "origin/supervision/supervision_routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "origin/live/access_watch.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/scripted_media.hpp"

namespace wib::supervision {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using wib::testing::kInsertCall;
using wib::testing::ScriptedSocket;
using wib::testing::soon;

class Supervision : public ::testing::Test {
  protected:
    Supervision() {
        world.truth("update org_members set role = 'manager'");
        parts.settings.other_stream = 30ms;
        parts.settings.heartbeat = 24h;
        parts.settings.pace = 1ms;
    }

    CallId new_call() {
        CallId made;
        world.run([](Supervision& test, CallId& out) -> Task<void> {
            auto tx = co_await test.world.db->begin(test.world.tenancy.as_session(), soon());
            out = (co_await tx->exec(kInsertCall, test.world.tenancy.organization, "+15550100001"))
                      .front()["id"]
                      .as<CallId>();
            co_await tx->commit();
        }(*this, made));
        return made;
    }

    http::Reply ask(std::string_view route, CallId call, std::string body = {}, std::string monitor = {}) {
        const auto match = std::ranges::find(api::routes(), route, &api::Route::name);
        http::RequestContext request{.deadline = soon()};
        request.route = &*match;
        request.principal = {.kind = ActorKind::session,
                             .actor = who.session.value,
                             .user = who.user,
                             .organization = who.organization,
                             .role = role,
                             .plan = "pro",
                             .label = {}};
        request.params["id"] = to_string(call);
        request.body = std::move(body);
        if (!monitor.empty()) {
            request.query["monitor"] = monitor;
            request.query["format"] = "g711";
            if (shakes_hands) request.headers.set("upgrade", "websocket");
        }
        return world.run(handlers.ask(route, request));
    }
    static boost::json::object json(const http::Reply& reply) {
        return boost::json::parse(std::get<std::string>(reply.body)).as_object();
    }
    static std::string code(const http::Reply& reply) { return std::string{reply.code}; }
    std::string ticket(CallId call) {
        const auto reply = ask("monitor_call", call, R"({"mode":"listen"})");
        EXPECT_EQ(reply.status, 201);
        return std::string{json(reply).at("monitor").at("id").as_string()};
    }
    http::Reply open(CallId call, const std::string& monitor) { return ask("listen_in", call, {}, monitor); }

    /// Begins the socket's session; goes on with run_until().
    void listen(const http::Reply& reply) {
        boost::asio::co_spawn(world.io,
                              std::get<ws::Admitted>(reply.body).session(std::make_unique<ScriptedSocket>(line)),
                              [this](std::exception_ptr failure) {
                                  EXPECT_FALSE(failure);
                                  over = true;
                              });
    }
    void run_until(const std::function<bool()>& reached) {
        world.io.restart();
        while (!reached()) ASSERT_GT(world.io.run_one_for(20s), 0u) << "nothing happens any more";
    }
    void until_over() {
        run_until([this] { return over; });
    }
    std::string row(const char* column) { return world.truth(std::string{"select "} + column + " from call_monitors"); }
    void tell(CallId call, std::string kind) {
        bus.publish({.organization = world.tenancy.organization, .call = call, .kind = std::move(kind), .data = "{}"});
    }
    void air(media::Broadcasts::OnAir& stream, std::uint32_t at_ms) {
        const Bytes audio(160, std::byte{0x42});
        stream.air({.track = record::Track::consumer, .timestamp_ms = at_ms, .payload = audio});
    }
    std::size_t packets() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(line.sent, [](const std::string& sent) { return sent.size() == 180; }));
    }

    wib::testing::World world;
    wib::testing::Tenancy who = world.tenancy;
    Role role = Role::manager;
    bool shakes_hands = true;
    live::EventBus bus{4};
    SystemClock clock;
    wib::testing::MemorySink sink;
    media::Broadcasts broadcasts;
    observe::Metrics registry;
    ListenMetrics metrics{registry};
    ListenParts parts{*world.db, bus, broadcasts, clock, observe::Log{sink, clock, observe::Level::error}, metrics};
    wib::testing::Handlers handlers{*world.db, add_endpoints, parts};
    live::AccessWatch access{*world.db, bus, clock, observe::Log{sink, clock, observe::Level::error}};
    ScriptedSocket::Line line{world.io.get_executor()};
    bool over = false;
};

TEST_F(Supervision, GivesATicketForALiveCallAndSaysSoInTheAudit) {
    const auto call = new_call();
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    const auto reply = ask("monitor_call", call, R"({"mode":"listen"})");
    ASSERT_EQ(reply.status, 201);
    const auto id = std::string{json(reply).at("monitor").at("id").as_string()};
    EXPECT_EQ(std::string{json(reply).at("path").as_string()},
              "/api/calls/" + to_string(call) + "/listen?monitor=" + id);
    EXPECT_EQ(row("mode"), "listen");
    EXPECT_EQ(row("supervisor_id"), to_string(world.tenancy.user));
    EXPECT_THAT(world.truth("select new_value from audit_logs where action = 'call:monitored'"), HasSubstr(id));
}

TEST_F(Supervision, GivesNoneWithoutSoundForAnothersCallOrForWhatIsNotServed) {
    const auto call = new_call();
    EXPECT_EQ(code(ask("monitor_call", call, R"({"mode":"listen"})")), "CALL_NOT_ACTIVE");
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    EXPECT_EQ(code(ask("monitor_call", call, R"({"mode":"whisper"})")), "NOT_SERVED");
    EXPECT_EQ(code(ask("monitor_call", call, R"({"mode":"barge"})")), "NOT_SERVED");
    role = Role::compliance;
    EXPECT_EQ(code(ask("monitor_call", call, R"({"mode":"barge"})")), "FORBIDDEN") << "compliance listens and no more";
    role = Role::manager;
    world.truth("update calls set ended_at = now()");
    EXPECT_EQ(code(ask("monitor_call", call, R"({"mode":"listen"})")), "CALL_NOT_ACTIVE");
    world.truth("update calls set ended_at = null");
    who = wib::testing::make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    world.truth("update org_members set role = 'manager'");
    EXPECT_EQ(code(ask("monitor_call", call, R"({"mode":"listen"})")), "NOT_FOUND");
    EXPECT_EQ(world.truth("select count(*) from call_monitors"), "0");
    EXPECT_EQ(world.truth("select count(*) from audit_logs where action = 'call:monitored'"), "0");
}

TEST_F(Supervision, LetsATicketInOnceForWhoeverAskedForIt) {
    const auto call = new_call();
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    const auto monitor = ticket(call);
    EXPECT_EQ(code(open(new_call(), monitor)), "NOT_FOUND") << "of another call";
    const auto mine = who.session;
    who.session = SessionId{parse_uuid(world.truth("select wib.create_session(encode(sha256('x'), 'hex'), '" +
                                                   to_string(who.user) + "', '" + to_string(who.organization) +
                                                   "', null, '127.0.0.1', 'test', now() + interval '1 hour')"))
                                .value()};
    EXPECT_EQ(code(open(call, monitor)), "NOT_FOUND") << "of another session of the same person";
    who.session = mine;
    EXPECT_EQ(open(call, monitor).status, 101);
    EXPECT_EQ(code(open(call, monitor)), "NOT_FOUND") << "spent";
    const auto late = ticket(call);
    world.truth("update call_monitors set started_at = now() - interval '2 minutes' where opened_at is null");
    EXPECT_EQ(code(open(call, late)), "NOT_FOUND");
}

TEST_F(Supervision, IsRefusedByNameWhenNoHandshakeIsMadeOrTooManyListen) {
    const auto call = new_call();
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    const auto monitor = ticket(call);
    shakes_hands = false;
    EXPECT_EQ(code(open(call, monitor)), "VALIDATION_ERROR");
    shakes_hands = true;
    std::vector<media::Broadcast::Seat> seats;
    while (auto seat = media::Broadcast::sit(broadcasts.find(call))) seats.push_back(std::move(*seat));
    EXPECT_EQ(code(open(call, monitor)), "CAPACITY");
    seats.clear();
    EXPECT_EQ(open(call, monitor).status, 101) << "a ticket that brought nothing is not spent";
}

TEST_F(Supervision, SendsSoundUntilTheCallEndsAndClosesItsRow) {
    const auto call = new_call();
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    listen(open(call, ticket(call)));
    run_until([this] { return !line.sent.empty(); });
    EXPECT_EQ(line.sent[0], R"({"kind":"started","codec":"pcmu","sample_rate":8000,"tracks":["consumer","agent"]})");
    for (std::uint32_t at = 0; at < 100; at += 20) air(stream, at);
    run_until([this] { return packets() == 5; });
    EXPECT_EQ(metrics.open.value(), 1);
    world.truth("update calls set ended_at = now()");
    tell(call, "call");
    until_over();
    EXPECT_EQ(line.sent.back(), R"({"kind":"ended","reason":"call_ended"})");
    EXPECT_EQ(line.closed, ws::CloseCode::normal);
    EXPECT_EQ(row("end_reason"), "call_ended");
    EXPECT_EQ(metrics.open.value(), 0);
    EXPECT_EQ(broadcasts.find(call)->listeners(), 0u);
}

TEST_F(Supervision, EndsWhenTheSessionIsRevokedWhereverThatWas) {
    const auto call = new_call();
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    listen(open(call, ticket(call)));
    run_until([this] { return !line.sent.empty(); });
    world.truth("update sessions set revoked_at = now()");
    EXPECT_EQ(world.run(access.look(soon())), 1u);
    until_over();
    EXPECT_EQ(line.sent.back(), R"({"kind":"ended","reason":"revoked"})");
    EXPECT_EQ(line.closed, ws::CloseCode::policy);
    EXPECT_EQ(row("end_reason"), "revoked");
}

TEST_F(Supervision, EndsWhenTheRoleIsLoweredAndGoesOnWhenItIsRaised) {
    const auto call = new_call();
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    listen(open(call, ticket(call)));
    run_until([this] { return !line.sent.empty(); });
    world.truth("update org_members set role = 'owner'");
    EXPECT_EQ(world.run(access.look(soon())), 1u);
    air(stream, 20);
    run_until([this] { return packets() == 1; });
    EXPECT_FALSE(over);
    world.truth("update org_members set role = 'agent'");
    EXPECT_EQ(world.run(access.look(soon())), 1u);
    until_over();
    EXPECT_EQ(row("end_reason"), "revoked");
}

TEST_F(Supervision, EndsWhenItsPersonStopsItFromAnywhereOrLeaves) {
    const auto call = new_call();
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    listen(open(call, ticket(call)));
    run_until([this] { return !line.sent.empty(); });
    EXPECT_EQ(json(ask("stop_monitoring", call)).at("stopped"), 1);
    until_over();
    EXPECT_EQ(line.sent.back(), R"({"kind":"ended","reason":"stopped"})");
    EXPECT_EQ(json(ask("stop_monitoring", call)).at("stopped"), 0);
    EXPECT_EQ(code(ask("stop_monitoring", CallId{world.tenancy.user.value})), "NOT_FOUND");

    over = false;
    listen(open(call, ticket(call)));
    line.fails(ws::SocketError::closed);
    until_over();
    EXPECT_EQ(world.truth("select end_reason from call_monitors order by started_at desc limit 1"), "left");
}

TEST_F(Supervision, FollowsACallToItsNextStreamAndEndsWhenThereIsNone) {
    parts.settings.other_stream = 5s;
    const auto call = new_call();
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    listen(open(call, ticket(call)));
    run_until([this] { return !line.sent.empty(); });
    stream = {};
    auto next = broadcasts.begin(call, record::Codec::pcma);
    run_until([this] { return line.sent.size() == 2; });
    EXPECT_THAT(line.sent[1], HasSubstr(R"("codec":"pcma")"));
    air(next, 20);
    run_until([this] { return packets() == 1; });
    parts.settings.other_stream = 1ms;
    next = {};
    until_over();
    EXPECT_EQ(row("end_reason"), "stream_ended");
}

TEST_F(Supervision, EndsForWhomNobodyCanConfirm) {
    const auto call = new_call();
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    parts.settings.heartbeat = 5ms;
    parts.settings.unconfirmed = 1ms;
    const auto reply = open(call, ticket(call));
    world.truth("alter table call_monitors rename to call_monitors_away");
    listen(reply);
    until_over();
    EXPECT_EQ(line.closed, ws::CloseCode::policy);
    world.truth("alter table call_monitors_away rename to call_monitors");
    EXPECT_EQ(row("end_reason"), "") << "nobody could write it down; the sweep will";
}

TEST_F(Supervision, SweepClosesWhatNobodyWasHeardOfAnyMore) {
    const auto call = new_call();
    auto stream = broadcasts.begin(call, record::Codec::pcmu);
    const auto monitor = ticket(call);
    EXPECT_EQ(world.truth("select wib.close_lost_monitors('60 seconds')"), "0");
    world.truth(
        "update call_monitors set seen_at = now() - interval '61 seconds', started_at = now() - interval '90 seconds'");
    EXPECT_EQ(world.truth("select wib.close_lost_monitors('60 seconds')"), "1");
    EXPECT_EQ(row("end_reason"), "lost");
    EXPECT_EQ(row("ended_at = seen_at"), "t");
    EXPECT_EQ(code(open(call, monitor)), "NOT_FOUND");
}

}  // namespace
}  // namespace wib::supervision
