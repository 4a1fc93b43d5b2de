#include "edge/core/windows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/core/forward.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

class Windows : public testing::Test {
  protected:
    ScriptedEdge edge;

    Journey call(std::string_view role = "agent") {
        edge.kv[session_key(ScriptedEdge::token_hash())] = ScriptedEdge::claims(role);
        edge.body = "{}";
        return edge.begin("POST", "/api/voice/call",
                          {{"cookie", ScriptedEdge::cookie()},
                           {"content-type", "application/json"},
                           {"x-csrf-token", edge.session_csrf(ScriptedEdge::token_hash())}});
    }
    Journey sign_in(std::string_view address = "192.0.2.7") {
        edge.body =
            R"({"username":"a@example.com","password":"x","csrf_token":")" + edge.pre_session_csrf("pre") + R"("})";
        auto event = edge.event("POST", "/api/auth/callback/credentials",
                                {{"content-type", "application/json"}, {"cookie", "__Host-wib-pre=pre"}});
        event.headers.set("cf-connecting-ip", std::string{address});
        return edge.begin(std::move(event));
    }
    Journey answer(const Journey& forwarded, int status) {
        return edge.finish(forwarded.as<ForwardToOrigin>()->context, {.ending = Ending::done, .status = status});
    }
    static std::string header(const Journey& journey, std::string_view name) {
        return std::string{journey.as<Respond>()->headers.get(name)};
    }
};

TEST_F(Windows, LetsInAsManyAsTheRuleSaysAndTellsWhatIsLeft) {
    for (int made = 1; made <= 20; ++made) {
        const auto journey = call();
        ASSERT_TRUE(journey.as<ForwardToOrigin>()) << made << " " << journey.code();
        const auto answered = answer(journey, 201);
        EXPECT_EQ(header(answered, "x-ratelimit-limit"), "20");
        EXPECT_EQ(header(answered, "x-ratelimit-remaining"), std::to_string(20 - made));
        EXPECT_EQ(header(answered, "x-ratelimit-reset"), "1795254000") << "the end of these five minutes";
    }
    const auto refused = call();
    EXPECT_EQ(refused.status(), 429);
    EXPECT_EQ(refused.code(), "RATE_LIMIT");
    EXPECT_EQ(header(refused, "retry-after"), "207");
    EXPECT_EQ(header(refused, "x-ratelimit-limit"), "20");
    EXPECT_EQ(header(refused, "x-ratelimit-remaining"), "0");
    EXPECT_EQ(header(refused, "x-ratelimit-reset"), "1795254000");
}

TEST_F(Windows, BeginAnewWithTheNextWindow) {
    for (int made = 0; made < 21; ++made) call();
    edge.now += 206s;
    EXPECT_EQ(call().code(), "RATE_LIMIT");
    edge.now += 1s;
    EXPECT_TRUE(call().as<ForwardToOrigin>());
}

TEST_F(Windows, AreSpentBeforeTheBodyIsReadAndOnlyByWhoMayAsk) {
    EXPECT_EQ(call("viewer").code(), "FORBIDDEN");
    edge.kv[session_key(ScriptedEdge::token_hash())] = ScriptedEdge::claims("agent");
    EXPECT_EQ(edge.begin("POST", "/api/voice/call", {{"cookie", ScriptedEdge::cookie()}}).code(), "CSRF_REQUIRED");
    EXPECT_THAT(edge.counters, IsEmpty()) << "a forged page cannot use up somebody's calls";
    for (int made = 0; made < 20; ++made) call();
    for (const auto& question : call().questions) EXPECT_FALSE(std::holds_alternative<ReadBody>(question));
}

TEST_F(Windows, AreCountedForEachPersonOfEachOrganization) {
    call();
    EXPECT_THAT(edge.counters, ElementsAre(testing::Key("rl:voice:" + std::string{ScriptedEdge::kOrganization} +
                                                        ":0192f0c0-0000-7000-8000-0000000000bb")));
}

TEST_F(Windows, OfSignInCountOnlyWhatFails) {
    for (int office = 0; office < 40; ++office) {
        const auto journey = sign_in();
        ASSERT_TRUE(journey.as<ForwardToOrigin>()) << office << " " << journey.code();
        answer(journey, 200);
    }
    for (int guess = 0; guess < 10; ++guess) answer(sign_in(), 401);
    EXPECT_EQ(sign_in().code(), "RATE_LIMIT");
    EXPECT_TRUE(sign_in("198.51.100.9").as<ForwardToOrigin>()) << "another address has its own";
}

TEST_F(Windows, OfSignInAreClosedWhenNobodyCanCount) {
    edge.can_count = false;
    EXPECT_EQ(sign_in().code(), "CAPACITY");
    const auto journey = call();
    EXPECT_TRUE(journey.as<ForwardToOrigin>()) << "others are let in, and it is told";
    const auto counts = journey.all<Count>();
    EXPECT_TRUE(
        std::ranges::any_of(counts, [](const Count& c) { return c.what == "uncounted" && c.result == "let_in"; }));
}

TEST_F(Windows, AreNotAskedForWhereOnlyFloodsAreRefused) {
    edge.kv[session_key(ScriptedEdge::token_hash())] = ScriptedEdge::claims("agent");
    EXPECT_TRUE(edge.begin("GET", "/api/users/me", {{"cookie", ScriptedEdge::cookie()}}).as<ForwardToOrigin>());
    EXPECT_TRUE(edge.begin("GET", "/api/health").as<ForwardToOrigin>());
    EXPECT_THAT(edge.counters, IsEmpty());
}

TEST_F(Windows, AreLeftOutWhereADeploymentHasNone) {
    auto settings = ScriptedEdge::settings();
    std::erase_if(settings, [](const auto& setting) { return setting.first == "WINDOWS"; });
    ScriptedEdge bare{settings};
    bare.can_count = false;
    bare.kv[session_key(ScriptedEdge::token_hash())] = ScriptedEdge::claims("agent");
    const auto journey = bare.begin(
        "POST", "/api/voice/call",
        {{"cookie", ScriptedEdge::cookie()}, {"x-csrf-token", bare.session_csrf(ScriptedEdge::token_hash())}});
    EXPECT_TRUE(journey.as<ForwardToOrigin>());
}

TEST(AddressGroup, IsTheAddressOrItsNetwork) {
    EXPECT_EQ(address_group("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(address_group("::ffff:192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(address_group("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(address_group("2001:db8:1:2::6"), "2001:db8:1:2::/64");
    EXPECT_EQ(address_group("2001:db8::1"), "2001:db8:0:0::/64");
    EXPECT_EQ(address_group("2001:db8::2:0:0:0:1"), "2001:db8:0:2::/64");
    EXPECT_EQ(address_group("::1"), "0:0:0:0::/64");
    EXPECT_EQ(address_group(""), "");
}

TEST(Allowance, ComesBackAsItWasLeft) {
    const Allowance allowance{.limit = 20,
                              .remaining = 3,
                              .resets = from_unix_seconds(1'795'254'000),
                              .counter = "rl:voice:a:b",
                              .label = 5'984'180,
                              .is_given_back = true};
    EXPECT_EQ(decode_allowance(encode(allowance)), std::optional{std::optional{allowance}});
    const auto nothing = decode_allowance("");
    ASSERT_TRUE(nothing.has_value());
    EXPECT_FALSE(nothing->has_value());
    for (const auto* torn :
         {"20", "20 3 1 1 kept", "20 3 1 1 kept ", "x 3 1 1 kept a", "20 3 1  kept a", "20 3 1 1 lost a",
          "-1 3 1 1 kept a", "20 3 1795254000594000 1 kept a", "5000000000 3 1 1 kept a"})
        EXPECT_EQ(decode_allowance(torn), std::nullopt) << torn;
}

}  // namespace
}  // namespace wib::edge
