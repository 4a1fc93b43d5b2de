// Services at the platform's rows: by a token of ours, by what Cloudflare Access says, and how neither lets anybody
// else in.
#include "edge/core/service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/core/windows.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/identity/service_token.hpp"
#include "tests/support/fixture.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {

struct Genuine {
    std::string kid;
    std::string token;
    codec::RawJson certs;
};
BOOST_DESCRIBE_STRUCT(Genuine, (), (kid, token, certs))

namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr std::string_view kRead = "/api/internal/cron-health";
constexpr std::string_view kReplay = "/api/internal/webhook-dlq/replay/stripe/7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11";

class Services : public testing::Test {
  protected:
    ScriptedEdge edge;
    Genuine access = *codec::parse<Genuine>(test::fixture("access/genuine.json"), {.unknown = codec::Unknown::ignored});

    std::string token(Scope scope = Scope::read, std::string_view key = "new", int seed = 1) const {
        return identity::issue_service_token({.label = "deploy",
                                              .scope = scope,
                                              .issued = std::chrono::seconds{unix_seconds(edge.now)},
                                              .life = 10min,
                                              .id = "t1"},
                                             key, ScriptedEdge::service_key(seed));
    }
    Journey with_token(std::string_view text, std::string_view path = kRead, std::string method = "GET") {
        return edge.begin(std::move(method), std::string{path}, {{"authorization", "Bearer " + std::string{text}}});
    }
    Journey with_assertion(std::string_view path = kRead, std::string method = "GET", api::Headers more = {}) {
        more.add("cf-access-jwt-assertion", access.token);
        return edge.begin(std::move(method), std::string{path}, more);
    }
    Outcome certs() const { return {.ending = Ending::done, .status = 200, .body = access.certs.text}; }
    Principal forwarded(const Journey& journey) const {
        const auto* forward = journey.as<ForwardToOrigin>();
        if (!forward) return {};
        return edge.envelope(forward->headers)->principal;
    }
    static std::string reason(const Journey& journey) {
        const auto* answer = journey.as<Respond>();
        const auto at = answer ? answer->body.find(R"("reason":")") : std::string::npos;
        return at == std::string::npos ? "" : answer->body.substr(at + 10, answer->body.find('"', at + 10) - at - 10);
    }
    static std::string counted(const Journey& journey, std::string_view what) {
        for (const auto& count : journey.all<Count>())
            if (count.what == what) return count.result;
        return {};
    }
};

TEST_F(Services, ComeInWithATokenUnderEitherKeyAndAreKnownByName) {
    for (const auto& [key, seed] : {std::pair{"new", 1}, std::pair{"old", 2}}) {
        const auto journey = with_token(token(Scope::read, key, seed));
        const auto who = forwarded(journey);
        EXPECT_EQ(who.kind, ActorKind::service) << key;
        EXPECT_EQ(who.label, "deploy");
        EXPECT_EQ(who.permissions, std::vector<std::string>{"internal:read"});
        EXPECT_FALSE(journey.as<ForwardToOrigin>()->headers.has("authorization")) << "the token stays at the edge";
    }
}

TEST_F(Services, MayDoWhatTheirScopeHoldsAndNeedNoCsrfToken) {
    EXPECT_EQ(forwarded(with_token(token(Scope::write), kReplay, "POST")).permissions,
              (std::vector<std::string>{"internal:read", "internal:write"}));
    EXPECT_TRUE(with_token(token(Scope::write)).as<ForwardToOrigin>()) << "writing includes reading";
    const auto refused = with_token(token(), kReplay, "POST");
    EXPECT_EQ(refused.status(), 403);
    EXPECT_NE(refused.as<Respond>()->body.find(R"("required_scope":"internal:write")"), std::string::npos);
}

TEST_F(Services, AreNobodyWhereNoRowNamesAScope) {
    EXPECT_EQ(with_token(token(Scope::write), "/api/admin/metrics").status(), 403);
    EXPECT_EQ(with_token(token(Scope::write), "/api/users/me").code(), "AUTH_REQUIRED");
    EXPECT_EQ(with_token(token(Scope::write), "/api/calls").code(), "AUTH_REQUIRED");
    EXPECT_EQ(with_token(token(Scope::write), "/internal/jobs/due", "POST").status(), 404);
}

TEST_F(Services, AreRefusedByWhatIsWrongWithTheirToken) {
    EXPECT_EQ(reason(with_token(token(Scope::read, "new", 2))), "mismatch");
    EXPECT_EQ(reason(with_token(token(Scope::read, "none"))), "unknown_key");
    EXPECT_EQ(reason(with_token("a.b.c")), "malformed");
    const auto old = token();
    edge.now += 10min + 30s;
    const auto refused = with_token(old);
    EXPECT_EQ(refused.status(), 401);
    EXPECT_EQ(refused.code(), "SESSION_REVOKED");
    EXPECT_EQ(reason(refused), "expired");
    EXPECT_EQ(counted(refused, "service_token"), "expired");
}

TEST_F(Services, AreRefusedWhereNobodyCanCheckTheSignature) {
    edge.fails_at = {1, Ending::failed};  // after the flood limiter
    EXPECT_EQ(with_token(token()).status(), 503);
    ScriptedEdge without{ScriptedEdge::settings_without("WIB_SERVICE_PUBLIC_KEYS")};
    EXPECT_EQ(without.begin("GET", std::string{kRead}, {{"authorization", "Bearer " + token()}}).code(),
              "VENDOR_NOT_CONFIGURED");
}

TEST_F(Services, ComeThroughAccessAndAreKnownByAddress) {
    edge.vendor_says = {certs()};
    const auto who = forwarded(with_assertion());
    EXPECT_EQ(who.kind, ActorKind::service);
    EXPECT_EQ(who.label, "ops@bond.test");
    EXPECT_EQ(who.permissions, std::vector<std::string>{"internal:read"});
    ASSERT_THAT(edge.fetched, SizeIs(1));
    EXPECT_EQ(edge.fetched[0].target, "https://team.cloudflareaccess.com/cdn-cgi/access/certs");
    EXPECT_TRUE(forwarded(with_assertion()).kind == ActorKind::service);
    EXPECT_THAT(edge.fetched, SizeIs(1)) << "the keys are kept";
}

TEST_F(Services, ThatCameThroughAccessChangeNothing) {
    edge.vendor_says = {certs()};
    EXPECT_EQ(with_assertion(kReplay, "POST").code(), "CSRF_REQUIRED");
    EXPECT_EQ(with_assertion(kReplay, "POST", {{"x-csrf-token", edge.session_csrf("")}}).code(), "CSRF_INVALID");
    EXPECT_EQ(with_assertion(kReplay, "POST", {{"x-csrf-token", edge.session_csrf(ScriptedEdge::token_hash())}}).code(),
              "CSRF_INVALID");
}

TEST_F(Services, AreNotLookedForWhereSomebodyElseIsNamed) {
    edge.vendor_says = {certs()};
    EXPECT_EQ(with_assertion(kRead, "GET", {{"authorization", "Basic b3BzOg=="}}).code(), "AUTH_REQUIRED");
    edge.kv[session_key(ScriptedEdge::token_hash())] = ScriptedEdge::claims("owner");
    EXPECT_EQ(with_assertion(kRead, "GET", {{"cookie", ScriptedEdge::cookie()}}).code(), "FORBIDDEN");
    EXPECT_EQ(with_assertion("/api/users/me").code(), "AUTH_REQUIRED");
    EXPECT_EQ(edge.begin("GET", std::string{kRead}, {{"cookie", "CF_Authorization=" + access.token}}).code(),
              "AUTH_REQUIRED")
        << "a cookie alone says nothing";
    EXPECT_EQ(with_assertion(kRead, "GET", {{"origin", "https://evil.example"}}).code(), "AUTH_REQUIRED");
    EXPECT_THAT(edge.fetched, SizeIs(0));
    auto settings = ScriptedEdge::settings_without("ACCESS_TEAM_DOMAIN");
    std::erase_if(settings, [](const auto& one) { return one.first == "ACCESS_AUD"; });
    ScriptedEdge without{settings};
    EXPECT_EQ(without.begin("GET", std::string{kRead}, {{"cf-access-jwt-assertion", access.token}}).code(),
              "AUTH_REQUIRED");
}

TEST_F(Services, MakeTheEdgeAskAccessAgainForAnUnknownKeyOnceAMinute) {
    edge.vendor_says = {{.ending = Ending::done, .status = 200, .body = R"({"keys":[{"kid":"another"}]})"}};
    for (int tries = 0; tries < 5; ++tries) {
        const auto refused = with_assertion();
        EXPECT_EQ(refused.status(), 401);
        EXPECT_EQ(reason(refused), "unknown_key");
    }
    EXPECT_THAT(edge.fetched, SizeIs(1));
    edge.kv.erase("a:asked:team.cloudflareaccess.com");  // a minute later
    edge.vendor_says.push_back(certs());
    EXPECT_TRUE(with_assertion().as<ForwardToOrigin>());
    EXPECT_THAT(edge.fetched, SizeIs(2));
    const auto lives = [&](const Journey& journey, std::string_view key) {
        for (const auto& put : journey.all<KvPut>())
            if (put.key.starts_with(key)) return put.life;
        return 0s;
    };
    edge.kv.clear();
    const auto fresh = with_assertion();
    EXPECT_EQ(lives(fresh, "a:certs:"), 3600s);
    EXPECT_EQ(lives(fresh, "a:asked:"), 60s);
}

TEST_F(Services, AreRefusedWhileAccessCannotBeAsked) {
    for (const auto& silence : {Outcome{.ending = Ending::failed}, Outcome{.ending = Ending::late},
                                Outcome{.ending = Ending::too_large}, Outcome{.ending = Ending::done, .status = 500},
                                Outcome{.ending = Ending::done, .status = 200, .body = "<html>"},
                                Outcome{.ending = Ending::done, .status = 302, .body = access.certs.text}}) {
        ScriptedEdge fresh;
        fresh.vendor_says = {silence};
        const auto refused = fresh.begin("GET", std::string{kRead}, {{"cf-access-jwt-assertion", access.token}});
        EXPECT_EQ(refused.status(), 503);
        EXPECT_EQ(counted(refused, "access"), "unreachable");
        fresh.begin("GET", std::string{kRead}, {{"cf-access-jwt-assertion", access.token}});
        EXPECT_THAT(fresh.fetched, SizeIs(1)) << "it is not asked again at once";
    }
}

TEST_F(Services, AreRefusedWhoseAssertionAccessDidNotSign) {
    edge.vendor_says = {certs()};
    edge.rs256 = Ending::refused;
    EXPECT_EQ(reason(with_assertion()), "mismatch");
    edge.rs256 = Ending::failed;
    EXPECT_EQ(with_assertion().status(), 503);
    edge.now += 24h;
    EXPECT_EQ(reason(with_assertion()), "");
    edge.now += 31s;
    EXPECT_EQ(reason(with_assertion()), "expired");
}

TEST_F(Services, AreCountedEachForItself) {
    const auto key = [&](std::string_view label) {
        return counter_of(*api::match("GET", kRead)->route,
                          Session{{.kind = ActorKind::service, .label = std::string{label}}, {}}, "192.0.2.7");
    };
    EXPECT_NE(key("a"), key("b"));
    EXPECT_EQ(key("a"), "rl:internal:a");
}

TEST(ServiceSettings, AreWholeOrFaulty) {
    const auto fault = [](std::string_view name, std::string value) {
        auto all = ScriptedEdge::settings_without(name);
        if (!value.empty()) all.emplace_back(name, std::move(value));
        const auto read = read_config(all);
        return read ? std::string{} : read.error().front().path;
    };
    EXPECT_EQ(fault("WIB_SERVICE_PUBLIC_KEYS", ""), "");
    EXPECT_EQ(fault("WIB_SERVICE_PUBLIC_KEYS", ScriptedEdge::service_public_key(1)), "WIB_SERVICE_PUBLIC_KEYS");
    EXPECT_EQ(fault("WIB_SERVICE_PUBLIC_KEYS", "a:AAAA"), "WIB_SERVICE_PUBLIC_KEYS");
    EXPECT_EQ(fault("WIB_SERVICE_PUBLIC_KEYS",
                    "a:" + ScriptedEdge::service_public_key(1) + ",a:" + ScriptedEdge::service_public_key(2)),
              "WIB_SERVICE_PUBLIC_KEYS");
    EXPECT_EQ(fault("WIB_SERVICE_PUBLIC_KEYS", "a:" + ScriptedEdge::service_public_key(1) +
                                                   ",b:" + ScriptedEdge::service_public_key(2) +
                                                   ",c:" + ScriptedEdge::service_public_key(3)),
              "WIB_SERVICE_PUBLIC_KEYS");
    EXPECT_EQ(fault("ACCESS_TEAM_DOMAIN", ""), "ACCESS_TEAM_DOMAIN");
    EXPECT_EQ(fault("ACCESS_TEAM_DOMAIN", "https://team.cloudflareaccess.com"), "ACCESS_TEAM_DOMAIN");
    EXPECT_EQ(fault("ACCESS_TEAM_DOMAIN", "Team.cloudflareaccess.com"), "ACCESS_TEAM_DOMAIN");
    EXPECT_EQ(fault("ACCESS_TEAM_DOMAIN", "team.cloudflareaccess.com/x"), "ACCESS_TEAM_DOMAIN");
    EXPECT_EQ(fault("ACCESS_TEAM_DOMAIN", "127.0.0.1:8791"), "");
    EXPECT_EQ(fault("ACCESS_AUD", ""), "ACCESS_AUD");
    EXPECT_EQ(fault("ACCESS_AUD", "short"), "ACCESS_AUD");
    EXPECT_EQ(fault("ACCESS_AUD", std::string(64, 'a') + "," + std::string(64, 'b')), "");
}

}  // namespace
}  // namespace wib::edge
