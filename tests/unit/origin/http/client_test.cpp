#include "origin/http/client/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <latch>

#include "origin/runtime/task_scope.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scripted_server.hpp"

namespace wib::http {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using wib::testing::http_reply;
using wib::testing::Peer;
using wib::testing::run;
using wib::testing::ScriptedServer;
using wib::testing::shortly;
using wib::testing::soon;
using wib::testing::TestAuthority;
using Kind = ClientError::Kind;

struct ClientTest : ::testing::Test {
    TestAuthority authority;
    boost::asio::io_context io{1};
    BlockingPool pool{"dns", 1, 16};
    observe::Metrics metrics;
    Dialer dialer{Trust{.ca_file = authority.file(), .system_authorities = false}, pool};
    Client client{dialer, {}, metrics};

    Result<api::Response, ClientError> send(ClientRequest request, Deadline deadline = soon()) {
        return run(io, client.send(std::move(request), deadline));
    }
};

void answer_all(Peer& peer, int) {
    for (;;) {
        const auto request = peer.receive_message();
        if (!request.complete) return;
        peer.send(http_reply(200, request.head.substr(0, request.head.find(' ')) + ' ' + request.body));
    }
}

TEST_F(ClientTest, ReusesItsConnection) {
    ScriptedServer server{answer_all};
    for (int n = 0; n < 3; ++n) {
        const auto answer = send({.method = "POST", .url = server.url("http", "/x?y=1"), .body = "hello"});
        ASSERT_TRUE(answer) << answer.error().detail;
        EXPECT_EQ(answer->body, "POST hello");
    }
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(ClientTest, SpeaksTlsToThoseItCanTrust) {
    ScriptedServer server{answer_all, authority.issue("DNS:localhost,IP:127.0.0.1")};
    const auto by_name = send({.url = server.url("https", "/")});
    ASSERT_TRUE(by_name) << by_name.error().detail;
    const auto by_address = send({.url = server.url("https", "/", "127.0.0.1")});
    ASSERT_TRUE(by_address) << by_address.error().detail;
}

TEST_F(ClientTest, RefusesStrangers) {
    ScriptedServer wrong_host{answer_all, authority.issue("DNS:example.com")};
    ScriptedServer self_signed{answer_all, TestAuthority::self_signed("DNS:localhost")};
    ScriptedServer old_tls{answer_all, authority.issue("DNS:localhost"), TLS1_1_VERSION};
    ScriptedServer plain{[](Peer& peer, int) { peer.send(http_reply(400, "this is not TLS")); }};
    for (const auto* server : {&wrong_host, &self_signed, &old_tls, &plain}) {
        const auto answer = send({.url = server->url("https", "/")});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, Kind::untrusted) << answer.error().detail;
        EXPECT_FALSE(answer.error().request_sent);
    }
    EXPECT_THAT(send({.url = self_signed.url("https", "/")}).error().detail, HasSubstr("self-signed"));
}

TEST_F(ClientTest, RefusesAFileWithoutAuthorities) {
    EXPECT_THROW((Dialer{Trust{.ca_file = "/nonexistent/ca.pem"}, pool}), TrustError);
}

TEST_F(ClientTest, OpensAnotherConnectionWhenTheIdleOneWasClosed) {
    std::latch closed{1};
    ScriptedServer server{[&](Peer& peer, int number) {
        (void)peer.receive_message();
        peer.send(http_reply(200, "once"));
        peer.interrupt();
        if (number == 0) closed.count_down();
    }};
    EXPECT_TRUE(send({.method = "POST", .url = server.url("http", "/")}));
    closed.wait();
    const auto second = send({.method = "POST", .url = server.url("http", "/")});
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_EQ(server.connections(), 2);
}

TEST_F(ClientTest, SendsAgainOnlyWhenTold) {
    ScriptedServer server{[](Peer& peer, int number) {
        (void)peer.receive_message();
        if (number % 2 == 0) return peer.reset();
        peer.send(http_reply(200, "second try", "Connection: close\r\n"));
    }};
    const auto never = send({.method = "POST", .url = server.url("http", "/")});
    ASSERT_FALSE(never);
    EXPECT_EQ(never.error().kind, Kind::broken);
    EXPECT_TRUE(never.error().request_sent);
    EXPECT_EQ(server.connections(), 1);
    EXPECT_TRUE(send({.url = server.url("http", "/")})) << "the second connection answers";
    const auto once = send({.url = server.url("http", "/"), .resend = Resend::once_if_broken});
    ASSERT_TRUE(once) << once.error().detail;
    EXPECT_EQ(once->body, "second try");
}

TEST_F(ClientTest, IsLateWhenNoAnswerComes) {
    ScriptedServer server{[](Peer& peer, int) { (void)peer.receive_all(); }};
    const auto answer = send({.url = server.url("http", "/")}, shortly());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::late);
    EXPECT_TRUE(answer.error().request_sent);
}

TEST_F(ClientTest, IsLateWhenAnAnswerTrickles) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.receive_message();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        (void)peer.receive_all();
    }};
    const auto answer = send({.url = server.url("http", "/")}, shortly());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::late);
}

TEST_F(ClientTest, BoundsWhatItReads) {
    ScriptedServer server{[](Peer& peer, int number) {
        (void)peer.receive_message();
        if (number == 0) peer.send(http_reply(200, std::string(2000, 'x')));
        if (number == 1)
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x') +
                      "\r\n0\r\n\r\n");
        if (number == 2) peer.send("HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x'));
    }};
    for (int n = 0; n < 3; ++n) {
        const auto answer = send({.url = server.url("http", "/"), .response_limit = 1000});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, Kind::too_large) << answer.error().detail;
    }
}

TEST_F(ClientTest, SaysWhenTheAnswerIsNotHttp) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.receive_message();
        peer.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
    }};
    const auto answer = send({.url = server.url("http", "/")});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::garbled) << answer.error().detail;
}

TEST_F(ClientTest, SaysWhenNobodyIsThere) {
    std::string url;
    {
        ScriptedServer server{answer_all};
        url = server.url("http", "/", "127.0.0.1");
    }
    EXPECT_EQ(send({.url = url}).error().kind, Kind::unreachable);
    EXPECT_EQ(send({.url = "http://name.invalid/"}).error().kind, Kind::unreachable);
}

TEST_F(ClientTest, LetsNobodySmuggleALineIntoItsHead) {
    ScriptedServer server{answer_all};
    EXPECT_EQ(send({.url = server.url("http", "/"), .headers = {{"X-A", "b\r\nX-C: d"}}}).error().kind, Kind::bad_url);
    EXPECT_EQ(send({.url = server.url("http", "/a b")}).error().kind, Kind::bad_url);
    EXPECT_EQ(send({.url = "ftp://localhost/"}).error().kind, Kind::bad_url);
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(ClientTest, ReadsHeadsOfHeadRequests) {
    ScriptedServer server{[](Peer& peer, int) {
        while (peer.receive_message().complete) peer.send("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n");
    }};
    for (int n = 0; n < 2; ++n) {
        const auto answer = send({.method = "HEAD", .url = server.url("http", "/")});
        ASSERT_TRUE(answer) << answer.error().detail;
        EXPECT_EQ(answer->headers.get("content-length"), "12345");
    }
    EXPECT_EQ(server.connections(), 1);
}

Task<void> ask(Client& client, std::string url, std::vector<std::string>& outcomes) {
    const auto answer = co_await client.send({.url = std::move(url)}, soon());
    outcomes.push_back(answer ? "ok" : answer.error().kind == Kind::busy ? "busy" : answer.error().detail);
}
Task<void> crowd(Client& client, std::string url, std::vector<std::string>& outcomes) {
    TaskScope scope{co_await boost::asio::this_coro::executor, 8, nullptr};
    for (int n = 0; n < 4; ++n) EXPECT_TRUE(scope.start("ask", ask(client, url, outcomes)));
    EXPECT_TRUE(co_await scope.join(soon()));
}
TEST_F(ClientTest, WaitsForAPlaceAndRefusesWhenTooManyWait) {
    ScriptedServer server{answer_all};
    Client narrow{dialer, {.connections_per_host = 1, .waiting_per_host = 2}, metrics};
    std::vector<std::string> outcomes;
    run(io, crowd(narrow, server.url("http", "/"), outcomes));
    EXPECT_THAT(outcomes, ::testing::UnorderedElementsAre("ok", "ok", "ok", "busy"));
    EXPECT_EQ(server.connections(), 1);
}

}  // namespace
}  // namespace wib::http
