#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/core/console.hpp"
#include "edge/core/forward.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Outcome answer(int status, api::Headers headers = {{"content-type", "application/json"}}) {
    return {.ending = Ending::done, .status = status, .headers = std::move(headers)};
}

RequestLine a_line() {
    return {.began = from_unix_seconds(1'795'253'793),
            .request_id = "0192f0c0-0000-4000-8000-000000000001",
            .method = "GET",
            .principal = "session",
            .organization = std::string{ScriptedEdge::kOrganization}};
}

FinishContext context(std::string route, std::string token_hash = {}) {
    return {.correlation_id = "c-1",
            .route = std::move(route),
            .token_hash = std::move(token_hash),
            .line = encode(a_line())};
}

class Finish : public testing::Test {
  protected:
    ScriptedEdge edge;
    Journey finish(const FinishContext& context, const Outcome& head) { return edge.finish(encode(context), head); }
};

TEST_F(Finish, ContextsReadBackAsTheyWere) {
    for (const auto& one :
         {context("me"), context("me", "abc"),
          FinishContext{FinishContext::Kind::asset, "c", "/index.html", true, "", {}, "", {}, encode(a_line())},
          FinishContext{
              FinishContext::Kind::webhook, "c", "telnyx_webhook", false, "", {}, R"({"a":1})", {}, encode(a_line())},
          FinishContext{FinishContext::Kind::origin, "c", "me", false, "", {}, "", Sharing{}, encode(a_line())},
          FinishContext{FinishContext::Kind::origin,
                        "c",
                        "me",
                        false,
                        "",
                        {},
                        "",
                        Sharing{"https://a.example"},
                        encode(a_line())}})
        EXPECT_EQ(decode_context(encode(one)), one);
    for (const auto* bad : {"", "origin", "origin\na\nb\nc", "origin\na\nb\nc\nd\n\nf", "origin\na\nb\nc\nd\n\nf\ng",
                            "origin\na\nb\nc\nd\n\nf\ng\nh\ni", "origin\na\nb\nc\nd\ne", "other\na\nb\nc\nd\n\nf"})
        EXPECT_EQ(decode_context(bad), std::nullopt) << bad;
}

TEST_F(Finish, StreamsTheBodyThroughAndSecuresTheHead) {
    const auto journey = finish(context("me"), answer(200));
    const auto& respond = *journey.as<Respond>();
    EXPECT_EQ(respond.status, 200);
    EXPECT_EQ(respond.from, BodyFrom::passed);
    EXPECT_EQ(respond.headers.get("content-security-policy"),
              "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    EXPECT_EQ(respond.headers.get("cache-control"), "no-store");
    EXPECT_EQ(respond.headers.get("x-correlation-id"), "c-1");
}

TEST_F(Finish, KeepsWhatTheOriginSaysAndHidesTheHop) {
    const auto journey = finish(context("stream_recording"), answer(206, {{"Content-Range", "bytes 0-9/100"},
                                                                          {"Accept-Ranges", "bytes"},
                                                                          {"Cache-Control", "private, no-store"},
                                                                          {"Set-Cookie", "__Host-wib=a"},
                                                                          {"Set-Cookie", "__Host-wib-pre="},
                                                                          {"Server", "Beast"},
                                                                          {"Connection", "keep-alive"},
                                                                          {"Transfer-Encoding", "chunked"},
                                                                          {"X-Wib-Anything", "secret"},
                                                                          {"Content-Security-Policy", "none"}}));
    const auto& headers = journey.as<Respond>()->headers;
    EXPECT_EQ(journey.status(), 206);
    EXPECT_EQ(headers.get("content-range"), "bytes 0-9/100");
    EXPECT_EQ(headers.get("cache-control"), "private, no-store");
    EXPECT_EQ(headers.get("content-security-policy"), "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    for (const auto* hidden : {"server", "connection", "transfer-encoding", "x-wib-anything"})
        EXPECT_FALSE(headers.has(hidden)) << hidden;
    int cookies = 0;
    for (const auto& [name, value] : headers) cookies += name == "set-cookie";
    EXPECT_EQ(cookies, 2);
}

TEST_F(Finish, TellsTheTraceOfWhoeverAskedAndNoOther) {
    const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    auto line = a_line();
    line.traceparent = trace;
    auto traced = context("me");
    traced.line = encode(line);
    const auto told = [](const Journey& journey) { return journey.as<Respond>()->headers.get("traceparent"); };
    EXPECT_EQ(told(finish(traced, answer(200))), trace);
    EXPECT_EQ(told(finish(traced, answer(200, {{"traceparent", "00-another"}}))), trace) << "the origin's is its own";
    EXPECT_EQ(told(finish(traced, {.ending = Ending::failed})), trace);
    EXPECT_EQ(told(finish(context("me"), answer(200))), "");
}

TEST_F(Finish, MakesAProblemOfASilentOrigin) {
    EXPECT_EQ(finish(context("me"), {.ending = Ending::failed}).code(), "ORIGIN_UNAVAILABLE");
    EXPECT_EQ(finish(context("me"), {.ending = Ending::late}).code(), "DEADLINE_EXCEEDED");
    EXPECT_EQ(finish(context("upload_audio"), {.ending = Ending::too_large}).code(), "PAYLOAD_TOO_LARGE")
        << "counted on its way";
    const auto journey = finish(context("me"), {.ending = Ending::failed});
    EXPECT_EQ(journey.status(), 503);
    EXPECT_THAT(journey.as<Respond>()->body, HasSubstr(R"("correlation_id":"c-1")"));
    EXPECT_EQ(journey.as<Respond>()->headers.get("x-correlation-id"), "c-1");
}

TEST_F(Finish, MakesAProblemOfAProxysPage) {
    for (const int status : {502, 503, 504})
        EXPECT_EQ(finish(context("me"), answer(status, {{"content-type", "text/html"}})).code(), "ORIGIN_UNAVAILABLE");
    EXPECT_EQ(finish(context("me"), answer(503)).as<Respond>()->from, BodyFrom::passed)
        << "the origin's own words pass";
    EXPECT_EQ(finish(context("me"), answer(500, {})).as<Respond>()->from, BodyFrom::passed);
}

TEST_F(Finish, DropsTheClaimsOnSignOutBeforeAnswering) {
    const auto key = session_key("h");
    edge.kv[key] = "{}";
    const auto journey = finish(context("sign_out", "h"), answer(200));
    ASSERT_THAT(journey.questions, SizeIs(1)) << "waited for";
    EXPECT_EQ(std::get<KvDelete>(journey.questions[0]).key, key);
    EXPECT_THAT(edge.kv, IsEmpty());
    edge.kv[key] = "{}";
    EXPECT_EQ(finish(context("sign_out", "h"), {.ending = Ending::failed}).status(), 503);
    EXPECT_THAT(edge.kv, IsEmpty()) << "whatever the origin said";
    EXPECT_THAT(finish(context("sign_out"), answer(200)).questions, IsEmpty()) << "nobody was signed in";
}

TEST_F(Finish, DropsTheClaimsOfASessionTheOriginRefuses) {
    edge.kv[session_key("h")] = "{}";
    EXPECT_EQ(finish(context("me", "h"), answer(401)).status(), 401);
    EXPECT_THAT(edge.kv, IsEmpty());
    edge.kv[session_key("h")] = "{}";
    EXPECT_EQ(finish(context("me", "h"), answer(403)).status(), 403);
    EXPECT_THAT(edge.kv, SizeIs(1));
}

TEST_F(Finish, AnswersEvenWhenKvDoesNot) {
    edge.fails_at = {0, Ending::failed};
    const auto journey = finish(context("sign_out", "h"), answer(200));
    EXPECT_EQ(journey.status(), 200);
    EXPECT_EQ(journey.all<Count>()[0].what, "claims_not_dropped");
}

TEST_F(Finish, AnswersHeadWithoutABody) {
    auto head = context("me");
    head.head_only = true;
    EXPECT_THAT(finish(head, {.ending = Ending::failed}).as<Respond>()->body, IsEmpty());
}

// -- the console's files

class Console : public Finish {
  protected:
    Journey get(std::string path, const Outcome& head) {
        const auto begun = edge.begin("GET", std::move(path));
        const auto* asset = begun.as<ServeAsset>();
        EXPECT_TRUE(asset);
        return edge.finish(asset->context, head);
    }
};

TEST_F(Console, GivesEveryViewTheOnePage) {
    for (const auto* path :
         {"/", "/calls", "/calls/0192f0c0-0000-7000-8000-000000000001", "/apiary", "/calls?x=a.b", "/index.html"}) {
        const auto journey = edge.begin("GET", path);
        EXPECT_EQ(journey.all<ReadAsset>().at(0).path, "/index.html") << path;
        EXPECT_THAT(journey.as<Respond>()->body, HasSubstr("<title>T</title><div id=\"root\"")) << path;
        EXPECT_EQ(journey.as<Respond>()->headers.get("content-type"), "text/html; charset=utf-8");
    }
    for (const auto* path : {"/favicon.ico", "/assets/app-1a2b.js"})
        EXPECT_EQ(edge.begin("GET", path).as<ServeAsset>()->path, path);
}

TEST_F(Console, TakesNothingButGetAndHead) {
    EXPECT_EQ(edge.begin("POST", "/calls").code(), "NOT_FOUND");
    EXPECT_EQ(edge.begin("HEAD", "/favicon.ico").as<ServeAsset>()->method, "HEAD");
    EXPECT_EQ(edge.begin("HEAD", "/calls").status(), 200);
    EXPECT_THAT(edge.begin("HEAD", "/calls").as<Respond>()->body, IsEmpty());
}

TEST_F(Console, AllowsNoInlineScriptAndConnectsToItselfAlone) {
    for (const auto& journey : {edge.begin("GET", "/"), get("/assets/app-1a2b.js", answer(200))}) {
        const std::string policy{journey.as<Respond>()->headers.get("content-security-policy")};
        EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
        EXPECT_THAT(policy, HasSubstr("script-src 'self'"));
        EXPECT_THAT(policy, HasSubstr("connect-src 'self';"));
        EXPECT_THAT(policy.substr(policy.find("script-src"), 40), Not(HasSubstr("unsafe-inline")));
        EXPECT_EQ(journey.as<Respond>()->headers.get("permissions-policy"),
                  "microphone=(self), camera=(), geolocation=()");
    }
}

TEST_F(Console, LetsOnlyThePageThatVerifiesEvidenceRunWasm) {
    const auto scripts = [&](const char* path) {
        const std::string policy{edge.begin("GET", path).as<Respond>()->headers.get("content-security-policy")};
        const auto begin = policy.find("script-src");
        return policy.substr(begin, policy.find(';', begin) - begin);
    };
    EXPECT_EQ(scripts("/verify"), "script-src 'self' 'wasm-unsafe-eval'");
    for (const auto* path : {"/", "/calls", "/verify/", "/verify/x", "/signin"})
        EXPECT_EQ(scripts(path), "script-src 'self'") << path;
}

// The page's own styles carry what its policy names, and no other answer's styles do.
TEST_F(Console, AllowsNoInlineStyleWithoutTheAnswersOwnNonce) {
    const auto nonce_of = [&](const Journey& journey) {
        const std::string policy{journey.as<Respond>()->headers.get("content-security-policy")};
        const auto begin = policy.find("'nonce-") + 7;
        const auto nonce = policy.substr(begin, policy.find('\'', begin) - begin);
        EXPECT_THAT(policy, HasSubstr("style-src 'self' 'nonce-" + nonce + "';"));
        EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
        EXPECT_THAT(journey.as<Respond>()->body, HasSubstr("<div id=\"root\" nonce=\"" + nonce + "\""));
        EXPECT_EQ(nonce.size(), 24U) << "128 bits in base64";
        EXPECT_EQ(journey.as<Respond>()->headers.get("x-correlation-id").find(nonce), std::string_view::npos);
        return nonce;
    };
    auto event = edge.event("GET", "/calls");
    const auto first = nonce_of(edge.begin(event));
    event.random[0] ^= 1;
    EXPECT_NE(nonce_of(edge.begin(event)), first);
    const auto script = get("/assets/app-1a2b.js", answer(200));
    EXPECT_THAT(std::string{script.as<Respond>()->headers.get("content-security-policy")},
                HasSubstr("style-src 'self';"));
}

TEST_F(Console, KeepsHashedFilesForeverAndAsksForThePageEachTime) {
    EXPECT_EQ(get("/assets/app-1a2b.js", answer(200)).as<Respond>()->headers.get("cache-control"),
              "public, max-age=31536000, immutable");
    EXPECT_EQ(get("/first_paint.js", answer(200)).as<Respond>()->headers.get("cache-control"), "no-cache");
    EXPECT_EQ(get("/first_paint.js", answer(304)).status(), 304);
    const auto page = edge.begin("GET", "/calls", {{"if-none-match", "\"1\""}});
    EXPECT_EQ(page.status(), 200) << "each page is made for one answer";
    EXPECT_EQ(page.as<Respond>()->headers.get("cache-control"), "no-cache");
    EXPECT_FALSE(page.as<Respond>()->headers.has("etag"));
}

TEST_F(Console, SaysWhyThereIsNoPage) {
    edge.asset = {.ending = Ending::unavailable};
    EXPECT_EQ(edge.begin("GET", "/").code(), "NOT_FOUND");
    edge.asset = {.ending = Ending::done, .status = 404};
    EXPECT_EQ(edge.begin("GET", "/").code(), "NOT_FOUND");
    for (const auto ending : {Ending::failed, Ending::late, Ending::too_large}) {
        edge.asset = {.ending = ending};
        EXPECT_EQ(edge.begin("GET", "/").status(), 500);
    }
}

TEST_F(Console, SaysNotFoundForAFileThatIsNotThere) {
    const auto journey = get("/assets/gone.js", answer(404));
    EXPECT_EQ(journey.code(), "NOT_FOUND");
    EXPECT_EQ(journey.as<Respond>()->headers.get("cache-control"), "no-store");
    EXPECT_EQ(get("/favicon.ico", {.ending = Ending::unavailable}).code(), "NOT_FOUND");
    EXPECT_EQ(get("/favicon.ico", {.ending = Ending::failed}).status(), 500);
}

}  // namespace
}  // namespace wib::edge
