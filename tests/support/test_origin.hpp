#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <optional>

#include "origin/http/server.hpp"
#include "origin/runtime/threads.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/peer.hpp"

namespace wib::testing {

/// A whole HTTP server in this process on a random port, with a handler behind every route ({"route":"<name>"} unless
/// the test says otherwise) and the edge's key at hand.
class TestOrigin {
  public:
    explicit TestOrigin(http::ServerConfig config = {}, ws::Acceptors acceptors = {},
                        http::IdempotencyStore* idempotency = nullptr, std::size_t thread_count = 2)
        : config_(std::move(config)),
          acceptors_(std::move(acceptors)),
          idempotency_(idempotency),
          threads_(thread_count) {
        for (const auto& route : api::routes())
            router.on(route.name, [name = std::string{route.name}](http::RequestContext&) {
                return answer(R"({"route":")" + name + R"("})");
            });
    }
    ~TestOrigin() { stop(); }

    http::Router router;
    MemorySink lines;
    observe::Metrics metrics;
    SystemClock clock;
    SystemRandom random;
    api::EnvelopeKey key{"k1", Secret{std::string(32, 'k')}};
    std::uint16_t port = 0;

    TestOrigin& start() {
        server_.emplace(config_, http::ServerParts{.threads = threads_,
                                                   .router = router,
                                                   .keys = {key, {"k2", Secret{std::string(32, 'j')}}},
                                                   .acceptors = acceptors_,
                                                   .idempotency = idempotency_,
                                                   .clock = clock,
                                                   .random = random,
                                                   .log = observe::Log{lines, clock, observe::Level::debug},
                                                   .metrics = metrics});
        const auto bound = server_->start();
        if (!bound) {
            server_.reset();
            throw std::runtime_error{bound.error().reason};
        }
        port = *bound;
        threads_.start();
        return *this;
    }
    /// As main does it: drain until the deadline, then end the threads.
    void stop(std::chrono::milliseconds patience = std::chrono::seconds{5}) {
        if (!server_) return;
        boost::asio::co_spawn(threads_.executor(0), server_->stop(Deadline::after(Deadline::Clock::now(), patience)),
                              boost::asio::use_future)
            .get();
        threads_.stop();
        threads_.join();
        server_.reset();
    }

    [[nodiscard]] http::Server& server() { return *server_; }
    [[nodiscard]] Threads& threads() { return threads_; }
    [[nodiscard]] Peer connect() const { return Peer::connect(port); }

    [[nodiscard]] Principal agent() const {
        return {.kind = ActorKind::session,
                .actor = parse_uuid("00000000-0000-4000-8000-000000000001"),
                .user = UserId{*parse_uuid("00000000-0000-4000-8000-000000000002")},
                .organization = OrgId{*parse_uuid("00000000-0000-4000-8000-000000000003")},
                .role = Role::agent,
                .plan = "free",
                .label = {}};
    }
    /// What the edge would vouch for; tests bend it before sealing.
    [[nodiscard]] api::Envelope envelope(std::string method, std::string target, std::string_view body = {},
                                         std::string idempotency_key = {}) {
        return {.request = random.id<RequestId>(),
                .method = std::move(method),
                .target = std::move(target),
                .content_type = body.empty() ? "" : "application/json",
                .idempotency_key = std::move(idempotency_key),
                .body_digest = api::body_digest(body),
                .principal = agent(),
                .client_address = "203.0.113.7",
                .user_agent = "test",
                .correlation_id = "corr-1",
                .patience = std::chrono::seconds{10},
                .issued_at = clock.now()};
    }
    [[nodiscard]] std::string request(const api::Envelope& envelope, std::string_view body = {},
                                      std::string_view more_headers = {}) const {
        std::string text = envelope.method + ' ' + envelope.target +
                           " HTTP/1.1\r\nHost: origin\r\nX-Wib-Envelope: " + api::seal(envelope, key) + "\r\n";
        if (!envelope.idempotency_key.empty()) text += "Idempotency-Key: " + envelope.idempotency_key + "\r\n";
        if (!body.empty())
            text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        text.append(more_headers).append("\r\n").append(body);
        return text;
    }
    [[nodiscard]] std::string get(std::string target) { return request(envelope("GET", std::move(target))); }
    [[nodiscard]] std::string post(std::string target, std::string_view body, std::string idempotency_key = {}) {
        return request(envelope("POST", std::move(target), body, std::move(idempotency_key)), body);
    }
    /// One request on a connection of its own.
    [[nodiscard]] WireMessage ask(const std::string& text) const {
        auto peer = connect();
        peer.send(text);
        return peer.receive_message(text.starts_with("HEAD"));
    }

    static Task<http::Reply> answer(std::string body) { co_return http::Reply::json(200, std::move(body)); }

  private:
    http::ServerConfig config_;
    ws::Acceptors acceptors_;
    http::IdempotencyStore* idempotency_;
    Threads threads_;
    std::optional<http::Server> server_;
};

}  // namespace wib::testing
