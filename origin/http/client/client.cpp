#include "origin/http/client/client.hpp"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <mutex>
#include <variant>

#include "origin/http/client/transport.hpp"
#include "origin/runtime/wakeup.hpp"
#include "origin/runtime/within.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/url.hpp"

namespace wib::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using beast::error_code;

namespace {

using WireRequest = bhttp::request<bhttp::string_body>;
using WireResponse = bhttp::response_parser<bhttp::string_body>;

struct Connection {
    std::variant<TcpSocket, std::unique_ptr<TlsStream>> stream;
    beast::flat_buffer buffer{};
    Deadline::Clock::time_point idle_since{};

    TcpSocket& socket() {
        if (auto* plain = std::get_if<TcpSocket>(&stream)) return *plain;
        return std::get<1>(stream)->next_layer();
    }
    /// Still quiet and open. Anything to read on an unused connection means that it is over.
    bool is_fit() {
        char byte;
        const auto got = ::recv(socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }
};

/// One host's connections on one io thread.
struct Host {
    explicit Host(asio::any_io_executor executor) : freed(std::move(executor)) {}
    std::vector<std::unique_ptr<Connection>> idle;
    std::size_t open = 0;
    std::size_t waiting = 0;
    Wakeup freed;
};

struct Lane {
    explicit Lane(asio::any_io_executor e) : executor(std::move(e)) {}
    asio::any_io_executor executor;
    std::map<std::string, std::unique_ptr<Host>, std::less<>> hosts;
};

/// Holds one of a host's places; gives it back when it dies.
struct Place {
    Host* host;
    explicit Place(Host& h) : host(&h) { ++h.open; }
    ~Place() {
        --host->open;
        host->freed.notify();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
};

struct Address {
    bool secure;
    std::string host;
    std::uint16_t port;
    std::string authority;
    std::string target;
    [[nodiscard]] std::string key() const { return (secure ? "https " : "http ") + authority; }
};

std::optional<Address> address_of(const std::string& url) {
    const auto parsed = codec::parse_url(url);
    if (!parsed || (parsed->scheme != "https" && parsed->scheme != "http")) return std::nullopt;
    Address address{.secure = parsed->scheme == "https",
                    .host = std::string{parsed->host},
                    .port = port_of(parsed->scheme, parsed->port)};
    if (address.port == 0) return std::nullopt;
    address.authority = address.host.find(':') == std::string::npos ? address.host : '[' + address.host + ']';
    if (!parsed->port.empty()) address.authority += ':' + std::string{parsed->port};
    address.target = parsed->target;
    if (address.target.empty() || address.target[0] != '/') address.target.insert(0, "/");
    return address;
}

std::optional<WireRequest> wire_request(ClientRequest& request, const Address& address) {
    if (!codec::is_token(request.method) || address.target.find_first_of(" \r\n\t") != std::string::npos)
        return std::nullopt;
    WireRequest wire;
    wire.version(11);
    wire.method_string(request.method);
    wire.target(address.target);
    wire.set(bhttp::field::host, address.authority);
    wire.set(bhttp::field::user_agent, "word-is-bond");
    for (const auto& [name, value] : request.headers) {
        if (!codec::is_token(name) || !codec::is_field_value(value)) return std::nullopt;
        wire.insert(name, value);
    }
    wire.body() = std::move(request.body);
    if (!wire.body().empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH")
        wire.content_length(wire.body().size());
    return wire;
}

struct Exchanged {
    error_code error{};
    bool answer_began = false;
    bool request_sent = false;
};

template <class Stream>
Task<void> exchange_on(Stream& stream, beast::flat_buffer& buffer, WireRequest& request, WireResponse& parser,
                       Exchanged& outcome) {
    outcome.request_sent = true;
    const auto [write_error, written] =
        co_await bhttp::async_write(stream, request, asio::as_tuple(asio::use_awaitable));
    // A server may answer and close before it has read all of the body: what it said is worth more than our write
    // error.
    const auto [error, got] = co_await bhttp::async_read(stream, buffer, parser, asio::as_tuple(asio::use_awaitable));
    (void)written;
    outcome.answer_began = got > 0 || buffer.size() > 0;
    outcome.error = error && write_error && !outcome.answer_began ? write_error : error;
}

Task<void> exchange(Connection& connection, WireRequest& request, WireResponse& parser, Exchanged& outcome) {
    if (auto* plain = std::get_if<TcpSocket>(&connection.stream))
        return exchange_on(*plain, connection.buffer, request, parser, outcome);
    return exchange_on(*std::get<1>(connection.stream), connection.buffer, request, parser, outcome);
}

ClientError meaning_of(const Exchanged& outcome) {
    using Kind = ClientError::Kind;
    auto kind = Kind::broken;
    if (outcome.error == bhttp::error::body_limit) {
        kind = Kind::too_large;
    } else if (outcome.error.category() == bhttp::make_error_code(bhttp::error::bad_status).category() &&
               outcome.error != bhttp::error::end_of_stream && outcome.error != bhttp::error::partial_message) {
        kind = Kind::garbled;
    }
    return {kind, outcome.request_sent, outcome.error.message()};
}

ClientError from(DialError error) {
    using Kind = ClientError::Kind;
    const auto kind = error.kind == DialError::Kind::untrusted ? Kind::untrusted
                      : error.kind == DialError::Kind::late    ? Kind::late
                                                               : Kind::unreachable;
    return {kind, false, std::move(error.detail)};
}

api::Response to_response(WireResponse& parser) {
    auto& message = parser.get();
    api::Response response{.status = static_cast<int>(message.result_int())};
    for (const auto& field : message)
        response.headers.add(std::string{field.name_string().data(), field.name_string().size()},
                             std::string{field.value().data(), field.value().size()});
    response.body = std::move(message.body());
    return response;
}

std::string_view name(ClientError::Kind kind) {
    using Kind = ClientError::Kind;
    switch (kind) {
        case Kind::bad_url:
            return "bad_url";
        case Kind::unreachable:
            return "unreachable";
        case Kind::untrusted:
            return "untrusted";
        case Kind::late:
            return "late";
        case Kind::broken:
            return "broken";
        case Kind::too_large:
            return "too_large";
        case Kind::garbled:
            return "garbled";
        case Kind::busy:
            return "busy";
    }
    return "unknown";
}

}  // namespace

struct Client::State {
    State(Dialer& d, ClientLimits l, observe::Metrics& m)
        : dialer(d),
          limits(l),
          requests(m.counters("wib_client_requests_total", "Requests to vendors, by host and outcome.",
                              {"host", "outcome"})),
          took(m.histograms("wib_client_request_seconds", "Requests to vendors.", {"host"})),
          connections(
              m.counters("wib_client_connections_total", "Connections opened or reused, by host.", {"host", "how"})) {}

    Dialer& dialer;
    ClientLimits limits;
    observe::Family<observe::Counter>& requests;
    observe::Family<observe::Histogram>& took;
    observe::Family<observe::Counter>& connections;
    std::mutex mutex;  // guards the map; a lane belongs to its thread
    std::map<const void*, std::unique_ptr<Lane>> lanes;

    Lane& lane(const asio::any_io_executor& executor) {
        const std::scoped_lock lock{mutex};
        auto& lane = lanes[&asio::query(executor, asio::execution::context)];
        if (!lane) lane = std::make_unique<Lane>(executor);
        return *lane;
    }

    /// A second attempt does not try its luck with another old connection.
    enum class Reuse { yes, no };

    std::unique_ptr<Connection> take_idle(Host& host) const {
        const auto now = Deadline::Clock::now();
        while (!host.idle.empty()) {
            auto connection = std::move(host.idle.back());
            host.idle.pop_back();
            if (now - connection->idle_since < limits.keep_idle && connection->is_fit()) return connection;
        }
        return nullptr;
    }

    Task<Result<std::unique_ptr<Connection>, ClientError>> open(Address address, Deadline deadline) {
        const auto patience = deadline.capped(Deadline::Clock::now(), limits.connect_patience);
        if (address.secure) {
            auto stream = co_await dialer.parts().connect_tls(address.host, address.port, patience);
            if (!stream) co_return unexpected(from(std::move(stream.error())));
            co_return std::make_unique<Connection>(std::move(*stream));
        }
        auto socket = co_await dialer.parts().connect(address.host, address.port, patience);
        if (!socket) co_return unexpected(from(std::move(socket.error())));
        co_return std::make_unique<Connection>(std::move(*socket));
    }

    Task<Result<api::Response, ClientError>> attempt(Host& host, const Address& address, WireRequest& wire,
                                                     std::size_t limit, Reuse reuse, Deadline deadline) {
        auto connection = reuse == Reuse::yes ? take_idle(host) : nullptr;
        connections.with({address.host, connection ? "reused" : "opened"}).add();
        if (!connection) {
            auto opened = co_await open(address, deadline);
            if (!opened) co_return unexpected(std::move(opened.error()));
            connection = std::move(*opened);
        }

        WireResponse parser;
        parser.body_limit(limit);
        parser.header_limit(64 * 1024);
        if (wire.method() == bhttp::verb::head) parser.skip(true);
        Exchanged outcome;
        if (!co_await within(deadline, exchange(*connection, wire, parser, outcome)))
            co_return unexpected(ClientError{ClientError::Kind::late, outcome.request_sent, "no answer in time"});
        if (outcome.error) co_return unexpected(meaning_of(outcome));

        const bool stays = parser.keep_alive() && connection->buffer.size() == 0;
        auto response = to_response(parser);
        if (stays) {
            connection->idle_since = Deadline::Clock::now();
            host.idle.push_back(std::move(connection));
        }
        co_return response;
    }

    Task<Result<api::Response, ClientError>> send(ClientRequest request, Deadline deadline) {
        const auto address = address_of(request.url);
        if (!address)
            co_return unexpected(ClientError{ClientError::Kind::bad_url, false, "not an http or https address"});
        auto wire = wire_request(request, *address);
        if (!wire)
            co_return unexpected(ClientError{ClientError::Kind::bad_url, false,
                                             "a header, the method or the target is not well formed"});

        auto& all = lane(co_await asio::this_coro::executor);
        auto& host_slot = all.hosts[address->key()];
        if (!host_slot) host_slot = std::make_unique<Host>(all.executor);
        auto& host = *host_slot;

        while (host.open >= limits.connections_per_host) {
            if (host.waiting >= limits.waiting_per_host)
                co_return unexpected(
                    ClientError{ClientError::Kind::busy, false, "too many requests to " + address->host});
            struct Waiting {
                std::size_t& count;
                explicit Waiting(std::size_t& c) : count(c) { ++count; }
                ~Waiting() { --count; }
            };
            const Waiting waiting{host.waiting};
            if (!co_await host.freed.wait(deadline) && host.open >= limits.connections_per_host)
                co_return unexpected(
                    ClientError{ClientError::Kind::late, false, "all connections to " + address->host + " are in use"});
        }
        const Place place{host};

        auto answer = co_await attempt(host, *address, *wire, request.response_limit, Reuse::yes, deadline);
        if (!answer && answer.error().kind == ClientError::Kind::broken && request.resend == Resend::once_if_broken)
            answer = co_await attempt(host, *address, *wire, request.response_limit, Reuse::no, deadline);
        co_return answer;
    }
};

Client::Client(Dialer& dialer, ClientLimits limits, observe::Metrics& metrics)
    : state_(std::make_shared<State>(dialer, limits, metrics)) {}
Client::~Client() = default;

Task<Result<api::Response, ClientError>> Client::send(ClientRequest request, Deadline deadline) {
    const auto state = state_;
    const auto before = Deadline::Clock::now();
    const auto parsed = codec::parse_url(request.url);
    const std::string host{parsed ? parsed->host : std::string_view{}};
    auto answer = co_await state->send(std::move(request), deadline);
    state->took.with({host}).observe(Deadline::Clock::now() - before);
    state->requests
        .with({host, answer ? std::to_string(answer->status / 100) + "xx" : std::string{name(answer.error().kind)}})
        .add();
    co_return answer;
}

void Client::close_idle() {
    const std::scoped_lock lock{state_->mutex};
    for (auto& [context, lane] : state_->lanes)
        asio::post(lane->executor, [state = state_, ours = lane.get()] {
            for (auto& [key, host] : ours->hosts) host->idle.clear();
        });
}

}  // namespace wib::http
