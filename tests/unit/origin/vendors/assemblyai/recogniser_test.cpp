#include "origin/vendors/assemblyai/recogniser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "origin/runtime/blocking_pool.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scripted_media.hpp"
#include "tests/support/scripted_ws_server.hpp"

namespace wib::assemblyai {
namespace {

using namespace std::chrono_literals;
using namespace wib::testing;
using namespace boost::asio::experimental::awaitable_operators;
using Kind = media::RecogniserError::Kind;
using Opened = Result<std::unique_ptr<media::RecogniserSession>, media::RecogniserError>;
using Peer = ScriptedWsServer::Peer;
using ::testing::HasSubstr;

constexpr auto kBegin = R"({"type":"Begin","id":"s","expires_at":1759796682})";
constexpr auto kTermination = R"({"type":"Termination","audio_duration_seconds":1,"session_duration_seconds":1})";

std::string turn(int order, bool formatted, std::string_view text, int start, int end) {
    return R"({"type":"Turn","turn_order":)" + std::to_string(order) + R"(,"turn_is_formatted":)" + (formatted ? "true" : "false") +
           R"(,"end_of_turn":true,"transcript":")" + std::string{text} + R"(","end_of_turn_confidence":0.9,"words":[{"start":)" +
           std::to_string(start) + R"(,"end":)" + std::to_string(end) + R"(,"text":")" + std::string{text} +
           R"(","confidence":0.9,"word_is_final":true}]})";
}

struct AssemblyAiSession : ::testing::Test {
    void serve(ScriptedWsServer::Script script) { server = std::make_unique<ScriptedWsServer>(std::move(script)); }
    Opened open(std::string key = "the-key", Deadline deadline = soon()) {
        StreamingConfig config{.url = server ? server->url("/v3/ws") : "ws://127.0.0.1:1/v3/ws", .api_key = Secret{std::move(key)}};
        recogniser = std::make_unique<StreamingRecogniser>(dialer, clock, std::move(config));
        return run(io, recogniser->listen("en", deadline));
    }
    auto next(media::RecogniserSession& session, Deadline deadline = soon()) { return run(io, session.next(deadline)); }
    /// Everything next() brings while finish() waits.
    static Task<void> gather(media::RecogniserSession& session, std::vector<std::string>& texts, std::optional<Kind>& failure) {
        for (;;) {
            auto news = co_await session.next(soon());
            if (!news) failure = news.error().kind;
            if (!news || !*news) co_return;
            texts.push_back((*news)->text);
        }
    }

    boost::asio::io_context io{1};
    SystemClock clock;
    BlockingPool pool{"test", 1, 16};
    http::Dialer dialer{http::Trust{}, pool};
    std::unique_ptr<StreamingRecogniser> recogniser;
    std::unique_ptr<ScriptedWsServer> server;
};

TEST_F(AssemblyAiSession, ListensHearsUnderstandsAndTerminates) {
    ScriptedWsServer::Hello hello;
    std::vector<std::size_t> chunks;
    serve([&](Peer& peer) {
        hello = peer.greet();
        peer.says(kBegin);
        while (auto heard = peer.hears()) {
            if (!heard->second) {
                EXPECT_EQ(heard->first, R"({"type":"Terminate"})");
                break;
            }
            chunks.push_back(heard->first.size());
            if (chunks.size() == 2) {
                peer.says(turn(0, false, "hello", 20, 180));
                peer.says("garbage");
                peer.says(turn(0, true, "Hello.", 20, 180));
            }
        }
        peer.says(turn(1, true, "Bye.", 190, 200));
        peer.says(kTermination);
        peer.closes(1000, "");
    });
    auto session = open();
    ASSERT_TRUE(session);
    const Bytes audio(800, std::byte{0xff});
    (*session)->hear(audio);
    (*session)->hear(audio);
    auto partial = next(**session);
    EXPECT_FALSE((*partial)->ended);
    auto ended = next(**session);
    EXPECT_TRUE((*ended)->ended);
    EXPECT_EQ((*ended)->text, "Hello.");
    EXPECT_EQ((*ended)->words[0].end, 180ms);

    std::vector<std::string> texts;
    std::optional<Kind> failure;
    run(io, [](auto& s, auto& t, auto& f) -> Task<void> { co_await (gather(s, t, f) && s.finish(soon())); }(**session, texts, failure));
    EXPECT_THAT(texts, ::testing::ElementsAre("Bye."));
    EXPECT_FALSE(failure);
    session->reset();
    server.reset();
    EXPECT_THAT(chunks, ::testing::ElementsAre(800u, 800u));
    EXPECT_EQ(hello.authorization, "the-key");  // bare, no "Bearer"
    EXPECT_EQ(hello.target,
              "/v3/ws?sample_rate=8000&encoding=pcm_mulaw&format_turns=true&speech_model=universal-streaming-english");
}

TEST_F(AssemblyAiSession, WithoutAKeyNothingIsTried) {
    const auto refused = open("");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::not_configured);
    EXPECT_FALSE(refused.error().retryable);
}

TEST_F(AssemblyAiSession, NobodyThereIsWorthAnotherTry) {
    const auto refused = open();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::unreachable);
    EXPECT_TRUE(refused.error().retryable);
}

TEST_F(AssemblyAiSession, ABadKeyMayShowInTheHandshakeOrAsAClose) {
    serve([](Peer& peer) { peer.greet(401); });
    auto refused = open();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::refused);
    EXPECT_FALSE(refused.error().retryable);

    serve([](Peer& peer) {
        peer.greet();
        peer.closes(1008, "Unauthorized Connection");
    });
    refused = open();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::refused);
    EXPECT_FALSE(refused.error().retryable);

    serve([](Peer& peer) {
        peer.greet();
        peer.closes(1008, "Too many concurrent sessions");
    });
    refused = open();
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().retryable);
}

TEST_F(AssemblyAiSession, WhatEndsASessionTooEarlyIsTold) {
    struct Case {
        ScriptedWsServer::Script ends;
        bool retryable;
    };
    for (const auto& c : {Case{[](Peer& p) { p.closes(3005, "server error"); }, true}, Case{[](Peer& p) { p.vanishes(); }, true},
                          Case{[](Peer& p) { p.says(R"({"type":"Error","error_code":3007,"error":"too fast"})"); }, true},
                          Case{[](Peer& p) { p.closes(4002, "insufficient funds"); }, false}}) {
        serve([&](Peer& peer) {
            peer.greet();
            peer.says(kBegin);
            (void)peer.hears();
            c.ends(peer);
            (void)peer.hears();
        });
        auto session = open();
        ASSERT_TRUE(session);
        (*session)->hear(Bytes(800));
        const auto news = next(**session);
        ASSERT_FALSE(news);
        EXPECT_EQ(news.error().retryable, c.retryable) << news.error().detail;
        EXPECT_FALSE(next(**session));       // and stays so
        run(io, (*session)->finish(soon()));  // which costs no waiting
        session->reset();
        server.reset();
    }
}

TEST_F(AssemblyAiSession, SilenceOfTheVendorIsNoEnd) {
    serve([](Peer& peer) {
        peer.greet();
        peer.says(kBegin);
        (void)peer.hears();
        peer.says(turn(0, true, "Yes.", 0, 40));
        (void)peer.hears();
    });
    auto session = open();
    const auto late = next(**session, shortly());
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, Kind::late);
    (*session)->hear(Bytes(800));
    EXPECT_EQ((*next(**session))->text, "Yes.");
}

TEST_F(AssemblyAiSession, AVendorThatDoesNotTerminateIsCutAtTheDeadline) {
    serve([](Peer& peer) {
        peer.greet();
        peer.says(kBegin);
        while (peer.hears()) {
        }
    });
    auto session = open();
    ASSERT_TRUE(session);
    std::vector<std::string> texts;
    std::optional<Kind> failure;
    run(io, [](auto& s, auto& t, auto& f) -> Task<void> { co_await (gather(s, t, f) && s.finish(shortly())); }(**session, texts, failure));
    EXPECT_EQ(failure, Kind::closed);
}

// ---------------------------------------------------------------------------------------------------------------------------

/// A socket that has stopped writing: what is sent piles up, and beyond ten messages the oldest is dropped.
struct StuckSocket final : ws::Socket {
    explicit StuckSocket(ScriptedSocket::Line& l) : line(l) {}
    Task<Result<ws::Message, ws::SocketError>> read(Deadline deadline) override {
        while (line.waiting.empty())
            if (!co_await line.changed.wait(deadline)) co_return wib::unexpected(ws::SocketError::late);
        text = line.waiting.front();
        line.waiting.pop_front();
        co_return ws::Message{ws::Kind::text, text};
    }
    bool send(ws::Kind, std::string, std::chrono::milliseconds) override {
        if (waiting == 10) ++lost;
        else ++waiting;
        return true;
    }
    std::size_t clear() override { return 0; }
    Task<Result<void, ws::SocketError>> flush(Deadline) override { co_return Result<void, ws::SocketError>{}; }
    Task<void> close(ws::CloseCode, Deadline) override { co_return; }
    std::size_t queued() const override { return waiting; }
    std::chrono::milliseconds queued_time() const override { return {}; }
    std::size_t dropped() const override { return lost; }
    std::uint16_t close_code() const override { return 1006; }
    std::string close_reason() const override { return {}; }

    ScriptedSocket::Line& line;
    std::string text;
    std::size_t waiting = 0;
    std::size_t lost = 0;
};

TEST(AssemblyAiClock, WordsAfterDroppedAudioAreWhereTheyWereSpoken) {
    boost::asio::io_context io{1};
    SystemClock clock;
    ScriptedSocket::Line line{io.get_executor()};
    auto socket = std::make_unique<StuckSocket>(line);
    auto& stuck = *socket;
    const auto session = converse(io.get_executor(), std::move(socket), clock);
    const Bytes tenth(800);
    for (int i = 0; i < 10; ++i) session->hear(tenth);
    stuck.waiting = 0;  // one second went out …
    for (int i = 0; i < 15; ++i) session->hear(tenth);  // … half of the next was dropped …
    stuck.waiting = 0;
    line.says(turn(0, true, "before", 900, 950));
    line.says(turn(1, true, "after", 1000, 1100));  // … so the vendor's second second began half a second later
    auto before = run(io, session->next(soon()));
    EXPECT_EQ((*before)->words[0].start, 900ms);
    auto after = run(io, session->next(soon()));
    EXPECT_EQ((*after)->words[0].start, 1500ms);
    EXPECT_EQ((*after)->words[0].end, 1600ms);
}

}  // namespace
}  // namespace wib::assemblyai
