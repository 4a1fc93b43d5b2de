// Events the origin did not take: kept, pointed to, delivered again, swept, and given up to people after a day.
#include "edge/core/redeliver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/core/forward.hpp"
#include "edge/core/pointer.hpp"
#include "shared/api/reliability.hpp"
#include "shared/codec/hex.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/webhooks/stripe.hpp"
#include "shared/webhooks/twilio.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr std::string_view kPath = "/webhooks/stripe";
constexpr std::string_view kUndeliverable = "/internal/webhooks/undeliverable";

class KeptWebhook : public testing::Test {
  protected:
    ScriptedEdge edge;

    void SetUp() override {
        edge.has_queue = true;
        edge.answers["/api/health"] = 200;
        edge.answers["/internal/jobs/due"] = 202;
    }
    // One event of Stripe's, forwarded; the origin's answer is `head`.
    Journey receive(std::string body, const Outcome& head) {
        edge.body = std::move(body);
        const auto stamp = std::to_string(unix_seconds(edge.now));
        const auto mac = crypto::hmac_sha256(Secret{std::string{ScriptedEdge::kStripeSecret}}, stamp + "." + edge.body);
        auto event = edge.event("POST", std::string{kPath},
                                {{"stripe-signature", "t=" + stamp + ",v1=" + codec::hex(mac.bytes())},
                                 {"content-type", "application/json"}});
        event.random[0] = ++deliveries_;
        const auto forwarded = edge.begin(std::move(event));
        const auto* forward = forwarded.as<ForwardToOrigin>();
        if (!forward) return forwarded;
        auto finished = edge.finish(forward->context, head);
        finished.questions.insert(finished.questions.begin(), forwarded.questions.begin(), forwarded.questions.end());
        return finished;
    }
    static Outcome answer(int status) {
        return {.ending = Ending::done, .status = status, .headers = {{"content-type", "application/json"}}};
    }
    Journey platform(std::string scheme, std::string message = {}) {
        edge.body = std::move(message);
        auto event = edge.event("POST", "/");
        event.headers = {};
        event.host = scheme == "cron" ? "* * * * *" : "wib-webhooks";
        event.scheme = std::move(scheme);
        event.random[0] = ++deliveries_;
        event.random.back() = 0;
        return edge.begin(std::move(event));
    }
    Journey deliver_next() {
        const auto message = edge.queued.front();
        edge.queued.erase(edge.queued.begin());
        return platform("queue", message);
    }
    std::vector<AskOrigin> asked(std::string_view path) const {
        std::vector<AskOrigin> found;
        for (const auto& one : edge.asked)
            if (one.target == path) found.push_back(one);
        return found;
    }
    static constexpr std::size_t kPersisting = 0, kEnqueueing = 1;  // what finish asks for, in order
    // An event of Stripe's whose answer the origin owes.
    Journey finish_unheard() {
        edge.body = "{}";
        return edge.finish(
            encode(FinishContext{
                .kind = FinishContext::Kind::webhook,
                .correlation_id = "c",
                .route = "stripe_webhook",
                .parcel = print(Parcel{.vendor = "stripe", .target = std::string{kPath}, .received_at = edge.now}),
                .line = encode(RequestLine{.method = "POST"})}),
            {.ending = Ending::failed});
    }
    std::uint8_t deliveries_ = 0;
};

TEST_F(KeptWebhook, IsOnlyWhatTheOriginDidNotTake) {
    for (const int status : {200, 201, 204, 400}) {
        EXPECT_EQ(receive("{}", answer(status)).status(), status);
        EXPECT_THAT(edge.kept, IsEmpty()) << status;
    }
    std::size_t kept = 0;
    for (const auto& head :
         {answer(500), answer(503), answer(504), answer(401), answer(429), answer(302), Outcome{.ending = Ending::late},
          Outcome{.ending = Ending::failed}, Outcome{.ending = Ending::unavailable}}) {
        const auto journey = receive("{}", head);
        EXPECT_EQ(journey.status(), 200) << "the vendor's event is durable";
        EXPECT_EQ(edge.kept.size(), ++kept);
        EXPECT_EQ(edge.queued.size(), kept);
        ASSERT_THAT(journey.all<Count>(), SizeIs(1));
        EXPECT_EQ(journey.all<Count>()[0].what, "webhook_kept");
    }
}

TEST_F(KeptWebhook, IsNotPromisedUntilTheStoreHasIt) {
    for (const auto ending : {Ending::failed, Ending::unavailable, Ending::late}) {
        edge.fails_at = {kPersisting, ending};
        const auto journey = finish_unheard();
        EXPECT_EQ(journey.status(), 503);
        EXPECT_EQ(journey.code(), "ORIGIN_UNAVAILABLE");
        EXPECT_THAT(edge.kept, IsEmpty());
    }
}

TEST_F(KeptWebhook, IsPromisedWithoutTheQueueAndSweptUp) {
    for (const auto ending : {Ending::failed, Ending::unavailable, Ending::late}) {
        edge.fails_at = {kEnqueueing, ending};
        const auto journey = finish_unheard();
        edge.fails_at = std::nullopt;
        EXPECT_EQ(journey.status(), 200);
        EXPECT_EQ(journey.all<Count>().at(0).what, "webhook_left_to_sweep");
        EXPECT_THAT(edge.kept, SizeIs(1));
        EXPECT_THAT(edge.queued, IsEmpty());
        edge.answers[std::string{kPath}] = 200;
        platform("cron");
        ASSERT_THAT(edge.queued, SizeIs(1));
        EXPECT_EQ(deliver_next().status(), 200);
        EXPECT_THAT(edge.kept, IsEmpty());
    }
}

TEST_F(KeptWebhook, IsDeliveredAsItCameAndLeavesTheStore) {
    const std::string body = "{\"id\":\"evt_1\"}\n\xff";
    receive(body, {.ending = Ending::failed});
    edge.answers[std::string{kPath}] = 200;
    EXPECT_EQ(deliver_next().status(), 200);
    EXPECT_THAT(edge.kept, IsEmpty());
    const auto told = asked(kPath);
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].body, body);
    const auto sealed = edge.envelope(told[0].headers);
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealed->principal.kind, ActorKind::webhook);
    EXPECT_EQ(sealed->principal.label, "stripe");
    EXPECT_TRUE(api::matches(*sealed, "POST", kPath, "application/json", "", body, false));
}

TEST_F(KeptWebhook, IsDoneWithWhenAnotherMessageHasDeliveredIt) {
    receive("{}", {.ending = Ending::failed});
    edge.queued.push_back(edge.queued.front());
    edge.answers[std::string{kPath}] = 200;
    EXPECT_EQ(deliver_next().status(), 200);
    EXPECT_EQ(deliver_next().status(), 200);
    EXPECT_THAT(asked(kPath), SizeIs(1));
}

TEST_F(KeptWebhook, ComesBackLaterAndLaterForADayAndThenBecomesARow) {
    receive(R"({"id":"evt_1"})", {.ending = Ending::failed});
    const auto message = edge.queued.front();
    edge.answers[std::string{kPath}] = 503;
    edge.answers[std::string{kUndeliverable}] = 200;
    const auto began = edge.now;
    std::size_t tries = 0;
    for (auto journey = platform("queue", message); journey.status() == 503; journey = platform("queue", message)) {
        ASSERT_LT(++tries, 100u) << "the queue gives a message a hundred tries";
        edge.now += std::chrono::seconds{std::stoi(std::string{journey.as<Respond>()->headers.get("retry-after")})};
    }
    EXPECT_GE(edge.now - began, 24h);
    EXPECT_LT(edge.now - began, 29h);
    EXPECT_THAT(edge.kept, IsEmpty());
    const auto rows = asked(kUndeliverable);
    ASSERT_THAT(rows, SizeIs(1));
    const auto told = codec::parse<api::UndeliverableWebhook>(rows[0].body);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->vendor.value(), "stripe");
    EXPECT_EQ(told->http_status, 503);
    EXPECT_EQ(as_text(*codec::parse_base64(told->body_base64)), R"({"id":"evt_1"})");
}

TEST_F(KeptWebhook, IsGivenUpAtOnceWhenTheOriginSaysItIsNoEvent) {
    receive("no event", {.ending = Ending::failed});
    edge.answers[std::string{kPath}] = 400;
    edge.answers[std::string{kUndeliverable}] = 200;
    EXPECT_EQ(deliver_next().status(), 200);
    EXPECT_THAT(edge.kept, IsEmpty());
    EXPECT_THAT(asked(kUndeliverable), SizeIs(1));
}

TEST_F(KeptWebhook, StaysUntilItsRowIsWritten) {
    receive("{}", {.ending = Ending::failed});
    edge.now += 25h;
    edge.origin_is_down = true;
    EXPECT_EQ(deliver_next().status(), 503);
    EXPECT_THAT(edge.kept, SizeIs(1));
}

TEST_F(KeptWebhook, IsSweptUpWhenItsPointerIsLost) {
    for (int i = 0; i < 120; ++i) receive("{}", {.ending = Ending::failed});
    edge.queued.clear();
    EXPECT_EQ(platform("cron").status(), 200);
    EXPECT_THAT(edge.queued, SizeIs(3)) << "fifty a message";
    edge.answers[std::string{kPath}] = 200;
    while (!edge.queued.empty()) EXPECT_EQ(deliver_next().status(), 200);
    EXPECT_THAT(edge.kept, IsEmpty());
    EXPECT_THAT(asked(kPath), SizeIs(120));
}

TEST_F(KeptWebhook, IsSweptUpPageByPage) {
    const auto parcel = [&](int i) {
        return Parcel{.request = RequestId{uuid_v4({static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)})},
                      .vendor = "stripe",
                      .target = std::string{kPath},
                      .received_at = edge.now};
    };
    const auto keep = [&](int count) {
        edge.kept.clear();
        edge.queued.clear();
        for (int i = 0; i < count; ++i) edge.kept[key_of(parcel(i))] = print(parcel(i)) + "\n{}";
    };
    keep(2'500);
    platform("cron");
    EXPECT_THAT(edge.queued, SizeIs(50)) << "each once, fifty a message";
    keep(12'000);
    platform("cron");
    EXPECT_THAT(edge.queued, SizeIs(200)) << "ten thousand at once; the rest with the next sweep";
}

// What KV says may be a minute old: an event's way asks it nothing, from the vendor's request to the store's end.
TEST_F(KeptWebhook, NeedsNothingThatCouldBeStale) {
    const auto asks_kv = [](const Journey& journey) {
        return std::ranges::any_of(journey.questions,
                                   [](const Effect& one) { return std::holds_alternative<KvGet>(one); });
    };
    EXPECT_FALSE(asks_kv(receive("{}", {.ending = Ending::failed})));
    EXPECT_FALSE(asks_kv(platform("cron")));
    edge.answers[std::string{kPath}] = 200;
    while (!edge.queued.empty()) EXPECT_FALSE(asks_kv(deliver_next()));
    EXPECT_THAT(edge.kept, IsEmpty());
}

TEST_F(KeptWebhook, IsNotSweptWhileTheOriginIsAway) {
    receive("{}", {.ending = Ending::failed});
    edge.queued.clear();
    edge.answers["/api/health"] = 503;
    platform("cron");
    edge.origin_is_down = true;
    platform("cron");
    EXPECT_THAT(edge.queued, IsEmpty());
}

TEST_F(KeptWebhook, DoesNotMultiplyItsPointers) {
    receive("{}", {.ending = Ending::failed});
    edge.queued.clear();
    platform("cron");
    edge.answers[std::string{kPath}] = 503;
    EXPECT_EQ(deliver_next().status(), 200) << "what the sweep pointed to is left to the next sweep";
    EXPECT_THAT(edge.kept, SizeIs(1));
}

TEST_F(KeptWebhook, IsNotReachedByARequestThatNamesThePlatformsSchemes) {
    auto event = edge.event("QUEUE", "/");
    EXPECT_EQ(edge.begin(std::move(event)).status(), 404);
    EXPECT_EQ(edge.begin("POST", std::string{kUndeliverable}).status(), 404);
}

TEST_F(KeptWebhook, ForgetsAMessageThatIsNoPointer) {
    for (const auto* message : {"", "{}", "[]", R"({"keys":"x"})"}) EXPECT_EQ(platform("queue", message).status(), 200);
    EXPECT_THAT(edge.asked, IsEmpty());
}

TEST(RedeliveryPause, GrowsWithAgeWithinItsBounds) {
    EXPECT_EQ(redelivery_pause(0s, 0), 2s);
    EXPECT_EQ(redelivery_pause(-5s, 0), 2s);
    EXPECT_EQ(redelivery_pause(60s, 0), 30s);
    EXPECT_EQ(redelivery_pause(24h, 0), 4h);
    EXPECT_EQ(redelivery_pause(24h, 255), 5h);
}

TEST(Parcel, ReadsBackAsItWasWritten) {
    const Parcel parcel{.request = RequestId{uuid_v4({7})},
                        .vendor = "twilio",
                        .target = "/webhooks/twilio?a=%20",
                        .content_type = "application/x-www-form-urlencoded",
                        .signed_id = "m\"1",
                        .correlation_id = "c",
                        .received_at = from_unix_micros(1'795'253'793'123'456)};
    const auto object = print(parcel) + "\na\nb";
    const auto unpacked = unpack(object);
    ASSERT_TRUE(unpacked);
    EXPECT_EQ(unpacked->parcel, parcel);
    EXPECT_EQ(unpacked->body, "a\nb");
    EXPECT_FALSE(unpack(print(parcel)));
    EXPECT_FALSE(unpack("{}\nx"));
    EXPECT_TRUE(key_of(parcel).starts_with("webhooks/1795253793123-"));
}

}  // namespace
}  // namespace wib::edge
