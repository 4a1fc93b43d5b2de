// The Autobahn testsuite's cases without compression, as bytes on a connection of ours: what the session hears, what
// the client is told and how the connection ends. What frames mean is frame_codec_test.cpp's business.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>

#include "origin/ws/socket.hpp"
#include "tests/support/run.hpp"
#include "tests/support/test_origin.hpp"

namespace wib::ws {
namespace {

using wib::testing::Peer;
using wib::testing::soon;
using wib::testing::TestOrigin;

constexpr std::string_view kHandshake =
    "GET /echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

std::string length(std::size_t size, int mask) {
    std::string bytes;
    if (size < 126) return {static_cast<char>(mask | static_cast<int>(size))};
    const bool is_short = size < 65536;
    bytes += static_cast<char>(mask | (is_short ? 126 : 127));
    for (int shift = is_short ? 8 : 56; shift >= 0; shift -= 8)
        bytes += static_cast<char>(std::uint64_t{size} >> shift);
    return bytes;
}
/// A client's frame, with a mask of zeroes.
std::string asked(int first, std::string_view payload) {
    return std::string{static_cast<char>(first)} + length(payload.size(), 0x80) + std::string(4, '\0') +
           std::string{payload};
}
std::string told(int first, std::string_view payload) {
    return std::string{static_cast<char>(first)} + length(payload.size(), 0) + std::string{payload};
}
std::string goodbye(int code) {
    return {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
}

Task<void> echo(std::unique_ptr<Socket> socket) {
    for (;;) {
        auto message = socket->arrived();
        if (!message) {
            const auto waited = co_await socket->read(soon());
            if (!waited) co_return co_await socket->close(CloseCode::normal, soon());
            message = *waited;
        }
        socket->send(message->kind, std::string{message->data});
    }
}
Task<Result<Admitted, api::Problem>> admit_echo(Upgrade) {
    co_return Admitted{echo, {.message_bytes = 100'000, .queued_bytes = 8 << 20}};
}

struct ConformanceTest : ::testing::Test {
    ConformanceTest() : origin{{}, acceptors()} { origin.start(); }
    static Acceptors acceptors() {
        Acceptors made;
        made["/echo"] = admit_echo;
        return made;
    }
    Peer shake_hands() {
        auto peer = origin.connect();
        peer.send(kHandshake);
        EXPECT_EQ(peer.receive_message(true).status(), 101);
        return peer;
    }
    TestOrigin origin;
};

struct Case {
    std::string name;
    std::string sent;
    std::string received;  ///< everything, until the server's end of the connection
};

std::vector<Case> cases() {
    const auto bye = asked(0x88, goodbye(1000)), farewell = told(0x88, goodbye(1000));
    std::vector<Case> all{
        {"2.1 an empty ping", asked(0x89, "") + bye, told(0x8a, "") + farewell},
        {"2.4 a ping of 125", asked(0x89, std::string(125, '\xfe')) + bye,
         told(0x8a, std::string(125, '\xfe')) + farewell},
        {"2.5 a ping of 126", asked(0x89, std::string(126, 'x')), told(0x88, goodbye(1002))},
        {"2.7 a pong nobody asked for", asked(0x8a, "") + bye, farewell},
        {"2.9 pongs and a ping", asked(0x8a, "x") + asked(0x89, "p") + bye, told(0x8a, "p") + farewell},
        {"3.2 a reserved bit", asked(0x81, "a") + asked(0xa1, "b") + asked(0x89, ""),
         told(0x81, "a") + told(0x88, goodbye(1002))},
        {"4.1.2 a reserved opcode", asked(0x81, "a") + asked(0x84, ""), told(0x81, "a") + told(0x88, goodbye(1002))},
        {"5.8 pieces about a ping", asked(0x01, "frag") + asked(0x89, "p") + asked(0x80, "ment") + bye,
         told(0x8a, "p") + told(0x81, "fragment") + farewell},
        {"5.9 a piece of nothing", asked(0x80, "x") + asked(0x81, "y"), told(0x88, goodbye(1002))},
        {"5.18 a message in a message", asked(0x01, "x") + asked(0x81, "y"), told(0x88, goodbye(1002))},
        {"6.3.1 what is no UTF-8", asked(0x81, "\xce\xba\xed\xa0\x80"), told(0x88, goodbye(1007))},
        {"6.4.2 what can be none any more", asked(0x01, "\xce\xba\xf4") + asked(0x00, "\x90"),
         told(0x88, goodbye(1007))},
        {"7.1.2 two goodbyes", bye + bye, farewell},
        {"7.1.5 a goodbye in a message", asked(0x01, "frag") + bye + asked(0x80, "ment"), farewell},
        {"7.3.1 a goodbye without a code", asked(0x88, ""), farewell},
        {"7.3.2 half a code", asked(0x88, "\x03"), told(0x88, goodbye(1002))},
        {"7.3.4 a reason", asked(0x88, goodbye(1000) + "done"), farewell},
        {"7.5.1 a reason that is no UTF-8", asked(0x88, goodbye(1000) + "\xed\xa0\x80"), told(0x88, goodbye(1007))},
        {"7.9.1 a code that is none", asked(0x88, goodbye(999)), told(0x88, goodbye(1002))},
        {"above the limit", asked(0x82, std::string(100'001, 'x')).substr(0, 14), told(0x88, goodbye(1009))},
    };
    std::string pings, pongs;
    for (int n = 0; n < 10; ++n) {
        pings += asked(0x89, "payload-" + std::to_string(n));
        pongs += told(0x8a, "payload-" + std::to_string(n));
    }
    all.push_back({"2.10 ten pings", pings + bye, pongs + farewell});
    for (const std::size_t size : {0u, 125u, 126u, 127u, 128u, 65'535u, 65'536u})
        for (const int first : {0x81, 0x82})
            all.push_back({"1.1 and 1.2, " + std::to_string(size), asked(first, std::string(size, '*')) + bye,
                           told(first, std::string(size, '*')) + farewell});
    for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
        all.push_back({"7.7, " + std::to_string(code), asked(0x88, goodbye(code)), told(0x88, goodbye(code))});
    std::string many, back;
    for (int n = 0; n < 500; ++n) {
        many += asked(0x82, "frame " + std::to_string(n));
        back += told(0x82, "frame " + std::to_string(n));
    }
    all.push_back({"9, five hundred messages at once", many + bye, back + farewell});
    return all;
}

TEST_F(ConformanceTest, AnswersAutobahnsCasesByteForByte) {
    for (const auto& one : cases()) {
        auto peer = shake_hands();
        peer.send(one.sent);
        EXPECT_EQ(peer.receive_all(), one.received) << one.name;
    }
}

TEST_F(ConformanceTest, AnswersThemInPiecesToo) {
    for (const auto& one : cases()) {
        if (one.sent.size() > 400) continue;
        auto peer = shake_hands();
        for (const char byte : one.sent) peer.send({&byte, 1});
        EXPECT_EQ(peer.receive_all(), one.received) << one.name;
    }
}

// A peer that asks and does not read: what we owe it is bounded, and once it reads it gets whole frames.
TEST_F(ConformanceTest, OwesAPeerThatDoesNotReadNothingWithoutABound) {
    auto peer = shake_hands();
    const auto ping = asked(0x89, std::string(125, 'p'));
    const auto pong = told(0x8a, std::string(125, 'p'));
    std::string burst;
    for (int n = 0; n < 1000; ++n) burst += ping;
    std::thread asking{[&] {
        for (int n = 0; n < 100; ++n) peer.send(burst);
        peer.send(asked(0x88, goodbye(1000)));
    }};
    asking.join();
    const auto all = peer.receive_all();
    const auto farewell = told(0x88, goodbye(1000));
    ASSERT_TRUE(all.ends_with(farewell));
    ASSERT_EQ((all.size() - farewell.size()) % pong.size(), 0u);
    for (std::size_t at = 0; at + farewell.size() < all.size(); at += pong.size())
        ASSERT_EQ(std::string_view{all}.substr(at, pong.size()), pong);
}

}  // namespace
}  // namespace wib::ws
