#include "edge/core/serve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/core/effects_endpoint.hpp"
#include "edge/core/forward.hpp"
#include "shared/identity/api_key.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using namespace std::chrono_literals;

class Edge : public testing::Test {
  protected:
    ScriptedEdge edge;

    void sign_in_as(std::string_view role) {
        edge.kv[session_key(ScriptedEdge::token_hash())] = ScriptedEdge::claims(role);
    }
    static api::Headers cookie() { return {{"cookie", ScriptedEdge::cookie()}}; }
    api::Headers cookie_and_csrf() const {
        return {{"cookie", ScriptedEdge::cookie()}, {"x-csrf-token", edge.session_csrf(ScriptedEdge::token_hash())}};
    }
    api::Envelope envelope(const Journey& journey) const {
        const auto* forward = journey.as<ForwardToOrigin>();
        EXPECT_TRUE(forward) << "not forwarded but " << journey.status() << " " << journey.code();
        return forward ? edge.envelope(forward->headers).value() : api::Envelope{};
    }
};

// -- routing

TEST_F(Edge, ForwardsAnOpenRouteAtOnceWithAnAnonymousEnvelope) {
    const auto journey = edge.begin("GET", "/api/health");
    EXPECT_THAT(journey.questions, IsEmpty());
    const auto sealed = envelope(journey);
    EXPECT_EQ(sealed.principal, Principal{});
    EXPECT_EQ(sealed.method, "GET");
    EXPECT_EQ(sealed.target, "/api/health");
    EXPECT_EQ(sealed.client_address, "192.0.2.7");
    EXPECT_EQ(sealed.user_agent, "Browser/1");
    EXPECT_EQ(sealed.issued_at, edge.now);
    EXPECT_TRUE(api::matches(sealed, "GET", "/api/health", "", "", "", false));
}

TEST_F(Edge, AnswersNoProgramInTheClearAndShowsBrowsersTheWay) {
    sign_in_as("viewer");
    for (const auto* target : {"/api/calls", "/api/health", "/webhooks/telnyx", "/internal/effects"}) {
        auto plain = edge.event("POST", target, cookie());
        plain.scheme = "http";
        const auto journey = edge.begin(std::move(plain));
        EXPECT_EQ(journey.code(), "HTTPS_REQUIRED") << target;
        EXPECT_THAT(journey.questions, IsEmpty()) << target << " is refused before anything is asked";
    }
    auto page = edge.event("GET", "/calls?status=active");
    page.scheme = "http";
    const auto journey = edge.begin(std::move(page));
    EXPECT_EQ(journey.status(), 308);
    ASSERT_TRUE(journey.as<Respond>());
    EXPECT_EQ(journey.as<Respond>()->headers.get("location"), "https://wib.example.com/calls?status=active");
    auto form = edge.event("POST", "/signin");
    form.scheme = "http";
    EXPECT_EQ(edge.begin(std::move(form)).code(), "HTTPS_REQUIRED");
}

TEST_F(Edge, AnswersInTheClearOnItsOwnMachineAlone) {
    for (const auto* host : {"127.0.0.1:8787", "127.0.0.1", "[::1]:8787", "localhost:8787", "edge.test"}) {
        auto plain = edge.event("GET", "/api/health");
        plain.scheme = "http";
        plain.host = host;
        EXPECT_TRUE(edge.begin(std::move(plain)).as<ForwardToOrigin>()) << host;
    }
    for (const auto* host :
         {"127.0.0.1.example.com", "127.0.0.1@evil.example", "localhost.example.com", "", ":80", "[::2]"}) {
        auto plain = edge.event("GET", "/api/health");
        plain.scheme = "http";
        plain.host = host;
        EXPECT_EQ(edge.begin(std::move(plain)).code(), "HTTPS_REQUIRED") << host;
    }
}

TEST_F(Edge, KeepsTheTargetExactlyAsReceived) {
    sign_in_as("viewer");
    const auto journey = edge.begin("GET", "/api/calls?status=active&search=%2B1%20555&x=", cookie());
    ASSERT_TRUE(journey.as<ForwardToOrigin>());
    EXPECT_EQ(journey.as<ForwardToOrigin>()->target, "/api/calls?status=active&search=%2B1%20555&x=");
    EXPECT_EQ(envelope(journey).target, "/api/calls?status=active&search=%2B1%20555&x=");
}

TEST_F(Edge, KnowsNoPathOutsideTheTable) {
    for (const auto* path : {"/api", "/api/", "/api/unknown", "/api/calls/1/2/3", "/webhooks/unknown", "/internal",
                             "/internal/jobs/x", "/internal/sessions/abc", "/webhooks"}) {
        const auto journey = edge.begin("GET", path, cookie());
        EXPECT_TRUE(journey.code() == "NOT_FOUND" || journey.code() == "INVALID_TARGET") << path << journey.code();
        EXPECT_THAT(journey.questions, IsEmpty()) << path;
    }
    const auto journey = edge.begin("GET", "/api/unknown");
    EXPECT_THAT(journey.as<Respond>()->body, HasSubstr(R"("path":"/api/unknown","method":"GET")"));
}

TEST_F(Edge, NeverForwardsWhatIsInternalToTheOrigin) {
    for (const auto& route : api::routes()) {
        if (route.auth != api::Auth::internal) continue;
        std::string path{route.pattern};
        if (const auto open = path.find('{'); open != std::string::npos) path = path.substr(0, open) + "x";
        EXPECT_EQ(edge.begin(std::string{api::name(route.method)}, path).code(), "NOT_FOUND") << path;
        EXPECT_EQ(edge.begin("DELETE", path).code(), "NOT_FOUND") << path;
    }
}

TEST_F(Edge, SaysWhichMethodsAPathTakes) {
    const auto journey = edge.begin("DELETE", "/api/calls");
    EXPECT_EQ(journey.status(), 405);
    EXPECT_EQ(journey.as<Respond>()->headers.get("allow"), "GET, HEAD");
    EXPECT_EQ(edge.begin("GET", "/api/voice/call").as<Respond>()->headers.get("allow"), "POST");
}

TEST_F(Edge, ServesHeadByTheRowOfGet) {
    const auto journey = edge.begin("HEAD", "/api/health");
    ASSERT_TRUE(journey.as<ForwardToOrigin>());
    EXPECT_EQ(journey.as<ForwardToOrigin>()->method, "HEAD");
    EXPECT_EQ(envelope(journey).method, "HEAD");
    const auto refused = edge.begin("HEAD", "/api/users/me");
    EXPECT_EQ(refused.status(), 401);
    EXPECT_THAT(refused.as<Respond>()->body, IsEmpty());
}

TEST_F(Edge, RefusesTargetsThatCanBeReadInTwoWays) {
    for (const auto* target : {"/api/../internal/sessions/x", "/api/%2e%2e/x", "//api/health", "/api\\health",
                               "/api/%2fhealth", "api/health", "", "/a\x7f"})
        EXPECT_EQ(edge.begin("GET", target).code(), "INVALID_TARGET") << target;
    EXPECT_EQ(edge.begin("GET", "/" + std::string(9000, 'a')).code(), "INVALID_TARGET");
}

TEST_F(Edge, RefusesHeadsThatAreTooLarge) {
    EXPECT_EQ(edge.begin("GET", "/api/health", {{"x-big", std::string(16 * 1024, 'a')}}).status(), 431);
    api::Headers many;
    for (int i = 0; i < 101; ++i) many.add("x-" + std::to_string(i), "1");
    EXPECT_EQ(edge.begin("GET", "/api/health", many).code(), "HEADERS_TOO_LARGE");
}

// -- limits

TEST_F(Edge, RefusesAFloodBeforeAnythingElseIsAsked) {
    edge.flood = Ending::refused;
    const auto journey = edge.begin("GET", "/api/users/me", cookie());
    EXPECT_EQ(journey.code(), "RATE_LIMIT");
    EXPECT_EQ(journey.as<Respond>()->headers.get("retry-after"), "10");
    ASSERT_THAT(journey.questions, SizeIs(1));
    EXPECT_EQ(std::get<Limit>(journey.questions[0]).key, "192.0.2.7");
}

TEST_F(Edge, AsksTheLimiterNothingAboutHealth) {
    edge.flood = Ending::refused;
    EXPECT_TRUE(edge.begin("GET", "/api/health").as<ForwardToOrigin>());
}

TEST_F(Edge, StillAnswersWhenItCannotCount) {
    sign_in_as("viewer");
    for (const auto ending : {Ending::failed, Ending::late, Ending::unavailable, Ending::done}) {
        edge.flood = ending;
        EXPECT_TRUE(edge.begin("GET", "/api/users/me", cookie()).as<ForwardToOrigin>());
    }
}

// -- API keys

class ApiKeys : public Edge {
  protected:
    const std::string key = identity::api_key({7, 7, 7}).reveal();
    const std::string key_hash = identity::hash_token(key);

    static std::string claims_of_key(std::string_view permissions, std::string_view expires = "null") {
        return R"({"key_id":"0192f0c0-0000-7000-8000-0000000000cc","organization_id":")" +
               std::string{ScriptedEdge::kOrganization} + R"(","role":"admin","plan":"pro","permissions":)" +
               std::string{permissions} + R"(,"expires_at":)" + std::string{expires} + "}";
    }
    api::Headers bearer() const { return {{"authorization", "Bearer " + key}}; }
};

TEST_F(ApiKeys, AreAskedForOnceAMinuteAndCarriedInTheEnvelope) {
    edge.sessions[key_hash] = claims_of_key(R"(["calls:read"])");
    const auto journey = edge.begin("GET", "/api/calls", bearer());
    const auto principal = envelope(journey).principal;
    EXPECT_EQ(principal.kind, ActorKind::api_key);
    EXPECT_FALSE(principal.user) << "a key is nobody";
    EXPECT_EQ(to_string(*principal.organization), ScriptedEdge::kOrganization);
    EXPECT_EQ(std::get<AskOrigin>(journey.questions.back()).target, "/internal/api-keys/" + key_hash);
    EXPECT_TRUE(edge.kv.contains("k:" + key_hash));
    EXPECT_FALSE(edge.kv.contains("s:" + key_hash));
    edge.sessions.clear();
    EXPECT_TRUE(edge.begin("GET", "/api/calls", bearer()).as<ForwardToOrigin>()) << "KV knows it for a minute";
    edge.kv.erase("k:" + key_hash);
    EXPECT_EQ(edge.begin("GET", "/api/calls", bearer()).status(), 401) << "forgotten, it is over at once";
}

TEST_F(ApiKeys, ReachWhatTheirListNamesAndNothingElse) {
    edge.sessions[key_hash] = claims_of_key(R"(["calls:read"])");
    EXPECT_TRUE(edge.begin("GET", "/api/calls", bearer()).as<ForwardToOrigin>());
    for (const auto* path : {"/api/audit-logs", "/api/organizations/api-keys", "/api/team/invites", "/api/users/me"})
        EXPECT_EQ(edge.begin("GET", path, bearer()).status(), 403) << path;
}

TEST_F(ApiKeys, NeedNoCsrfTokenForNoBrowserSendsThemByItself) {
    edge.sessions[key_hash] = claims_of_key(R"(["calls:execute","calls:write"])");
    edge.body = "{}";
    EXPECT_TRUE(edge.begin("POST", "/api/voice/call", bearer()).as<ForwardToOrigin>());
}

TEST_F(ApiKeys, ThatAreUnknownExpiredOrNoKeysAtAllOpenNothing) {
    EXPECT_EQ(edge.begin("GET", "/api/calls", bearer()).status(), 401);
    edge.sessions[key_hash] = claims_of_key(R"(["calls:read"])", R"("2020-01-01T00:00:00Z")");
    EXPECT_EQ(edge.begin("GET", "/api/calls", bearer()).status(), 401);
    EXPECT_EQ(edge.begin("GET", "/api/calls", {{"authorization", "Bearer wib_live_short"}}).status(), 401);
    edge.origin_is_down = true;
    edge.kv.clear();
    EXPECT_EQ(edge.begin("GET", "/api/calls", bearer()).status(), 503);
}

// -- authentication

TEST_F(Edge, AsksForASignInWhenThereIsNoToken) {
    EXPECT_EQ(edge.begin("GET", "/api/users/me").code(), "AUTH_REQUIRED");
    for (const auto* bearer : {"Bearer", "Bearer short", "Basic abc", "Bearer wib_live_key"})
        EXPECT_EQ(edge.begin("GET", "/api/users/me", {{"authorization", bearer}}).code(), "AUTH_REQUIRED") << bearer;
}

TEST_F(Edge, TakesTheSessionFromKvWithoutAskingTheOrigin) {
    sign_in_as("agent");
    const auto journey = edge.begin("GET", "/api/users/me", cookie());
    EXPECT_THAT(journey.all<AskOrigin>(), IsEmpty());
    const auto who = envelope(journey).principal;
    EXPECT_EQ(who.kind, ActorKind::session);
    EXPECT_EQ(who.role, Role::agent);
    EXPECT_EQ(who.plan, "pro");
    EXPECT_EQ(to_string(who.organization.value()), ScriptedEdge::kOrganization);
    EXPECT_EQ(to_string(who.actor.value()), "0192f0c0-0000-7000-8000-0000000000aa");
    EXPECT_EQ(to_string(who.user.value()), "0192f0c0-0000-7000-8000-0000000000bb");
}

TEST_F(Edge, AsksTheOriginOnAMissAndRefillsKvForAMinute) {
    edge.sessions[ScriptedEdge::token_hash()] = ScriptedEdge::claims("agent");
    const auto journey = edge.begin("GET", "/api/users/me", {{"authorization", "Bearer " + ScriptedEdge::token()}});
    const auto asked = journey.all<AskOrigin>();
    ASSERT_THAT(asked, SizeIs(1));
    EXPECT_EQ(asked[0].target, "/internal/sessions/" + ScriptedEdge::token_hash());
    const auto sealed = edge.envelope(asked[0].headers);
    ASSERT_TRUE(sealed);
    EXPECT_TRUE(api::matches(*sealed, "GET", asked[0].target, "", "", "", false));
    EXPECT_NE(sealed->request, envelope(journey).request) << "the origin takes each request id once";

    const auto refills = journey.all<KvPut>();
    ASSERT_THAT(refills, SizeIs(1));
    EXPECT_EQ(refills[0].life, 60s);
    EXPECT_THAT(edge.begin("GET", "/api/users/me", cookie()).all<AskOrigin>(), IsEmpty());
}

TEST_F(Edge, RefusesASessionTheOriginDoesNotKnow) {
    const auto journey = edge.begin("GET", "/api/users/me", cookie());
    EXPECT_EQ(journey.code(), "SESSION_REVOKED");
    EXPECT_THAT(journey.all<KvPut>(), IsEmpty());
}

TEST_F(Edge, RefusesAnExpiredSessionEvenFromKv) {
    edge.kv[session_key(ScriptedEdge::token_hash())] = ScriptedEdge::claims("agent", "2026-11-21T00:00:00Z");
    EXPECT_EQ(edge.begin("GET", "/api/users/me", cookie()).code(), "SESSION_REVOKED");
}

TEST_F(Edge, EndsASessionThatTurnsUpInAnotherBrowser) {
    sign_in_as("agent");
    edge.sessions[ScriptedEdge::token_hash()] = ScriptedEdge::claims("agent");
    auto event = edge.event("GET", "/api/users/me", cookie());
    event.headers.set("user-agent", "Another/2");
    const auto journey = edge.begin(event);
    EXPECT_EQ(journey.code(), "SESSION_REVOKED");
    const auto asked = journey.all<AskOrigin>();
    ASSERT_THAT(asked, SizeIs(1));
    const auto sealed = edge.envelope(asked[0].headers);
    ASSERT_TRUE(sealed);
    EXPECT_TRUE(
        api::matches(*sealed, "POST", "/internal/sessions/" + ScriptedEdge::token_hash() + "/end", "", "", "", false));
    EXPECT_EQ(edge.begin("GET", "/api/users/me", cookie()).code(), "SESSION_REVOKED") << "the first browser is out too";
}

TEST_F(Edge, RefusesAnotherBrowserEvenWhenTheOriginCannotBeTold) {
    sign_in_as("agent");
    edge.origin_is_down = true;
    auto event = edge.event("GET", "/api/users/me", cookie());
    event.headers.set("user-agent", "Another/2");
    EXPECT_EQ(edge.begin(event).code(), "SESSION_REVOKED");
}

TEST_F(Edge, TreatsUnreadableClaimsInKvAsAMiss) {
    edge.sessions[ScriptedEdge::token_hash()] = ScriptedEdge::claims("agent");
    for (const std::string& kept : {std::string{"not json"}, std::string{"{}"}, ScriptedEdge::claims("emperor")}) {
        edge.kv[session_key(ScriptedEdge::token_hash())] = kept;
        const auto journey = edge.begin("GET", "/api/users/me", cookie());
        EXPECT_THAT(journey.all<AskOrigin>(), SizeIs(1)) << kept;
        EXPECT_EQ(envelope(journey).principal.role, Role::agent);
    }
}

TEST_F(Edge, DoesNotTakeAnUnreachableOriginForASignedOutUser) {
    edge.origin_is_down = true;
    EXPECT_EQ(edge.begin("GET", "/api/users/me", cookie()).code(), "ORIGIN_UNAVAILABLE");
    EXPECT_EQ(edge.begin("GET", "/api/auth/session", cookie()).code(), "ORIGIN_UNAVAILABLE");
}

TEST_F(Edge, LetsAnybodyPassWhereSigningInIsOptional) {
    EXPECT_EQ(envelope(edge.begin("GET", "/api/auth/session")).principal.kind, ActorKind::anonymous);
    EXPECT_EQ(envelope(edge.begin("GET", "/api/auth/session", cookie())).principal.kind, ActorKind::anonymous)
        << "revoked";
    sign_in_as("viewer");
    EXPECT_EQ(envelope(edge.begin("GET", "/api/auth/session", cookie())).principal.kind, ActorKind::session);
}

TEST_F(Edge, ComparesTheRoleWithTheTable) {
    edge.body = "{}";
    for (const auto& [role, is_allowed] : std::map<std::string, bool>{
             {"viewer", false}, {"member", false}, {"agent", true}, {"manager", true}, {"owner", true}}) {
        sign_in_as(role);
        const auto journey = edge.begin("POST", "/api/voice/call", cookie_and_csrf());
        EXPECT_EQ(journey.as<ForwardToOrigin>() != nullptr, is_allowed) << role;
        if (!is_allowed) EXPECT_EQ(journey.code(), "FORBIDDEN") << role;
    }
}

TEST_F(Edge, ForgesNothingFromHeadersThatCallersBring) {
    const auto journey =
        edge.begin("GET", "/api/health",
                   {{"x-wib-envelope", "forged"}, {"x-wib-principal", "owner"}, {"x-forwarded-for", "1.1.1.1"}});
    const auto& headers = journey.as<ForwardToOrigin>()->headers;
    int envelopes = 0;
    for (const auto& [name, value] : headers) envelopes += name == api::kEnvelopeHeader;
    EXPECT_EQ(envelopes, 1);
    EXPECT_FALSE(headers.has("x-wib-principal"));
    EXPECT_FALSE(headers.has("x-forwarded-for"));
    EXPECT_TRUE(edge.envelope(headers));
}

// -- CSRF

TEST_F(Edge, WantsATokenBoundToTheSessionForEachMutation) {
    sign_in_as("agent");
    edge.body = "{}";
    EXPECT_EQ(edge.begin("POST", "/api/voice/call", cookie()).code(), "CSRF_REQUIRED");
    const auto with = [&](const std::string& token) {
        return edge.begin("POST", "/api/voice/call", {{"cookie", ScriptedEdge::cookie()}, {"x-csrf-token", token}})
            .code();
    };
    EXPECT_EQ(with("nonsense"), "CSRF_INVALID");
    EXPECT_EQ(with(edge.session_csrf("another session")), "CSRF_INVALID");
    EXPECT_EQ(with(edge.pre_session_csrf(ScriptedEdge::token_hash())), "CSRF_INVALID") << "made for another purpose";
    EXPECT_EQ(with(edge.session_csrf(ScriptedEdge::token_hash())), "");
}

TEST_F(Edge, ReadsNoBodyBeforeItsTokenIsGood) {
    sign_in_as("agent");
    edge.body = "{}";
    EXPECT_THAT(edge.begin("POST", "/api/voice/call", cookie()).all<ReadBody>(), IsEmpty());
    sign_in_as("viewer");
    EXPECT_THAT(edge.begin("POST", "/api/voice/call", cookie_and_csrf()).all<ReadBody>(), IsEmpty());
}

TEST_F(Edge, BindsTheSignInToThePreSessionCookie) {
    edge.body = R"({"email":"a@example.com","password":"secret"})";
    const auto with = [&](const api::Headers& headers) {
        return edge.begin("POST", "/api/auth/callback/credentials", headers).code();
    };
    const auto token = edge.pre_session_csrf("browser-1");
    EXPECT_EQ(with({}), "CSRF_REQUIRED");
    EXPECT_EQ(with({{"x-csrf-token", token}}), "CSRF_INVALID") << "no cookie";
    EXPECT_EQ(with({{"x-csrf-token", token}, {"cookie", "__Host-wib-pre=browser-2"}}), "CSRF_INVALID");
    EXPECT_EQ(with({{"x-csrf-token", edge.pre_session_csrf("browser-1", -1s)}, {"cookie", "__Host-wib-pre=browser-1"}}),
              "CSRF_INVALID")
        << "expired";
    EXPECT_EQ(with({{"x-csrf-token", token}, {"cookie", "__Host-wib-pre=browser-1"}}), "");
}

TEST_F(Edge, FindsTheSignInTokenInTheBodyToo) {
    edge.body = R"({"email":"a@example.com","csrf_token":")" + edge.pre_session_csrf("browser-1") + R"("})";
    EXPECT_TRUE(edge.begin("POST", "/api/auth/callback/credentials", {{"cookie", "__Host-wib-pre=browser-1"}})
                    .as<ForwardToOrigin>());
    edge.body = R"({"csrf_token":["a"]})";
    EXPECT_EQ(edge.begin("POST", "/api/auth/callback/credentials", {{"cookie", "__Host-wib-pre=browser-1"}}).code(),
              "CSRF_REQUIRED");
}

// -- bodies

TEST_F(Edge, ForwardsTheGatheredBodyUnderItsDigest) {
    sign_in_as("agent");
    edge.body = R"({"to_number":"+15550100"})";
    auto headers = cookie_and_csrf();
    headers.add("content-type", "application/json");
    headers.add("x-idempotency-key", "k-1");
    const auto journey = edge.begin("POST", "/api/voice/call", headers);
    ASSERT_TRUE(journey.as<ForwardToOrigin>());
    EXPECT_EQ(journey.as<ForwardToOrigin>()->payload, Payload::gathered);
    EXPECT_EQ(journey.as<ForwardToOrigin>()->headers.get("idempotency-key"), "k-1");
    EXPECT_TRUE(
        api::matches(envelope(journey), "POST", "/api/voice/call", "application/json", "k-1", edge.body, false));
    EXPECT_FALSE(api::matches(envelope(journey), "POST", "/api/voice/call", "application/json", "k-1", "{}", false));
}

TEST_F(Edge, RefusesABodyAboveTheRoutesLimit) {
    sign_in_as("agent");
    edge.body = std::string(8 * 1024 + 1, ' ');
    EXPECT_EQ(edge.begin("POST", "/api/voice/call", cookie_and_csrf()).code(), "PAYLOAD_TOO_LARGE");
    auto announced = cookie_and_csrf();
    announced.add("content-length", "9000");
    const auto journey = edge.begin("POST", "/api/voice/call", announced);
    EXPECT_EQ(journey.code(), "PAYLOAD_TOO_LARGE");
    EXPECT_THAT(journey.all<ReadBody>(), IsEmpty()) << "the announced length is enough";
    edge.body = std::string(8 * 1024, ' ');
    EXPECT_TRUE(edge.begin("POST", "/api/voice/call", cookie_and_csrf()).as<ForwardToOrigin>());
}

TEST_F(Edge, LetsABodyPassWhereTheRowStreamsIt) {
    sign_in_as("agent");
    edge.body = "--b\r\n";
    auto headers = cookie_and_csrf();
    headers.add("content-type", "multipart/form-data; boundary=b");
    headers.add("content-length", "104857600");
    const auto journey = edge.begin("POST", "/api/audio/upload", headers);
    ASSERT_TRUE(journey.as<ForwardToOrigin>());
    EXPECT_EQ(journey.as<ForwardToOrigin>()->payload, Payload::streamed);
    EXPECT_EQ(journey.as<ForwardToOrigin>()->limit, 104'857'600u);
    EXPECT_EQ(journey.as<ForwardToOrigin>()->patience, kUploadPatience) << "as long as a slow line takes";
    EXPECT_THAT(journey.all<ReadBody>(), IsEmpty());
    EXPECT_EQ(envelope(journey).body_digest, api::kStreamed);
    EXPECT_EQ(envelope(journey).content_type, "multipart/form-data; boundary=b");
    headers.set("content-length", "104857601");
    EXPECT_EQ(edge.begin("POST", "/api/audio/upload", headers).code(), "PAYLOAD_TOO_LARGE");
}

TEST_F(Edge, TakesNoBodyWhereTheRouteTakesNone) {
    sign_in_as("agent");
    edge.body = "x";
    EXPECT_EQ(edge.begin("GET", "/api/users/me", cookie()).code(), "PAYLOAD_TOO_LARGE");
}

TEST_F(Edge, GivesUpOnABodyThatDrips) {
    sign_in_as("agent");
    edge.body = "{}";
    edge.reading = 1min;
    EXPECT_EQ(edge.begin("POST", "/api/voice/call", cookie_and_csrf()).code(), "DEADLINE_EXCEEDED");
}

TEST_F(Edge, RefusesAnIdempotencyKeyThatIsNone) {
    sign_in_as("agent");
    edge.body = "{}";
    auto headers = cookie_and_csrf();
    headers.add("idempotency-key", std::string(257, 'k'));
    EXPECT_EQ(edge.begin("POST", "/api/voice/call", headers).code(), "VALIDATION_ERROR");
}

// -- what passes and what stays

TEST_F(Edge, PassesRangesAndResumptionOn) {
    sign_in_as("viewer");
    auto headers = cookie();
    headers.add("range", "bytes=0-99");
    headers.add("last-event-id", "42");
    const auto journey = edge.begin("GET", "/api/recordings/stream/0192f0c0-0000-7000-8000-000000000001", headers);
    ASSERT_TRUE(journey.as<ForwardToOrigin>());
    EXPECT_EQ(journey.as<ForwardToOrigin>()->headers.get("range"), "bytes=0-99");
    EXPECT_EQ(journey.as<ForwardToOrigin>()->headers.get("last-event-id"), "42");
}

// W3C Trace Context §3.2.
TEST_F(Edge, PassesATraceOnAndTellsItInItsOwnAnswers) {
    const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    sign_in_as("viewer");
    auto headers = cookie();
    headers.add("traceparent", trace);
    const auto forwarded = edge.begin("GET", "/api/users/me", headers);
    ASSERT_TRUE(forwarded.as<ForwardToOrigin>());
    EXPECT_EQ(forwarded.as<ForwardToOrigin>()->headers.get("traceparent"), trace);
    for (const auto* refused : {"/api/unknown", "/api/audit-logs", "/api/../x"})
        EXPECT_EQ(edge.begin("GET", refused, headers).as<Respond>()->headers.get("traceparent"), trace) << refused;
    headers.set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01");
    EXPECT_FALSE(edge.begin("GET", "/api/unknown", headers).as<Respond>()->headers.has("traceparent"))
        << "what is no trace is not told as one";
    EXPECT_FALSE(edge.begin("GET", "/api/unknown").as<Respond>()->headers.has("traceparent"));
}

TEST_F(Edge, PassesAHandshakeOnStreamedRoutesOnly) {
    sign_in_as("viewer");
    auto headers = cookie();
    headers.add("upgrade", "websocket");
    EXPECT_EQ(edge.begin("GET", "/api/live", headers).as<ForwardToOrigin>()->headers.get("upgrade"), "websocket");
    EXPECT_FALSE(edge.begin("GET", "/api/calls", headers).as<ForwardToOrigin>()->headers.has("upgrade"));
}

// A page of another site can make a browser shake hands, cookies and all (RFC 6455 §10.2).
TEST_F(Edge, TakesASocketsHandshakeFromItsOwnPagesAndFromProgramsOnly) {
    sign_in_as("manager");
    const std::string target =
        "/api/calls/0192f0c0-0000-7000-8000-000000000001/listen?monitor=0192f0c0-0000-7000-8000-000000000002";
    const auto from = [&](std::optional<std::string> page) {
        auto headers = cookie();
        headers.add("upgrade", "websocket");
        if (page) headers.add("origin", *page);
        return edge.begin("GET", target, headers);
    };
    EXPECT_TRUE(from("https://wib.example.com").as<ForwardToOrigin>());
    EXPECT_TRUE(from(std::nullopt).as<ForwardToOrigin>());
    for (const auto* other : {"https://evil.example", "http://wib.example.com", "https://wib.example.com.evil.example",
                              "https://wib.example.com:8443", "null", "https://"})
        EXPECT_EQ(from(other).code(), "CSRF_INVALID") << other;
}

TEST_F(Edge, ComparesNoFingerprintOfAHandshakeAndOfEverythingElse) {
    sign_in_as("manager");
    const auto without_hints = [&](std::string target) {
        auto event = edge.event("GET", std::move(target), cookie());
        event.headers.set("upgrade", "websocket");
        event.headers.set("sec-ch-ua", "");
        return edge.begin(event);
    };
    EXPECT_TRUE(without_hints("/api/calls/0192f0c0-0000-7000-8000-000000000001/listen").as<ForwardToOrigin>());
    EXPECT_FALSE(without_hints("/api/live").as<ForwardToOrigin>());
}

TEST_F(Edge, KeepsACorrelationIdThatIsPlainAndMakesOneOtherwise) {
    EXPECT_EQ(envelope(edge.begin("GET", "/api/health", {{"x-correlation-id", "abc-1.2_3"}})).correlation_id,
              "abc-1.2_3");
    for (const std::string& odd :
         {std::string{"has space"}, std::string(65, 'a'), std::string{"<script>"}, std::string{}}) {
        const auto made = envelope(edge.begin("GET", "/api/health", {{"x-correlation-id", odd}})).correlation_id;
        EXPECT_THAT(made, testing::StartsWith("wb-")) << odd;
        EXPECT_NE(made, odd);
    }
}

TEST_F(Edge, CountsEachRefusalByRouteAndCode) {
    const auto counts = edge.begin("GET", "/api/users/me").all<Count>();
    ASSERT_THAT(counts, SizeIs(1));
    EXPECT_EQ(counts[0].what, "refused");
    EXPECT_EQ(counts[0].route, "me");
    EXPECT_EQ(counts[0].result, "AUTH_REQUIRED");
}

TEST_F(Edge, SecuresEachRefusal) {
    for (const auto& journey :
         {edge.begin("GET", "/api/users/me"), edge.begin("GET", "/api/none"), edge.begin("PUT", "/"),
          edge.begin("POST", "/webhooks/telnyx"), edge.begin("GET", "bad")}) {
        const auto& headers = journey.as<Respond>()->headers;
        EXPECT_EQ(headers.get("content-security-policy"),
                  "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
        EXPECT_EQ(headers.get("cache-control"), "no-store");
        EXPECT_EQ(headers.get("x-content-type-options"), "nosniff");
        EXPECT_EQ(headers.get("x-frame-options"), "DENY");
        EXPECT_THAT(std::string{headers.get("strict-transport-security")}, HasSubstr("max-age=31536000"));
        EXPECT_THAT(std::string{headers.get("x-correlation-id")}, Not(IsEmpty()));
    }
}

// -- faults: every question of every story fails in every way

struct Story {
    const char* name;
    std::function<Journey(ScriptedEdge&)> tell;
};

std::vector<Story> stories() {
    const auto signed_in = [](ScriptedEdge& edge) {
        edge.sessions[ScriptedEdge::token_hash()] = ScriptedEdge::claims("owner");
    };
    return {
        {"read",
         [=](ScriptedEdge& edge) {
             signed_in(edge);
             return edge.begin("GET", "/api/users/me", {{"cookie", ScriptedEdge::cookie()}});
         }},
        {"optional",
         [=](ScriptedEdge& edge) {
             signed_in(edge);
             return edge.begin("GET", "/api/auth/session", {{"cookie", ScriptedEdge::cookie()}});
         }},
        {"mutation",
         [=](ScriptedEdge& edge) {
             signed_in(edge);
             edge.body = "{}";
             return edge.begin(
                 "POST", "/api/voice/call",
                 {{"cookie", ScriptedEdge::cookie()}, {"x-csrf-token", edge.session_csrf(ScriptedEdge::token_hash())}});
         }},
        {"sign in",
         [=](ScriptedEdge& edge) {
             edge.body = "{}";
             return edge.begin("POST", "/api/auth/callback/credentials",
                               {{"cookie", "__Host-wib-pre=b"}, {"x-csrf-token", edge.pre_session_csrf("b")}});
         }},
        {"webhook",
         [](ScriptedEdge& edge) {
             edge.body = "{}";
             return edge.begin("POST", "/webhooks/telnyx", {{"telnyx-timestamp", "1"}});
         }},
    };
}

TEST(EdgeFaults, EveryQuestionMayFailInEveryWayAndNothingUnprovenPasses) {
    for (const auto& story : stories()) {
        ScriptedEdge well;
        const auto questions = story.tell(well).questions;
        for (std::size_t at = 0; at < questions.size(); ++at) {
            for (int ending = 1; ending <= static_cast<int>(Ending::unavailable); ++ending) {
                ScriptedEdge edge;
                edge.fails_at = {at, static_cast<Ending>(ending)};
                const auto journey = story.tell(edge);
                const std::string what =
                    std::string{story.name} + ", question " + std::to_string(at) + ", ending " + std::to_string(ending);
                if (const auto* forward = journey.as<ForwardToOrigin>()) {
                    EXPECT_FALSE(std::holds_alternative<ReadBody>(questions[at])) << what << ": forwarded half a body";
                    EXPECT_FALSE(std::holds_alternative<AskOrigin>(questions[at])) << what << ": forwarded unproven";
                    EXPECT_TRUE(edge.envelope(forward->headers)) << what;
                } else {
                    EXPECT_GE(journey.status(), 400) << what;
                    EXPECT_LE(journey.status(), 504) << what;
                    EXPECT_THAT(journey.code(), Not(IsEmpty())) << what;
                }
            }
        }
    }
}

TEST(EdgeFaults, ARequestThatIsAbandonedLeavesTheWorkerReadyForTheNext) {
    ScriptedEdge edge;
    for (int i = 0; i < 3; ++i) {
        const auto turn = edge.worker.begin(edge.event("GET", "/api/users/me", {{"cookie", ScriptedEdge::cookie()}}));
        EXPECT_TRUE(std::holds_alternative<Limit>(turn.back()));
        edge.worker.reset();
    }
    EXPECT_TRUE(edge.begin("GET", "/api/health").as<ForwardToOrigin>());
}

// -- configuration

TEST(EdgeConfiguration, TellsEveryFaultTogetherAndRepeatsNoValue) {
    const auto config = read_config(
        {{"WIB_ENVELOPE_KEYS", "a b:c2VjcmV0"}, {"WIB_SESSION_KEY", "c2VjcmV0"}, {"TELNYX_PUBLIC_KEY", "c2VjcmV0"}});
    ASSERT_FALSE(config);
    std::string told;
    for (const auto& fault : config.error()) told += fault.path + " " + fault.message + "\n";
    EXPECT_THAT(told, HasSubstr("WIB_ENVELOPE_KEYS"));
    EXPECT_THAT(told, HasSubstr("WIB_SESSION_KEY"));
    EXPECT_THAT(told, HasSubstr("TELNYX_PUBLIC_KEY"));
    EXPECT_THAT(told, Not(HasSubstr("c2VjcmV0")));
    EXPECT_FALSE(read_config({}));
}

TEST(EdgeConfiguration, AFaultyOneRefusesEveryRequestAndSaysWhyInTheLog) {
    ScriptedEdge edge{{}};
    const auto journey = edge.begin("GET", "/api/health");
    EXPECT_EQ(journey.status(), 503);
    ASSERT_THAT(journey.all<Log>(), SizeIs(2)) << "this, and the request's own line";
    EXPECT_THAT(journey.all<Log>()[0].line, HasSubstr("WIB_SESSION_KEY is required"));
    EXPECT_THAT(journey.as<Respond>()->body, Not(HasSubstr("WIB_SESSION_KEY")));
}

TEST(EdgeConfiguration, SignsWithTheFirstOfTwoKeys) {
    ScriptedEdge edge;
    const auto journey = edge.begin("GET", "/api/health");
    EXPECT_TRUE(edge.envelope(journey.as<ForwardToOrigin>()->headers, ScriptedEdge::kKey, "new"));
    EXPECT_FALSE(edge.envelope(journey.as<ForwardToOrigin>()->headers, ScriptedEdge::kOtherKey, "old"));
}

}  // namespace
}  // namespace wib::edge
