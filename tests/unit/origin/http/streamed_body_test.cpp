// Request bodies that stream in, over a real socket: who sends what, when, and what the handler sees of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "origin/http/server.hpp"
#include "tests/support/run.hpp"
#include "tests/support/test_origin.hpp"

namespace wib::http {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using wib::testing::Peer;
using wib::testing::TestOrigin;

const std::string kUpload = "/api/audio/upload";

/// What a handler made of a body: how much, in how many pieces, the largest of them, and how it ended.
struct Seen {
    std::size_t bytes = 0, pieces = 0, largest = 0;
    std::optional<BodyFault> fault;
    std::string text;
};
Task<Reply> swallow(RequestContext& context, Seen& seen) {
    for (;;) {
        const auto piece = co_await context.incoming->read();
        if (!piece) {
            seen.fault = piece.error();
            co_return Reply::problem(problem(piece.error()), context.correlation_id);
        }
        if (piece->empty()) break;
        seen.bytes += piece->size();
        seen.largest = std::max(seen.largest, piece->size());
        ++seen.pieces;
        if (seen.text.size() < 100) seen.text += *piece;
    }
    co_return Reply::json(200, R"({"bytes":)" + std::to_string(seen.bytes) + '}');
}

Task<Reply> tell_of_first(RequestContext& context, Seen& seen, std::latch& begun) {
    const auto first = co_await context.incoming->read();
    seen.text = *first;
    begun.count_down();
    co_return co_await swallow(context, seen);
}
Task<Reply> refuse_unread(RequestContext& context) {
    co_return Reply::problem({api::Code::unsupported_media}, context.correlation_id);
}

struct StreamedBodies : ::testing::Test {
    StreamedBodies() {
        origin.router.on("upload_audio", [this](RequestContext& context) { return swallow(context, seen); });
    }
    std::string head(const std::string& headers) {
        auto envelope = origin.envelope("POST", kUpload);
        envelope.body_digest = api::kStreamed;
        return origin.request(envelope, {}, headers);
    }
    std::string sized(std::size_t length) { return head("Content-Length: " + std::to_string(length) + "\r\n"); }

    Seen seen;
    TestOrigin origin{{.body_patience = 400ms}};
};

TEST_F(StreamedBodies, ReachTheHandlerPieceByPiece) {
    origin.start();
    auto peer = origin.connect();
    const std::size_t length = 3'000'000;
    peer.send(sized(length) + std::string(length, 'x'));
    EXPECT_EQ(peer.receive_message().body, R"({"bytes":3000000})");
    EXPECT_GT(seen.pieces, 10u);
    EXPECT_LE(seen.largest, 128u * 1024);
    peer.send(origin.get("/api/calls"));
    EXPECT_EQ(peer.receive_message().status(), 200) << "the connection goes on behind a body that was read";
}

TEST_F(StreamedBodies, ReachTheHandlerBeforeTheyAreWhole) {
    std::latch begun{1};
    origin.router.on("upload_audio", [&](RequestContext& context) { return tell_of_first(context, seen, begun); });
    origin.start();
    auto peer = origin.connect();
    peer.send(sized(10) + "first");
    begun.wait();
    EXPECT_EQ(seen.text, "first");
    peer.send("after");
    EXPECT_EQ(peer.receive_message().body, R"({"bytes":5})");
}

TEST_F(StreamedBodies, MayComeInChunks) {
    origin.start();
    auto peer = origin.connect();
    peer.send(head("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
    EXPECT_EQ(peer.receive_message().body, R"({"bytes":11})");
    EXPECT_EQ(seen.text, "hello world");
}

TEST_F(StreamedBodies, AreInvitedWhereTheSenderWaitsForIt) {
    origin.start();
    auto peer = origin.connect();
    peer.send(head("Expect: 100-continue\r\nContent-Length: 5\r\n"));
    EXPECT_EQ(peer.receive_message(true).head, "HTTP/1.1 100 Continue");
    peer.send("hello");
    EXPECT_EQ(peer.receive_message().body, R"({"bytes":5})");
}

TEST_F(StreamedBodies, MayBeEmpty) {
    origin.start();
    EXPECT_EQ(origin.ask(sized(0)).body, R"({"bytes":0})");
}

TEST_F(StreamedBodies, AreRefusedAboveTheRowsLimitAnnouncedOrNot) {
    origin.start();
    EXPECT_EQ(origin.ask(sized((std::size_t{100} << 20) + 1)).status(), 413);
    EXPECT_EQ(seen.pieces, 0u);
    EXPECT_FALSE(seen.fault) << "the handler never heard of it";
    auto peer = origin.connect();
    peer.send(head("Transfer-Encoding: chunked\r\n") + "6400001\r\nx");
    EXPECT_EQ(peer.receive_message().status(), 413);
    EXPECT_EQ(seen.fault, BodyFault::too_large);
}

TEST_F(StreamedBodies, WantAnEnvelopeThatSaysSo) {
    origin.start();
    auto digested = origin.envelope("POST", kUpload);
    EXPECT_EQ(origin.ask(origin.request(digested, {}, "Content-Length: 5\r\n") + "hello").status(), 401)
        << "the digest is of nothing";
    auto streamed = origin.envelope("POST", "/api/voice/call", "{}");
    streamed.body_digest = api::kStreamed;
    EXPECT_EQ(origin.ask(origin.request(streamed, "{}")).status(), 401) << "no such row";
}

TEST_F(StreamedBodies, ThatStopComingAreTooSlow) {
    origin.start();
    auto peer = origin.connect();
    peer.send(sized(10) + "first");
    const auto reply = peer.receive_message();
    EXPECT_EQ(reply.status(), 504);
    EXPECT_THAT(reply.body, HasSubstr("too slowly"));
    EXPECT_EQ(seen.fault, BodyFault::slow);
    EXPECT_THAT(origin.metrics.exposition(), HasSubstr(R"(wib_http_refused_total{reason="slow_body"} 1)"));
}

TEST_F(StreamedBodies, WhoseSenderLeavesEndWithoutAnAnswer) {
    origin.start();
    {
        auto peer = origin.connect();
        peer.send(sized(10) + "first");
    }
    const auto abandoned = [&] {
        return origin.metrics.exposition().find("wib_http_abandoned_total{route=\"upload_audio\"} 1") !=
               std::string::npos;
    };
    for (const auto end = std::chrono::steady_clock::now() + 20s;
         !abandoned() && std::chrono::steady_clock::now() < end;)
        std::this_thread::yield();
    EXPECT_TRUE(abandoned());
    origin.stop();
    EXPECT_EQ(seen.bytes, 5u);
}

TEST_F(StreamedBodies, NeedNotBeRead) {
    origin.router.on("upload_audio", refuse_unread);
    origin.start();
    auto small = origin.connect();
    small.send(sized(500'000) + std::string(500'000, 'x'));
    EXPECT_EQ(small.receive_message().status(), 415);
    small.send(origin.get("/api/calls"));
    EXPECT_EQ(small.receive_message().status(), 200) << "what was left has been read";
    auto large = origin.connect();
    large.send(sized(50'000'000) + std::string(1'000'000, 'x'));
    const auto reply = large.receive_message();
    EXPECT_EQ(reply.status(), 415);
    EXPECT_TRUE(reply.has("Connection: close"));
}

}  // namespace
}  // namespace wib::http
