#include "origin/http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <latch>
#include <random>

#include "origin/db/tenant_tx.hpp"
#include "origin/runtime/within.hpp"
#include "tests/support/run.hpp"
#include "tests/support/test_origin.hpp"

namespace wib::http {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using wib::testing::Peer;
using wib::testing::TestOrigin;

const std::string kCall = "/api/calls/5552493d-16d8-42d8-8feb-c2a16b56f6e8";

Task<void> forever() {
    co_await sleep_until(Deadline{Deadline::Clock::time_point::max()});
}

TEST(Server, RefusesToStartWhileARouteHasNoHandler) {
    TestOrigin origin;
    origin.router = Router{};
    try {
        origin.start();
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "no handler for route health");
    }
}

TEST(Server, AnswersSeveralRequestsOnOneConnection) {
    TestOrigin origin;
    origin.start();
    auto peer = origin.connect();
    for (int n = 0; n < 3; ++n) {
        peer.send(origin.get("/api/calls"));
        const auto reply = peer.receive_message();
        EXPECT_EQ(reply.status(), 200) << reply.head;
        EXPECT_EQ(reply.body, R"({"route":"list_calls"})");
        EXPECT_TRUE(reply.has("X-Correlation-ID: corr-1"));
        EXPECT_TRUE(reply.has("Cache-Control: no-store"));
    }
    peer.send(origin.get("/api/calls") + origin.get(kCall));
    EXPECT_EQ(peer.receive_message().body, R"({"route":"list_calls"})");
    EXPECT_EQ(peer.receive_message().body, R"({"route":"get_call"})");
}

// docs/observability.md has them.
TEST(Server, WritesALineForEachRequestWithTheseFieldsAndNoOthers) {
    TestOrigin origin;
    origin.start();
    auto peer = origin.connect();
    peer.send(origin.get("/api/calls?to=%2B15551234567"));
    const auto reply = peer.receive_message();
    const auto lines = origin.lines.all();
    const auto at = lines.find(R"("event":"request")");
    ASSERT_NE(at, std::string::npos) << lines;
    const auto begin = lines.rfind('{', at);
    const auto line = boost::json::parse(lines.substr(begin, lines.find('\n', at) - begin)).as_object();
    std::vector<std::string> names;
    for (const auto& [name, value] : line) names.emplace_back(name);
    EXPECT_THAT(
        names, ::testing::ElementsAre("ts", "level", "event", "service", "request_id", "correlation_id", "trace_id",
                                      "method", "route", "status", "code", "principal", "organization", "ms", "bytes"));
    EXPECT_EQ(line.at("route"), "list_calls");
    EXPECT_EQ(line.at("correlation_id"), "corr-1");
    EXPECT_EQ(line.at("principal"), "session");
    EXPECT_EQ(line.at("organization"), "00000000-0000-4000-8000-000000000003");
    EXPECT_EQ(line.at("bytes"), reply.body.size());
    EXPECT_THAT(lines, Not(HasSubstr("5551234567")));
    EXPECT_THAT(lines, Not(HasSubstr("00000000-0000-4000-8000-000000000002"))) << "the person's id";
}

TEST(Server, NamesTheProblemForTheEdgesLogAndItsOwn) {
    TestOrigin origin;
    origin.start();
    auto peer = origin.connect();
    peer.send("GET /api/calls HTTP/1.1\r\nHost: o\r\n\r\n");
    const auto reply = peer.receive_message();
    EXPECT_TRUE(reply.has("x-wib-code: ENVELOPE_INVALID")) << reply.head;
    EXPECT_THAT(origin.lines.all(), HasSubstr(R"("code":"ENVELOPE_INVALID","principal":"anonymous")"));
}

Task<Reply> tell(RequestContext& context) {
    co_return Reply::json(200, std::string{context.param("id")} + '|' + std::string{context.query_value("a")} + '|' +
                                   context.client_address + '|' +
                                   std::to_string(context.principal.organization.has_value()));
}
TEST(Server, HandsHandlersWhatTheEdgeVouchedFor) {
    TestOrigin origin;
    origin.router.on("get_call", tell);
    origin.start();
    EXPECT_EQ(origin.ask(origin.get(kCall + "?a=x%20y&a=z+1")).body,
              "5552493d-16d8-42d8-8feb-c2a16b56f6e8|z 1|203.0.113.7|1");
}

TEST(Server, AnswersHeadWithoutABody) {
    TestOrigin origin;
    origin.start();
    auto peer = origin.connect();
    peer.send(origin.request(origin.envelope("HEAD", "/api/calls")));
    const auto head = peer.receive_message(true);
    EXPECT_EQ(head.status(), 200);
    EXPECT_TRUE(head.has("Content-Length: 22"));
    peer.send(origin.get("/api/calls"));
    EXPECT_EQ(peer.receive_message().status(), 200);
}

TEST(Server, SaysWhatIsWrongWithARequest) {
    TestOrigin origin;
    origin.start();
    const auto unknown = origin.ask(origin.get("/api/nothing"));
    EXPECT_EQ(unknown.status(), 404);
    EXPECT_TRUE(unknown.has(R"("code":"NOT_FOUND")"));
    const auto method = origin.ask(origin.post("/api/calls", "{}"));
    EXPECT_EQ(method.status(), 405);
    EXPECT_TRUE(method.has("Allow: GET, HEAD"));
    auto form = origin.envelope("POST", "/api/voice/call", "a=b");
    form.content_type = "text/plain";
    auto text = origin.request(form, "a=b");
    text.replace(text.find("application/json"), 16, "text/plain");
    EXPECT_EQ(origin.ask(text).status(), 415);
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", std::string(8193, ' '))).status(), 413);
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", std::string(8192, ' '))).status(), 200);
    EXPECT_EQ(origin.ask(origin.get("/api/calls?a=%zz")).status(), 400);
}

TEST(Server, RefusesOversizeBodiesBeforeReadingThem) {
    TestOrigin origin;
    origin.start();
    auto peer = origin.connect();
    auto text = origin.post("/api/voice/call", "{}");
    text.replace(text.find("Content-Length: 2"), 17, "Content-Length: 999999999999");
    peer.send(text);
    EXPECT_EQ(peer.receive_message().status(), 413);
}

TEST(Server, CountsChunkedBodiesAsTheyCome) {
    TestOrigin origin;
    origin.start();
    auto peer = origin.connect();
    auto envelope = origin.envelope("POST", "/api/voice/call", "{}");
    peer.send(origin.request(envelope, {}, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") +
              "2\r\n{}\r\n0\r\n\r\n");
    EXPECT_EQ(peer.receive_message().status(), 200);
    peer.send(origin.request(origin.envelope("POST", "/api/voice/call", "{}"), {},
                             "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"));
    for (int n = 0; n < 10; ++n) peer.send("400\r\n" + std::string(1024, ' ') + "\r\n");
    EXPECT_EQ(peer.receive_message().status(), 413);
}

TEST(Server, RefusesHeadersAbove32KiB) {
    TestOrigin origin;
    origin.start();
    EXPECT_EQ(
        origin.ask("GET /api/calls HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(40'000, 'x') + "\r\n\r\n").status(),
        431);
}

TEST(Server, AnswersGarbageWith400AndCloses) {
    TestOrigin origin;
    origin.start();
    for (const std::string garbage :
         {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 tls\r\n\r\n", "GET\r\n\r\n", "GET /api/calls HTTP/9.9\r\n\r\n",
          "GET  /api/calls HTTP/1.1\r\n\r\n", "GET /api/calls HTTP/1.1\r\nNo colon here\r\n\r\n",
          "GET /api/calls HTTP/1.1\r\nA: b\x01\r\n\r\n", "POST /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
          "POST /x HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "GET http://evil/ HTTP/1.1\r\n\r\n",
          "GET /../etc HTTP/1.1\r\n\r\n"}) {
        auto peer = origin.connect();
        peer.send(garbage);
        const auto reply = peer.receive_message();
        EXPECT_EQ(reply.status(), 400) << garbage << '\n' << reply.head;
        EXPECT_TRUE(peer.is_closed_by_other());
    }
    EXPECT_EQ(origin.ask(origin.get("/api/calls")).status(), 200);
}

// The same in every run: a good request with a few bytes changed, doubled or lost. Whatever comes of it, the next good
// one is served.
TEST(Server, SurvivesWhatIsAlmostARequest) {
    ServerConfig config;
    config.header_patience = 20ms;
    config.body_patience = 20ms;
    TestOrigin origin{config};
    origin.start();
    std::mt19937 dice{20};
    for (int round = 0; round < 300; ++round) {
        auto text = origin.post("/api/voice/call", R"({"to_number":"+12025550100"})", "key");
        for (auto edits = 1 + dice() % 4; edits > 0; --edits) {
            const auto at = dice() % text.size();
            switch (dice() % 4) {
                case 0:
                    text[at] = static_cast<char>(dice());
                    break;
                case 1:
                    text.insert(at, 1, static_cast<char>(dice()));
                    break;
                case 2:
                    text.erase(at, 1 + dice() % 8);
                    break;
                default:
                    text.insert(at, text.substr(at, dice() % 64));
            }
        }
        auto peer = origin.connect();
        peer.send(text);
        peer.half_close();
        const auto answer = peer.receive_all();
        EXPECT_TRUE(answer.empty() || answer.starts_with("HTTP/1.1 ")) << answer;
    }
    EXPECT_EQ(origin.ask(origin.get("/api/calls")).status(), 200);
}

TEST(Server, RefusesBothLengthAndChunks) {
    TestOrigin origin;
    origin.start();
    const auto reply = origin.ask(
        origin.request(origin.envelope("POST", "/api/voice/call", "{}"), "{}", "Transfer-Encoding: chunked\r\n"));
    EXPECT_EQ(reply.status(), 400) << reply.head;
}

TEST(Server, ClosesOnThoseWhoAreTooSlow) {
    ServerConfig config;
    config.header_patience = 50ms;
    config.body_patience = 50ms;
    config.idle_patience = 50ms;
    TestOrigin origin{config};
    origin.start();
    auto slow_header = origin.connect();
    slow_header.send("GET /api/ca");
    EXPECT_TRUE(slow_header.is_closed_by_other());
    auto slow_body = origin.connect();
    auto text = origin.post("/api/voice/call", "{\"a\":1}");
    text.resize(text.size() - 3);
    slow_body.send(text);
    EXPECT_EQ(slow_body.receive_all(), "");
    auto idle = origin.connect();
    EXPECT_TRUE(idle.is_closed_by_other());
}

TEST(Server, ServesItsOwnHealthWithoutAnEnvelopeAndNothingElse) {
    TestOrigin origin;
    origin.start();
    EXPECT_EQ(origin.ask("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").body, R"({"status":"ok"})");
    const auto metrics = origin.ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(metrics.body, HasSubstr("wib_http_requests_total"));
    EXPECT_TRUE(metrics.has("text/plain; version=0.0.4"));
    for (const auto* path : {"/api/health", "/api/calls", "/nothing", "/webhooks/telnyx", "/internal/sessions/x"})
        EXPECT_EQ(origin.ask(std::string{"GET "} + path + " HTTP/1.1\r\nHost: x\r\n\r\n").status(), 401) << path;
    EXPECT_EQ(origin.ask("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").status(), 401);
}

TEST(Server, RefusesForgedStaleAndForeignEnvelopes) {
    TestOrigin origin;
    origin.start();
    const auto good = origin.envelope("GET", "/api/calls");
    EXPECT_EQ(origin.ask(origin.request(good)).status(), 200);

    auto forged = origin.request(good);
    const auto at = forged.find("X-Wib-Envelope: ") + 40;
    forged[at] = forged[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(origin.ask(forged).status(), 401);

    auto stale = origin.envelope("GET", "/api/calls");
    stale.issued_at -= 31s;
    EXPECT_EQ(origin.ask(origin.request(stale)).status(), 401);

    auto elsewhere = origin.request(origin.envelope("GET", "/api/calls"));
    elsewhere.replace(elsewhere.find("/api/calls"), 10, "/api/calls?page=2");
    EXPECT_EQ(origin.ask(elsewhere).status(), 401);

    auto other_body = origin.post("/api/voice/call", R"({"to":1})");
    other_body[other_body.size() - 2] = '2';
    EXPECT_EQ(origin.ask(other_body).status(), 401);

    auto nobody = origin.envelope("GET", "/api/calls");
    nobody.principal = {};
    EXPECT_EQ(origin.ask(origin.request(nobody)).status(), 401);
    EXPECT_THAT(origin.metrics.exposition(), HasSubstr("wib_http_refused_total{reason=\"stale\"} 1"));
}

TEST(Server, LetsAWebhookReachItsVendorsHandlerAlone) {
    TestOrigin origin;
    origin.start();
    for (const auto& route : api::routes()) {
        if (route.auth != api::Auth::webhook) continue;
        auto envelope = origin.envelope("POST", std::string{route.pattern}, "{}");
        envelope.principal = {.kind = ActorKind::webhook, .label = std::string{route.vendor}};
        EXPECT_EQ(origin.ask(origin.request(envelope, "{}")).status(), 200) << route.name;
        envelope.request = origin.random.id<RequestId>();
        envelope.principal.label = "another vendor";
        EXPECT_EQ(origin.ask(origin.request(envelope, "{}")).status(), 401) << route.name;
        // Nor does somebody who is signed in pass for a vendor.
        envelope.request = origin.random.id<RequestId>();
        envelope.principal = origin.agent();
        envelope.principal.label = std::string{route.vendor};
        EXPECT_EQ(origin.ask(origin.request(envelope, "{}")).status(), 401) << route.name;
    }
}

TEST(Server, TakesAMutationsEnvelopeOnce) {
    TestOrigin origin;
    origin.start();
    const auto once = origin.post("/api/voice/call", "{}");
    EXPECT_EQ(origin.ask(once).status(), 200);
    const auto again = origin.ask(once);
    EXPECT_EQ(again.status(), 401);
    EXPECT_TRUE(again.has("ENVELOPE_REPLAYED"));
    const auto read = origin.get("/api/calls");
    EXPECT_EQ(origin.ask(read).status(), 200);
    EXPECT_EQ(origin.ask(read).status(), 200);
}

TEST(Server, RemembersABoundedNumberOfMutations) {
    ServerConfig config;
    config.remembered_requests = 1;
    TestOrigin origin{config};
    origin.start();
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", "{}")).status(), 200);
    const auto full = origin.ask(origin.post("/api/voice/call", "{}"));
    EXPECT_EQ(full.status(), 503);
    EXPECT_TRUE(full.has("CAPACITY"));
}

Task<Reply> throws_unavailable(RequestContext&) {
    throw db::UnavailableError{"connection refused at 10.0.0.7"};
    co_return Reply{};
}
Task<Reply> throws_revoked(RequestContext&) {
    throw db::RefusedError{db::Refusal::session_revoked, ""};
    co_return Reply{};
}
Task<Reply> throws_anything(RequestContext&) {
    throw std::runtime_error{"private detail"};
    co_return Reply{};
}
Task<Reply> never_answers(RequestContext&) {
    co_await forever();
    co_return Reply{};
}
TEST(Server, TurnsWhatHandlersThrowIntoProblems) {
    ServerConfig config;
    config.request_patience = 100ms;
    TestOrigin origin{config};
    origin.router.on("list_calls", throws_unavailable);
    origin.router.on("me", throws_revoked);
    origin.router.on("get_recording", throws_anything);
    origin.router.on("session", never_answers);
    origin.start();
    const auto unavailable = origin.ask(origin.get("/api/calls"));
    EXPECT_EQ(unavailable.status(), 503);
    EXPECT_TRUE(unavailable.has("DATABASE_UNAVAILABLE"));
    EXPECT_FALSE(unavailable.has("10.0.0.7"));
    EXPECT_EQ(origin.ask(origin.get("/api/users/me")).status(), 401);
    const auto broken = origin.ask(origin.get("/api/recordings/2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20"));
    EXPECT_EQ(broken.status(), 500);
    EXPECT_FALSE(broken.has("private"));
    EXPECT_THAT(origin.lines.all(), HasSubstr("private detail"));
    EXPECT_THAT(origin.lines.all(), HasSubstr("\"request_id\""));
    const auto late = origin.ask(origin.get("/api/auth/session"));
    EXPECT_EQ(late.status(), 504);
    EXPECT_TRUE(late.has("DEADLINE_EXCEEDED"));
}

Task<Reply> hurried(RequestContext& context) {
    co_await sleep_until(Deadline{context.deadline.at() + 5s});
    co_return Reply{};
}
TEST(Server, GivesHandlersWhatTheEnvelopeLeft) {
    TestOrigin origin;
    origin.router.on("list_calls", hurried);
    origin.start();
    auto envelope = origin.envelope("GET", "/api/calls");
    envelope.patience = 50ms;
    EXPECT_EQ(origin.ask(origin.request(envelope)).status(), 504);
}

struct Ended {
    std::latch latch{1};
};
Task<Reply> waits(std::latch& begun, std::latch& ended) {
    struct Tell {
        std::latch& l;
        ~Tell() { l.count_down(); }
    } tell{ended};
    begun.count_down();
    co_await forever();
    co_return Reply{};
}
TEST(Server, CancelsTheHandlerWhenThePeerIsGone) {
    TestOrigin origin;
    std::latch begun{1}, ended{1};
    origin.router.on("list_calls", [&](RequestContext&) { return waits(begun, ended); });
    origin.start();
    auto peer = origin.connect();
    peer.send(origin.get("/api/calls"));
    begun.wait();
    peer.close();
    ended.wait();
    origin.stop();
    EXPECT_THAT(origin.metrics.exposition(), HasSubstr("wib_http_abandoned_total{route=\"list_calls\"} 1"));
}

Task<void> count_to(BodyWriter& out, int last) {
    for (int n = 1; n <= last; ++n) co_await out.write(std::to_string(n) + "\n");
}
Task<Reply> streams(std::optional<std::uint64_t> length) {
    co_return Reply{.headers = {{"Content-Type", "text/plain"}},
                    .body = [](BodyWriter& out) { return count_to(out, 3); },
                    .content_length = length};
}
TEST(Server, StreamsInChunksOrWithALength) {
    TestOrigin origin;
    origin.router.on("live", [](RequestContext&) { return streams(std::nullopt); });
    origin.router.on("stream_recording", [](RequestContext&) { return streams(6); });
    origin.router.on("get_recording", [](RequestContext&) { return streams(7); });
    origin.start();
    auto peer = origin.connect();
    peer.send(origin.get("/api/live"));
    auto reply = peer.receive_message();
    EXPECT_EQ(reply.body, "1\n2\n3\n");
    EXPECT_TRUE(reply.has("Transfer-Encoding: chunked"));
    peer.send(origin.get("/api/recordings/stream/5552493d-16d8-42d8-8feb-c2a16b56f6e8"));
    reply = peer.receive_message();
    EXPECT_EQ(reply.body, "1\n2\n3\n");
    EXPECT_TRUE(reply.has("Content-Length: 6"));
    peer.send(origin.request(origin.envelope("HEAD", "/api/recordings/stream/5552493d-16d8-42d8-8feb-c2a16b56f6e8")));
    EXPECT_TRUE(peer.receive_message(true).has("Content-Length: 6"));
    peer.send(origin.get("/api/recordings/5552493d-16d8-42d8-8feb-c2a16b56f6e8"));
    EXPECT_FALSE(peer.receive_message().complete) << "a body shorter than promised must not look complete";
    auto old = origin.connect();
    auto text = origin.get("/api/live");
    text.replace(text.find("HTTP/1.1"), 8, "HTTP/1.0");
    old.send(text);
    EXPECT_THAT(old.receive_all(), HasSubstr("\r\n\r\n1\n2\n3\n"));
}

Task<void> pour(BodyWriter& out, std::latch& ended) {
    struct Tell {
        std::latch& l;
        ~Tell() { l.count_down(); }
    } tell{ended};
    const std::string piece(64 * 1024, 'x');
    for (;;) co_await out.write(piece);
}
Task<Reply> pours(std::latch& ended) {
    co_return Reply{.body = [&ended](BodyWriter& out) { return pour(out, ended); }};
}
TEST(Server, StopsPouringForAPeerThatDoesNotRead) {
    ServerConfig config;
    config.write_patience = 100ms;
    TestOrigin origin{config};
    std::latch ended{1};
    origin.router.on("live", [&](RequestContext&) { return pours(ended); });
    origin.start();
    auto peer = origin.connect();
    peer.receive_slowly();
    peer.send(origin.get("/api/live"));
    ended.wait();
}

Task<void> quiet(BodyWriter& out, std::latch& begun, std::latch& ended) {
    struct Tell {
        std::latch& l;
        ~Tell() { l.count_down(); }
    } tell{ended};
    co_await out.write(": hello\n\n");
    begun.count_down();
    co_await forever();
}
Task<Reply> quiet_stream(std::latch& begun, std::latch& ended) {
    co_return Reply{.headers = {{"Content-Type", "text/event-stream"}},
                    .body = [&](BodyWriter& out) { return quiet(out, begun, ended); }};
}
TEST(Server, EndsAStreamWhoseReaderHasLeft) {
    TestOrigin origin;
    std::latch begun{1}, ended{1};
    origin.router.on("live", [&](RequestContext&) { return quiet_stream(begun, ended); });
    origin.start();
    auto peer = origin.connect();
    peer.send(origin.get("/api/live"));
    begun.wait();
    peer.reset();
    ended.wait();
}

Task<Reply> slow(std::latch& begun, std::latch& gate) {
    begun.count_down();
    while (!gate.try_wait()) co_await sleep_until(Deadline::after(Deadline::Clock::now(), 5ms));
    co_return Reply::json(200, "{}");
}
TEST(Server, LetsRequestsEndAndEndsStreamsWhenItStops) {
    TestOrigin origin;
    std::latch begun{2}, gate{1}, ended{1};
    origin.router.on("list_calls", [&](RequestContext&) { return slow(begun, gate); });
    origin.router.on("live", [&](RequestContext&) { return quiet_stream(begun, ended); });
    origin.start();
    auto request = origin.connect();
    auto stream = origin.connect();
    auto idle = origin.connect();
    request.send(origin.get("/api/calls"));
    stream.send(origin.get("/api/live"));
    begun.wait();
    std::thread stopping{[&] { origin.stop(10s); }};
    ended.wait();
    EXPECT_TRUE(idle.is_closed_by_other());
    gate.count_down();
    const auto reply = request.receive_message();
    EXPECT_EQ(reply.status(), 200);
    EXPECT_TRUE(reply.has("Connection: close"));
    stopping.join();
    EXPECT_THROW((void)Peer::connect(origin.port), std::runtime_error);
}

TEST(Server, CutsWhatDoesNotEndInTime) {
    TestOrigin origin;
    std::latch begun{1}, ended{1};
    origin.router.on("list_calls", [&](RequestContext&) { return waits(begun, ended); });
    origin.start();
    auto peer = origin.connect();
    peer.send(origin.get("/api/calls"));
    begun.wait();
    origin.stop(50ms);
    EXPECT_TRUE(ended.try_wait());
    EXPECT_TRUE(peer.is_closed_by_other());
}

TEST(Server, TurnsAwayConnectionsAboveItsLimit) {
    ServerConfig config;
    config.connections = 2;
    TestOrigin origin{config};
    origin.start();
    auto first = origin.connect();
    auto second = origin.connect();
    first.send(origin.get("/api/calls"));
    second.send(origin.get("/api/calls"));
    EXPECT_EQ(first.receive_message().status(), 200);
    EXPECT_EQ(second.receive_message().status(), 200);
    auto third = origin.connect();
    EXPECT_TRUE(third.is_closed_by_other());
}

}  // namespace
}  // namespace wib::http
