// What a browser hears on its stream: all of the past it missed, once, then the present.
#include "origin/live/live_routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "origin/live/access_watch.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/memory_sink.hpp"

namespace wib::live {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using wib::testing::kInsertCall;
using wib::testing::soon;

constexpr db::Statement kPublish{"publish", "select wib.publish_event($1::uuid, 'turn', $2::jsonb) as seq"};

// The far end of a stream: keeps what it hears, says after each piece what happens next, leaves when it has heard
// enough.
class Browser final : public http::BodyWriter {
  public:
    using Heard = std::function<void(Browser&)>;
    struct Gone : std::exception {};

    explicit Browser(Heard heard) : heard_(std::move(heard)) {}
    Task<void> write(std::string_view bytes) override {
        text += bytes;
        heard_(*this);
        if (leaves) throw Gone{};
        co_return;
    }
    /// The ids of everything heard, in order.
    [[nodiscard]] std::vector<std::int64_t> ids() const {
        std::vector<std::int64_t> found;
        for (auto at = text.find("id: "); at != std::string::npos; at = text.find("id: ", at + 1))
            found.push_back(std::stoll(text.substr(at + 4)));
        return found;
    }

    std::string text;
    bool leaves = false;

  private:
    Heard heard_;
};

class LiveStream : public ::testing::Test {
  protected:
    CallId new_call() {
        CallId made;
        world.run([](LiveStream& test, CallId& out) -> Task<void> {
            auto tx = co_await test.world.db->begin(test.world.tenancy.as_session(), soon());
            out = (co_await tx->exec(kInsertCall, test.world.tenancy.organization, "+15550100001"))
                      .front()["id"]
                      .as<CallId>();
            co_await tx->commit();
        }(*this, made));
        return made;
    }
    /// An event as the product makes one: committed, then told to whoever listens.
    static Task<std::int64_t> happen(LiveStream& test, CallId call) {
        auto tx = co_await test.world.db->begin(test.world.tenancy.as_session(), soon());
        const auto rows = co_await tx->exec(kPublish, call, R"({"said":"hi"})");
        co_await tx->commit();
        const auto seq = rows.front()["seq"].as<std::int64_t>();
        test.tell(call, seq);
        co_return seq;
    }
    std::int64_t happens(CallId call) { return world.run(happen(*this, call)); }
    void tell(CallId call, std::optional<std::int64_t> seq) {
        bus.publish({.organization = world.tenancy.organization,
                     .call = call,
                     .kind = seq ? "turn" : "partial",
                     .data = "{}",
                     .sequence = seq});
    }

    http::RequestContext request(std::optional<std::int64_t> last_event_id = {}) {
        http::RequestContext made{.deadline = soon()};
        made.principal = {.kind = ActorKind::session,
                          .actor = world.tenancy.session.value,
                          .user = world.tenancy.user,
                          .organization = world.tenancy.organization,
                          .role = Role::agent,
                          .plan = "pro",
                          .label = {}};
        if (last_event_id) made.headers.set("last-event-id", std::to_string(*last_event_id));
        return made;
    }
    http::Reply open(CallId call, std::optional<std::int64_t> last_event_id = {}) {
        auto made = request(last_event_id);
        made.params["id"] = to_string(call);
        return world.run(handlers.ask("call_events", made));
    }
    http::Reply open_all(std::optional<std::int64_t> last_event_id = {}) {
        auto made = request(last_event_id);
        return world.run(handlers.ask("live", made));
    }
    /// Plays the stream until it ends or the browser leaves.
    void play(const http::Reply& reply, Browser& browser) {
        try {
            world.run(std::get<http::BodyStream>(reply.body)(browser));
        } catch (const Browser::Gone&) {
        }
    }
    /// Listens until `count` ids were heard.
    std::vector<std::int64_t> hear(const http::Reply& reply, std::size_t count) {
        Browser browser{[&](Browser& b) { b.leaves = b.ids().size() >= count; }};
        play(reply, browser);
        return browser.ids();
    }
    /// What the watch does each second; how many streams it told.
    std::size_t look() { return world.run(access.look(soon())); }
    void revoke() { world.truth("update sessions set revoked_at = now()"); }

    wib::testing::World world;
    EventBus bus{4};
    SystemClock clock;
    LiveRoutes live{*world.db, bus, clock};
    wib::testing::Handlers handlers{*world.db, add_endpoints, live};
    wib::testing::MemorySink lines;
    AccessWatch access{*world.db, bus, clock, observe::Log{lines, clock, observe::Level::error}};
};

TEST_F(LiveStream, SaysHelloThenTheWholePastOfACall) {
    const auto call = new_call();
    const auto first = happens(call), second = happens(call);
    happens(new_call());
    const auto reply = open(call);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.get("content-type"), "text/event-stream");
    Browser browser{[](Browser& b) { b.leaves = b.ids().size() == 2; }};
    play(reply, browser);
    EXPECT_THAT(browser.text, StartsWith("event: hello\ndata: {\"now\":\""));
    EXPECT_THAT(browser.text, HasSubstr("event: turn\ndata: {\"said\": \"hi\"}\n\n"));
    EXPECT_THAT(browser.ids(), ElementsAre(first, second));
}

TEST_F(LiveStream, ResumesAfterTheLastEventSeen) {
    const auto call = new_call();
    const auto seen = std::stoll(
        world.truth("insert into call_timeline_events (organization_id, call_id, event_type, created_at) "
                    "select organization_id, id, 'turn', now() - interval '10 seconds' from calls returning seq"));
    const auto missed = happens(call);
    EXPECT_THAT(hear(open(call, seen), 1), ElementsAre(missed));
    EXPECT_THAT(hear(open_all(seen), 1), ElementsAre(missed));
}

// News of two commits can reach a listener the wrong way round; whoever saw the later one only must still get the
// other.
TEST_F(LiveStream, BeginsAgainALittleBeforeTheLastEventSeen) {
    const auto call = new_call();
    const auto earlier = happens(call), seen = happens(call);
    const auto missed = happens(call);
    EXPECT_THAT(hear(open(call, seen), 2), ElementsAre(earlier, missed));
}

TEST_F(LiveStream, TellsWhatHappensDuringTheReplayOnce) {
    const auto call = new_call();
    const auto past = happens(call);
    const auto reply = open(call);
    // Committed and told after the subscription, before the replay reads: it comes with the replay and not again.
    const auto between = happens(call);
    tell(call, std::nullopt);
    const auto present = between + 1;
    bool told = false;
    Browser browser{[&](Browser& b) {
        if (b.text.find("event: partial") != std::string::npos && !told) tell(call, present), told = true;
        b.leaves = b.ids().size() == 3;
    }};
    play(reply, browser);
    EXPECT_THAT(browser.ids(), ElementsAre(past, between, present));
}

TEST_F(LiveStream, EveryCallOfTheOrganizationIsHeardFromNowOn) {
    const auto call = new_call();
    happens(call);
    const auto reply = open_all();
    const auto next = happens(call);
    EXPECT_THAT(hear(reply, 1), ElementsAre(next));
}

TEST_F(LiveStream, PagesThroughALongPast) {
    const auto call = new_call();
    world.truth(
        "insert into call_timeline_events (organization_id, call_id, event_type) select organization_id, id, 'turn' "
        "from calls, "
        "generate_series(1, 1200)");
    EXPECT_EQ(hear(open(call), 1200).size(), 1200u);
}

TEST_F(LiveStream, KeepsTheConnectionAwakeUntilTheSessionIsRevoked) {
    live.heartbeat = 5ms;
    int beats = 0;
    Browser browser{[&](Browser& b) {
        if (b.text.ends_with(": still here\n\n") && ++beats == 2) revoke();
    }};
    play(open_all(), browser);
    EXPECT_EQ(beats, 2);
    EXPECT_FALSE(browser.leaves) << "the stream ended by itself";
}

TEST_F(LiveStream, EndsAtOnceWhenItsSessionIsRevokedWhereverThatWas) {
    live.heartbeat = 24h;
    const auto reply = open_all();
    EXPECT_EQ(look(), 0u) << "nothing changed";
    revoke();
    EXPECT_EQ(look(), 1u);
    Browser browser{[](Browser&) {}};
    play(reply, browser);
    EXPECT_THAT(browser.text, StartsWith("event: hello"));
}

TEST_F(LiveStream, EndsAtOnceForWhoIsNoMemberAnyMore) {
    live.heartbeat = 24h;
    const auto reply = open_all();
    world.truth("update org_members set removed_at = now()");
    EXPECT_EQ(look(), 1u);
    Browser browser{[](Browser&) {}};
    play(reply, browser);
    EXPECT_THAT(browser.text, StartsWith("event: hello"));
}

TEST_F(LiveStream, GoesOnForWhomAChangeLeavesWelcome) {
    live.heartbeat = 24h;
    const auto call = new_call();
    const auto reply = open_all();
    world.truth("update org_members set role = 'admin'");
    world.truth("update organizations set plan = 'enterprise'");
    EXPECT_EQ(look(), 1u);
    const auto heard = happens(call);
    EXPECT_THAT(hear(reply, 1), ElementsAre(heard));
}

TEST_F(LiveStream, NobodyElsesChangeIsTold) {
    const auto reply = open_all();
    const auto stranger = wib::testing::make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    world.truth("update sessions set revoked_at = now() where id = '" + to_string(stranger.session) + "'");
    EXPECT_EQ(look(), 0u);
}

// Found by the history checker: a commit whose answer was lost with the server was true and told to nobody who looked
// on.
TEST_F(LiveStream, TellsWithTheNextHeartbeatWhatWasCommittedUnheard) {
    live.heartbeat = 5ms;
    const auto call = new_call();
    const auto reply = open_all();
    const auto unheard = std::stoll(world.truth(
        "insert into call_timeline_events (organization_id, call_id, event_type) select organization_id, id, 'turn' "
        "from calls returning seq"));
    const auto heard = happens(call);
    int beats = 0;
    Browser browser{[&](Browser& b) {
        if (b.text.ends_with(": still here\n\n")) b.leaves = ++beats == 3;
    }};
    play(reply, browser);
    EXPECT_THAT(browser.ids(), ::testing::UnorderedElementsAre(unheard, heard)) << "each once";
}

TEST_F(LiveStream, EndsInGoodOrderWhenTheProcessStops) {
    const auto call = new_call();
    const auto reply = open_all();
    const auto last = happens(call);
    bus.cut_all();
    Browser browser{[](Browser&) {}};
    play(reply, browser);
    EXPECT_THAT(browser.ids(), ElementsAre(last)) << "what was on its way still arrives";
}

TEST_F(LiveStream, RefusesBeforeTheFirstByte) {
    const auto stranger = wib::testing::make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    world.truth("insert into calls (organization_id, to_number) values ('" + to_string(stranger.organization) +
                "', '+15550100002')");
    const auto foreign = *CallId::parse(world.truth("select id from calls where to_number = '+15550100002'"));
    EXPECT_EQ(open(foreign).status, 404) << "another tenant's call does not exist";
    EXPECT_EQ(open(CallId{}).status, 404);
    auto malformed = request();
    malformed.params["id"] = "7";
    EXPECT_EQ(world.run(handlers.ask("call_events", malformed)).status, 400);

    std::vector<http::Reply> all;
    for (int i = 0; i < 4; ++i) all.push_back(open_all());
    EXPECT_EQ(open_all().status, 503);
    all.clear();
    EXPECT_EQ(open_all().status, 200);

    revoke();
    EXPECT_THROW(open_all(), db::RefusedError);
}

}  // namespace
}  // namespace wib::live
