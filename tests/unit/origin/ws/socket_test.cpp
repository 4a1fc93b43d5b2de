#include "origin/ws/socket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <latch>
#include <random>

#include "origin/runtime/task_scope.hpp"
#include "origin/runtime/wakeup.hpp"
#include "origin/ws/connect.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/test_origin.hpp"

namespace wib::ws {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using wib::testing::Peer;
using wib::testing::run;
using wib::testing::ScriptedServer;
using wib::testing::shortly;
using wib::testing::soon;
using wib::testing::TestAuthority;
using wib::testing::TestOrigin;

constexpr std::string_view kHandshake =
    "GET /media/telnyx?token=t1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/// One masked frame with a mask of zeroes.
std::string frame(int opcode, std::string_view payload, bool fin = true) {
    std::string bytes{static_cast<char>((fin ? 0x80 : 0) | opcode)};
    if (payload.size() < 126) {
        bytes += static_cast<char>(0x80 | payload.size());
    } else {
        bytes += static_cast<char>(0x80 | 126);
        bytes += static_cast<char>(payload.size() >> 8);
        bytes += static_cast<char>(payload.size() & 255);
    }
    return bytes + std::string(4, '\0') + std::string{payload};
}

/// What a session heard and how it ended.
struct Heard {
    std::vector<std::string> messages;
    std::optional<SocketError> end;
    std::uint16_t code = 0;
    std::string reason;
    std::latch over{1};
};

Task<void> listen_on(std::unique_ptr<Socket> socket, Heard& heard) {
    for (;;) {
        const auto message = co_await socket->read(soon());
        if (!message) {
            heard.end = message.error();
            break;
        }
        heard.messages.push_back((message->kind == Kind::text ? "t:" : "b:") + std::string{message->data});
    }
    heard.code = socket->close_code();
    heard.reason = socket->close_reason();
    heard.over.count_down();
}
Task<Result<Admitted, api::Problem>> admit(Session session, Limits limits = {}) {
    co_return Admitted{std::move(session), limits};
}
Task<Result<Admitted, api::Problem>> turn_away(api::Code code) {
    co_return unexpected(api::Problem{code});
}

struct SocketTest : ::testing::Test {
    Heard heard;
    Limits limits{.message_bytes = 1000};
    std::string token;

    std::unique_ptr<TestOrigin> origin_hearing() {
        Acceptors acceptors;
        acceptors["/media/telnyx"] = [this](Upgrade upgrade) {
            token = upgrade.token();
            return admit([this](std::unique_ptr<Socket> socket) { return listen_on(std::move(socket), heard); },
                         limits);
        };
        auto origin = std::make_unique<TestOrigin>(http::ServerConfig{}, std::move(acceptors));
        origin->start();
        return origin;
    }
    static Peer shake_hands(TestOrigin& origin, std::string_view handshake = kHandshake) {
        auto peer = origin.connect();
        peer.send(handshake);
        const auto reply = peer.receive_message(true);
        EXPECT_EQ(reply.status(), 101) << reply.head;
        EXPECT_TRUE(reply.has("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        EXPECT_FALSE(reply.has("Sec-WebSocket-Extensions"));
        return peer;
    }
};

TEST_F(SocketTest, HearsTextBinaryAndFragmentsAndSaysGoodbye) {
    const auto origin = origin_hearing();
    auto peer = shake_hands(*origin);
    peer.send(frame(1, "hello") + frame(2, "\x01\x02") + frame(1, "frag", false) + frame(9, "ping") + frame(0, "ment") +
              frame(8, std::string{"\x03\xe8", 2} + "done"));
    heard.over.wait();
    EXPECT_THAT(heard.messages, ::testing::ElementsAre("t:hello", "b:\x01\x02", "t:fragment"));
    EXPECT_EQ(heard.end, SocketError::closed);
    EXPECT_EQ(heard.code, 1000);
    EXPECT_EQ(heard.reason, "done");
    EXPECT_EQ(token, "t1");
    EXPECT_THAT(peer.receive_all(), HasSubstr("ping")) << "a pong answers the ping";
}

TEST_F(SocketTest, PrefersTheTokenOfTheHeader) {
    const auto origin = origin_hearing();
    std::string handshake{kHandshake};
    handshake.insert(handshake.find("Host:"), "Authorization: Bearer t2\r\n");
    auto peer = shake_hands(*origin, handshake);
    EXPECT_EQ(token, "t2");
}

TEST_F(SocketTest, NeverAgreesToCompression) {
    const auto origin = origin_hearing();
    std::string handshake{kHandshake};
    handshake.insert(handshake.find("Host:"), "Sec-WebSocket-Extensions: permessage-deflate\r\n");
    auto peer = shake_hands(*origin, handshake);
}

TEST_F(SocketTest, EndsOnGarbage) {
    for (const auto& garbage : {std::string(32, '\xff'), std::string{"\x81\x05hello", 7},  // not masked
                                frame(1, "\xff\xfe"), frame(3, "x"), frame(0, "x"), frame(9, std::string(126, 'x'))}) {
        Heard once;
        Acceptors acceptors;
        acceptors["/media/telnyx"] = [&](Upgrade) {
            return admit([&](std::unique_ptr<Socket> socket) { return listen_on(std::move(socket), once); });
        };
        TestOrigin origin{{}, std::move(acceptors)};
        origin.start();
        auto peer = shake_hands(origin);
        peer.send(garbage);
        (void)peer.receive_all();
        peer.close();
        once.over.wait();
        EXPECT_EQ(once.end, SocketError::protocol) << garbage;
        EXPECT_TRUE(once.messages.empty());
    }
}

// The same in every run: frames with a few bytes changed or lost.
TEST_F(SocketTest, SurvivesWhatIsAlmostAFrame) {
    std::mt19937 dice{20};
    Acceptors acceptors;
    acceptors["/media/telnyx"] = [](Upgrade) {
        return admit([](std::unique_ptr<Socket> socket) -> Task<void> {
            while (co_await socket->read(soon())) continue;
        });
    };
    TestOrigin origin{{}, std::move(acceptors)};
    origin.start();
    for (int round = 0; round < 300; ++round) {
        auto bytes = frame(1, "hello") + frame(2, std::string(200, 'x')) + frame(1, "frag", false) + frame(0, "ment") +
                     frame(9, "ping") + frame(8, "\x03\xe8");
        for (auto edits = 1 + dice() % 4; edits > 0; --edits) {
            const auto at = dice() % bytes.size();
            if (dice() % 2 == 0) {
                bytes[at] = static_cast<char>(dice());
            } else {
                bytes.erase(at, 1 + dice() % 4);
            }
        }
        auto peer = shake_hands(origin);
        peer.send(bytes);
        peer.half_close();
        (void)peer.receive_all();
    }
    auto peer = shake_hands(origin);
}

TEST_F(SocketTest, RefusesMessagesAboveItsLimit) {
    const auto origin = origin_hearing();
    auto peer = shake_hands(*origin);
    peer.send(frame(1, std::string(1000, 'x')) + frame(1, std::string(600, 'y'), false) +
              frame(0, std::string(401, 'y')));
    const auto goodbye = peer.receive_all();
    peer.close();
    heard.over.wait();
    EXPECT_EQ(heard.messages.size(), 1u);
    EXPECT_EQ(heard.end, SocketError::too_large);
    EXPECT_THAT(goodbye, HasSubstr("\x03\xf1")) << "1009";
}

TEST_F(SocketTest, TellsALossFromAGoodbye) {
    const auto origin = origin_hearing();
    auto peer = shake_hands(*origin);
    peer.send(frame(1, "hello"));
    peer.reset();
    heard.over.wait();
    EXPECT_EQ(heard.end, SocketError::broken);
    EXPECT_EQ(heard.code, 1006);
}

TEST_F(SocketTest, TurnsAwayBeforeTheHandshake) {
    Acceptors acceptors;
    acceptors["/media/telnyx"] = [](Upgrade) { return turn_away(api::Code::stream_token_invalid); };
    TestOrigin origin{{}, std::move(acceptors)};
    origin.start();
    const auto refused = origin.ask(std::string{kHandshake});
    EXPECT_EQ(refused.status(), 401);
    EXPECT_TRUE(refused.has("STREAM_TOKEN_INVALID"));
    std::string elsewhere{kHandshake};
    elsewhere.replace(elsewhere.find("/media/telnyx"), 13, "/media/nobody");
    EXPECT_EQ(origin.ask(elsewhere).status(), 404);
    std::string wrong{kHandshake};
    wrong.replace(wrong.find("Sec-WebSocket-Version: 13"), 25, "Sec-WebSocket-Version: 12");
    EXPECT_GE(origin.ask(wrong).status(), 400);
}

Task<void> ends_in_order(std::unique_ptr<Socket> socket, std::latch& begun, std::latch& over) {
    begun.count_down();
    try {
        (void)co_await socket->read(soon());
    } catch (const boost::system::system_error&) {
    }
    co_await ending();
    socket->send(Kind::text, "x");
    co_await socket->close(CloseCode::going_away, soon());
    over.count_down();
}
TEST_F(SocketTest, SessionsEndPolitelyWhenTheServerStops) {
    std::latch begun{1}, over{1};
    Acceptors acceptors;
    acceptors["/media/telnyx"] = [&](Upgrade) {
        return admit([&](std::unique_ptr<Socket> socket) { return ends_in_order(std::move(socket), begun, over); });
    };
    TestOrigin origin{{}, std::move(acceptors)};
    origin.start();
    auto peer = shake_hands(origin);
    begun.wait();
    std::thread stopping{[&] { origin.stop(); }};
    std::string goodbye;
    while (goodbye.find("\x03\xe9") == std::string::npos) {
        const auto some = peer.receive_some();
        ASSERT_FALSE(some.empty());
        goodbye += some;
    }
    peer.send(frame(8, "\x03\xe9"));
    over.wait();
    stopping.join();
}

// The client's side, against the server's.

Task<void> echo(std::unique_ptr<Socket> socket) {
    for (;;) {
        const auto message = co_await socket->read(soon());
        if (!message) co_return;
        if (message->data == "goodbye") co_return co_await socket->close(CloseCode::normal, soon());
        socket->send(message->kind, std::string{message->data});
    }
}
Acceptors echoing() {
    Acceptors acceptors;
    acceptors["/echo"] = [](Upgrade) { return admit(echo); };
    return acceptors;
}

struct ConnectTest : ::testing::Test {
    TestAuthority authority;
    boost::asio::io_context io{1};
    BlockingPool pool{"dns", 1, 16};
    http::Dialer dialer{http::Trust{.ca_file = authority.file(), .system_authorities = false}, pool};
};

Task<std::vector<std::string>> converse(http::Dialer& dialer, std::string url) {
    std::vector<std::string> heard;
    auto socket = co_await connect(dialer, url, {{"Authorization", "key"}}, {}, soon());
    if (!socket) {
        heard.push_back(socket.error().detail);
        co_return heard;
    }
    for (int n = 0; n < 3; ++n) {
        EXPECT_TRUE((*socket)->send(n == 1 ? Kind::binary : Kind::text, "m" + std::to_string(n)));
        const auto message = co_await (*socket)->read(soon());
        if (!message) break;
        heard.push_back((message->kind == Kind::text ? "t:" : "b:") + std::string{message->data});
    }
    // A late read loses nothing.
    EXPECT_EQ((co_await (*socket)->read(shortly())).error(), SocketError::late);
    (*socket)->send(Kind::text, "after");
    const auto after = co_await (*socket)->read(soon());
    heard.push_back(after ? std::string{after->data} : "nothing");
    (*socket)->send(Kind::text, "goodbye");
    EXPECT_EQ((co_await (*socket)->read(soon())).error(), SocketError::closed);
    EXPECT_EQ((*socket)->close_code(), 1000);
    EXPECT_FALSE((*socket)->send(Kind::text, "too late"));
    co_return heard;
}
TEST_F(ConnectTest, ConversesWithTheServer) {
    TestOrigin origin{{}, echoing()};
    origin.start();
    EXPECT_THAT(run(io, converse(dialer, "ws://localhost:" + std::to_string(origin.port) + "/echo")),
                ::testing::ElementsAre("t:m0", "b:m1", "t:m2", "after"));
}

Task<ConnectError> fails(http::Dialer& dialer, std::string url, Deadline deadline) {
    auto socket = co_await connect(dialer, url, {}, {}, deadline);
    if (socket) co_return ConnectError{ConnectError::Kind::bad_url, 0, "it was let in"};
    co_return socket.error();
}
TEST_F(ConnectTest, SaysWhyItWasRefused) {
    ScriptedServer unauthorised{[](Peer& peer, int) {
        (void)peer.receive_message();
        peer.send(wib::testing::http_reply(401, R"({"error":"no key"})"));
    }};
    const auto refused = run(io, fails(dialer, unauthorised.url("ws", "/v3/ws"), soon()));
    EXPECT_EQ(refused.kind, ConnectError::Kind::refused);
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.detail, R"({"error":"no key"})");

    ScriptedServer silent{[](Peer& peer, int) { (void)peer.receive_all(); }};
    EXPECT_EQ(run(io, fails(dialer, silent.url("ws", "/"), shortly())).kind, ConnectError::Kind::late);
    ScriptedServer stranger{[](Peer&, int) {}, TestAuthority::self_signed("DNS:localhost")};
    EXPECT_EQ(run(io, fails(dialer, stranger.url("wss", "/"), soon())).kind, ConnectError::Kind::untrusted);
    EXPECT_EQ(run(io, fails(dialer, "https://localhost/", soon())).kind, ConnectError::Kind::bad_url);
    ScriptedServer garbage{[](Peer& peer, int) {
        (void)peer.receive_message();
        peer.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
    }};
    EXPECT_EQ(run(io, fails(dialer, garbage.url("ws", "/"), soon())).kind, ConnectError::Kind::unreachable);
}

Task<void> over_tls(http::Dialer& dialer, std::string url) {
    auto socket = co_await connect(dialer, url, {{"Authorization", "secret"}}, {}, soon());
    EXPECT_TRUE(socket) << socket.error().detail;
    if (!socket) co_return;
    const auto message = co_await (*socket)->read(soon());
    EXPECT_TRUE(message);
    if (message) EXPECT_EQ(message->data, "hi");
}
TEST_F(ConnectTest, SpeaksTls) {
    // The key is answered with a fixed accept header, so the script computes it from the request.
    ScriptedServer server{
        [](Peer& peer, int) {
            const auto request = peer.receive_message(true);
            EXPECT_TRUE(request.has("Authorization: secret"));
            const auto at = request.head.find("Sec-WebSocket-Key: ") + 19;
            const auto key = request.head.substr(at, 24) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            std::array<unsigned char, 20> digest{};
            EVP_Digest(key.data(), key.size(), digest.data(), nullptr, EVP_sha1(), nullptr);
            std::array<unsigned char, 32> text{};
            EVP_EncodeBlock(text.data(), digest.data(), digest.size());
            peer.send("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
                      std::string{reinterpret_cast<char*>(text.data())} + "\r\n\r\n\x81\x02hi");
            (void)peer.receive_some();
        },
        authority.issue("DNS:localhost")};
    run(io, over_tls(dialer, server.url("wss", "/v3/ws")));
}

/// A server that shakes hands and then reads nothing.
Task<void> deaf(std::unique_ptr<Socket> socket, std::latch& gate) {
    while (!gate.try_wait()) co_await sleep_until(Deadline::after(Deadline::Clock::now(), 5ms));
    (void)socket;
}
Task<void> fills(http::Dialer& dialer, std::string url, std::latch& gate) {
    Limits limits{.queued_messages = 4,
                  .queued_bytes = 64 * 1024 * 1024,
                  .queued_time = 1000ms,
                  .when_full = WhenFull::refuse,
                  .write_patience = 200ms};
    auto socket = co_await connect(dialer, url, {}, limits, soon());
    EXPECT_TRUE(socket);
    if (!socket) co_return;
    const std::string big(16 * 1024 * 1024, 'x');  // more than the kernel takes
    EXPECT_TRUE((*socket)->send(Kind::binary, big));
    for (int n = 0; n < 4; ++n) EXPECT_TRUE((*socket)->send(Kind::binary, "x", 200ms));
    EXPECT_FALSE((*socket)->send(Kind::binary, "x"));
    EXPECT_EQ((*socket)->dropped(), 1u);
    EXPECT_EQ((*socket)->queued(), 4u);
    EXPECT_EQ((*socket)->queued_time(), 800ms);
    EXPECT_EQ((*socket)->clear(), 4u);
    EXPECT_TRUE((*socket)->send(Kind::binary, "x", 900ms));
    EXPECT_FALSE((*socket)->send(Kind::binary, "x", 200ms)) << "the queue is bounded in time too";
    EXPECT_EQ((co_await (*socket)->flush(shortly())).error(), SocketError::late);
    EXPECT_EQ((co_await (*socket)->flush(soon())).error(), SocketError::broken) << "a stuck write ends the socket";
    EXPECT_FALSE((*socket)->send(Kind::binary, "x"));
    gate.count_down();
}
TEST_F(ConnectTest, BoundsItsQueueAndGivesUpOnAPeerThatDoesNotRead) {
    std::latch gate{1};
    Acceptors acceptors;
    acceptors["/deaf"] = [&](Upgrade) {
        return admit([&](std::unique_ptr<Socket> socket) { return deaf(std::move(socket), gate); });
    };
    TestOrigin origin{{}, std::move(acceptors)};
    origin.start();
    run(io, fills(dialer, "ws://localhost:" + std::to_string(origin.port) + "/deaf", gate));
}

Task<void> drops(http::Dialer& dialer, std::string url, std::latch& gate) {
    Limits limits{.queued_messages = 2, .queued_bytes = 64 * 1024 * 1024, .when_full = WhenFull::drop_oldest};
    auto socket = co_await connect(dialer, url, {}, limits, soon());
    EXPECT_TRUE(socket);
    if (!socket) co_return;
    EXPECT_TRUE((*socket)->send(Kind::binary, std::string(16 * 1024 * 1024, 'x')));
    for (int n = 0; n < 5; ++n) EXPECT_TRUE((*socket)->send(Kind::binary, "x"));
    EXPECT_EQ((*socket)->dropped(), 3u);
    EXPECT_EQ((*socket)->queued(), 2u);
    // Closing cannot be polite here; it is short.
    co_await (*socket)->close(CloseCode::normal, shortly());
    EXPECT_FALSE((*socket)->send(Kind::binary, "x"));
    gate.count_down();
}
TEST_F(ConnectTest, DropsTheOldestWhenToldTo) {
    std::latch gate{1};
    Acceptors acceptors;
    acceptors["/deaf"] = [&](Upgrade) {
        return admit([&](std::unique_ptr<Socket> socket) { return deaf(std::move(socket), gate); });
    };
    TestOrigin origin{{}, std::move(acceptors)};
    origin.start();
    run(io, drops(dialer, "ws://localhost:" + std::to_string(origin.port) + "/deaf", gate));
}

Task<void> close_while_reading(Socket& socket, std::optional<SocketError>& seen) {
    const auto message = co_await socket.read(soon());
    if (!message) seen = message.error();
}
Task<void> close_soon(Socket& socket) {
    co_await sleep_until(shortly());
    co_await socket.close(CloseCode::normal, soon());
}
Task<std::optional<SocketError>> races(http::Dialer& dialer, std::string url) {
    auto socket = co_await connect(dialer, url, {}, {}, soon());
    if (!socket) co_return std::nullopt;
    std::optional<SocketError> seen;
    TaskScope scope{co_await boost::asio::this_coro::executor, 4, nullptr};
    EXPECT_TRUE(scope.start("read", close_while_reading(**socket, seen)));
    EXPECT_TRUE(scope.start("close", close_soon(**socket)));
    EXPECT_TRUE(co_await scope.join(soon()));
    co_return seen;
}
TEST_F(ConnectTest, AReadEndsWhenItsOwnSideCloses) {
    TestOrigin origin{{}, echoing()};
    origin.start();
    EXPECT_EQ(run(io, races(dialer, "ws://localhost:" + std::to_string(origin.port) + "/echo")), SocketError::closed);
}

}  // namespace
}  // namespace wib::ws
