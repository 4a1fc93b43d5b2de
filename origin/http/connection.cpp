#include "origin/http/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <charconv>
#include <utility>

#include "origin/http/dispatch.hpp"
#include "origin/http/peer_watch.hpp"
#include "origin/http/request_line.hpp"
#include "origin/http/sending.hpp"
#include "origin/http/streamed_body.hpp"
#include "origin/runtime/within.hpp"
#include "origin/ws/stream_socket.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/hex.hpp"
#include "shared/codec/url.hpp"

namespace wib::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using namespace std::chrono_literals;
using api::Code;
using api::Problem;
using asio::ip::tcp;
using beast::error_code;
using std::chrono::milliseconds;

namespace {

constexpr auto kLinger = 2s;  // for a refused peer to stop sending and read why
constexpr std::size_t kLingerBytes = 4 * 1024 * 1024;
constexpr std::size_t kDroppedBytes = 1024 * 1024;  // of a body that streams and whose handler has read enough
constexpr std::size_t kLongestCorrelation = 128;
constexpr std::size_t kHeadAtHand = 4 * 1024;  // looked for without waiting; an enveloped read takes half of it

Task<void> until_gone_or_drained(tcp::socket& socket, Lane& lane) {
    (void)co_await first_to_end(until_gone(socket), lane.drained.wait());
}

Task<void> stream_body(const BodyStream& body, StreamWriter& writer) {
    co_await body(writer);
    co_await writer.finish();
}

api::Headers headers_of(const bhttp::fields& fields) {
    api::Headers headers;
    for (const auto& field : fields)
        headers.add(std::string{field.name_string().data(), field.name_string().size()},
                    std::string{field.value().data(), field.value().size()});
    return headers;
}

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

bool gives_a_socket(std::string_view path) {
    const auto row = api::match("GET", path);
    return row && row->route->streaming == api::Streaming::socket;
}

bool has_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

}  // namespace

class Connection {
  public:
    Connection(tcp::socket socket, std::shared_ptr<Service> service, std::shared_ptr<Lane> lane)
        : socket_(std::move(socket)),
          service_(std::move(service)),
          lane_(std::move(lane)),
          watch_(std::make_shared<PeerWatch>(socket_)) {
        socket_.non_blocking(true);  // what can be done at once is done without a timer beside it
        lane_->connections.insert(this);
        service_->open.add();
    }
    ~Connection() {
        watch_->leave();
        lane_->connections.erase(this);
        service_->open.add(-1);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Task<void> run();
    void drain() { watch_->wake(); }
    /// Ends run() when the peer leaves while it is being served.
    Interrupt& gone() { return gone_; }
    [[nodiscard]] bool has_gone() const { return watch_->has_gone(); }

  private:
    using Parser = bhttp::request_parser<bhttp::string_body>;
    enum class Then { next_request, close, linger };

    [[nodiscard]] Deadline in(milliseconds patience) const { return service_->parts.clock.in(patience); }
    Task<bool> wait_for_request();
    std::optional<error_code> header_at_hand();
    Task<Then> one_request();
    Task<Then> serve_open(std::string_view path, bool head);
    Task<Then> upgrade(const codec::Target& target, std::string correlation_id);
    Task<Then> become_socket(ws::Admitted admitted, std::string name);
    Task<Reply> reply_unless_gone(RequestContext& context, const Service::Figures& figures,
                                  const StreamedBody* incoming = nullptr);
    Task<Reply> reply_to_stream(RequestContext& context, const Service::Figures& figures);
    Task<std::optional<Problem>> read_body(const api::Route& route, bool& late);
    Task<void> send(Reply& reply, std::string_view correlation_id, Then then, bool head);
    Task<Then> refuse(const Problem& problem, std::string_view correlation_id, Then then);
    Task<void> linger();
    std::string correlation_id() const;
    void tell(const Reply& reply, std::string_view correlation_id) {
        http::tell(service_->parts.log, line_, reply, correlation_id, service_->parts.clock.now());
    }

    RequestLine line_;
    tcp::socket socket_;
    std::shared_ptr<Service> service_;  // shared with connections that an ending io_context destroys last
    std::shared_ptr<Lane> lane_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::shared_ptr<PeerWatch> watch_;  // shared with the wait's handler, which ends after us
    Interrupt gone_;
};

Task<void> Connection::run() {
    while (co_await wait_for_request()) {
        const auto then = co_await one_request();
        if (then == Then::linger) co_await linger();
        if (then != Then::next_request) break;
    }
    error_code ignored;  // the other side may be gone already
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
}

Task<bool> Connection::wait_for_request() {
    if (lane_->draining) co_return false;
    if (buffer_.size() > 0) co_return true;
    co_await watch_->something(in(service_->config.idle_patience));
    co_return watch_->has_seen() && !lane_->draining;
}

std::string Connection::correlation_id() const {
    const auto given = view(parser_->get()["x-correlation-id"]);
    if (!given.empty() && given.size() <= kLongestCorrelation && codec::is_token(given)) return std::string{given};
    const auto octets = lane_->four_random(service_->parts.random);
    return "wb-" + std::to_string(unix_seconds(service_->parts.clock.now())) + '-' +
           codec::hex(std::as_bytes(std::span{octets}));
}

namespace {

Task<error_code> read_header(tcp::socket& socket, beast::flat_buffer& buffer,
                             bhttp::request_parser<bhttp::string_body>& parser) {
    const auto [error, size] =
        co_await bhttp::async_read_header(socket, buffer, parser, asio::as_tuple(asio::use_awaitable));
    co_return error;
}
Task<error_code> read_rest(tcp::socket& socket, beast::flat_buffer& buffer,
                           bhttp::request_parser<bhttp::string_body>& parser) {
    const auto [error, size] = co_await bhttp::async_read(socket, buffer, parser, asio::as_tuple(asio::use_awaitable));
    co_return error;
}

Problem malformed() {
    return {Code::invalid_target, "The request is not well-formed HTTP."};
}

}  // namespace

/// Most requests are there whole as soon as their first byte is: their head is parsed without a wait. Nothing when
/// there is something to wait for; who sends requests on top of each other waits too, so that others get their turn.
std::optional<error_code> Connection::header_at_hand() {
    if (buffer_.size() > 0) return std::nullopt;
    error_code error;
    watch_->forget();
    const auto got = socket_.read_some(buffer_.prepare(kHeadAtHand), error);
    if (error) return std::nullopt;  // whatever it is, waiting meets it again
    buffer_.commit(got);
    parser_->eager(false);
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == bhttp::error::need_more || (!error && !parser_->is_header_done())) return std::nullopt;
    return error;
}

/// A body that streams is left to its handler; that it is not too large where it says how large it is, is seen here.
Task<std::optional<Problem>> Connection::read_body(const api::Route& route, bool& late) {
    const auto limit = route.body_limit;
    const auto length = parser_->content_length();
    if (length && *length > limit) co_return Problem{Code::payload_too_large};
    if (parser_->is_done() || api::streams_body(route)) co_return std::nullopt;
    parser_->body_limit(limit);
    if (codec::equal_without_case(view(parser_->get()[bhttp::field::expect]), "100-continue"))
        co_await write_within(socket_, "HTTP/1.1 100 Continue\r\n\r\n", service_->parts.clock,
                              service_->config.write_patience);
    const auto error = co_await within(in(service_->config.body_patience), read_rest(socket_, buffer_, *parser_));
    late = !error;
    if (late || !*error) co_return std::nullopt;
    if (*error == bhttp::error::body_limit) co_return Problem{Code::payload_too_large};
    if (*error == bhttp::error::partial_message || *error == asio::error::connection_reset) throw GoneError{};
    co_return malformed();
}

Task<Connection::Then> Connection::one_request() {
    line_ = {};
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(service_->config.header_bytes));
    parser_->body_limit(boost::none);

    Result<error_code, Late> error;
    if (const auto at_hand = header_at_hand()) {
        error = *at_hand;
    } else {
        error = co_await within(in(service_->config.header_patience), read_header(socket_, buffer_, *parser_));
    }
    if (!error) {
        service_->refused.with({"slow_header"}).add();
        co_return Then::close;
    }
    if (*error == bhttp::error::end_of_stream || *error == bhttp::error::partial_message ||
        (*error && error->category() == asio::error::get_system_category()))
        co_return Then::close;
    if (*error == bhttp::error::header_limit)
        co_return co_await refuse({Code::header_too_large}, correlation_id(), Then::linger);
    if (*error) co_return co_await refuse(malformed(), correlation_id(), Then::linger);

    const auto& head = parser_->get();
    const std::string method{view(head.method_string())};
    const std::string target_text{view(head.target())};
    auto correlation = correlation_id();
    line_.began = service_->parts.clock.now();
    line_.method = parser_->get().method() == bhttp::verb::unknown ? std::string{"OTHER"} : method;
    line_.trace_id = codec::trace_id_of(view(head["traceparent"]));
    const auto target = codec::parse_target(target_text);
    if (!target) co_return co_await refuse({Code::invalid_target}, correlation, Then::linger);

    const bool safe = method == "GET" || method == "HEAD";
    if (safe && (target->path == "/healthz" || target->path == "/metrics"))
        co_return co_await serve_open(target->path, method == "HEAD");
    // The rows that give sockets are asked like all others, with an envelope.
    const bool is_handshake = method == "GET" && beast::websocket::is_upgrade(head);
    if (is_handshake && !gives_a_socket(target->path)) co_return co_await upgrade(*target, std::move(correlation));

    // Proven before its body is read: strangers cost a header each.
    auto headers = headers_of(head);
    auto envelope =
        api::open_envelope(headers.get(api::kEnvelopeHeader), service_->parts.keys, service_->parts.clock.now());
    if (!envelope) {
        service_->refused.with({api::name(envelope.error())}).add();
        co_return co_await refuse(api::problem(envelope.error()), correlation, Then::linger);
    }
    if (!envelope->correlation_id.empty() && envelope->correlation_id.size() <= kLongestCorrelation &&
        codec::is_field_value(envelope->correlation_id))
        correlation = envelope->correlation_id;
    line_.name(*envelope);

    api::NoMatch why{};
    const auto match = api::match(method, target->path, &why);
    if (!match) {
        auto reply = Reply::problem({why == api::NoMatch::wrong_method ? Code::method_not_allowed : Code::not_found},
                                    correlation);
        if (why == api::NoMatch::wrong_method) reply.headers.add("Allow", api::allowed_methods(target->path));
        tell(reply, correlation);
        co_await send(reply, correlation, Then::linger, method == "HEAD");
        co_return Then::linger;
    }

    line_.route = match->route->name;
    const bool streams = api::streams_body(*match->route);
    bool late = false;
    if (const auto problem = co_await read_body(*match->route, late))
        co_return co_await refuse(*problem, correlation, Then::linger);
    if (late) {
        service_->refused.with({"slow_body"}).add();
        co_return Then::close;
    }

    const auto then = parser_->keep_alive() && !lane_->draining ? Then::next_request : Then::close;
    auto context = admit({.method = method,
                          .target = target_text,
                          .headers = std::move(headers),
                          .body = std::move(parser_->get().body()),
                          .envelope = std::move(*envelope),
                          .correlation_id = correlation},
                         *match, service_->memory, service_->parts.clock,
                         streams ? service_->config.upload_patience : service_->config.request_patience);
    if (!context) {
        service_->refused.with({std::string{api::name(context.error().code)}}).add();
        co_return co_await refuse(context.error(), correlation, parser_->is_done() ? then : Then::linger);
    }

    const auto& figures = service_->of(*match->route);
    auto reply = streams ? co_await reply_to_stream(*context, figures) : co_await reply_unless_gone(*context, figures);
    std::array<char, 12> status{};
    const auto* const end = std::to_chars(status.data(), status.data() + status.size(), reply.status).ptr;
    service_->requests.with({match->route->name, {status.data(), end}}).add();
    tell(reply, correlation);
    if (auto* admitted = std::get_if<ws::Admitted>(&reply.body)) {
        if (!is_handshake || buffer_.size() > 0)
            co_return co_await refuse({Code::invalid_target}, correlation, Then::linger);
        co_return co_await become_socket(std::move(*admitted), std::string{match->route->name});
    }
    const auto after = !parser_->is_done() ? Then::linger : lane_->draining ? Then::close : then;
    co_await send(reply, correlation, after, method == "HEAD");
    co_return after;
}

namespace {

/// What a request leaves in the figures however it ends; one whose peer has gone is unwound and never says how.
class Served {
  public:
    Served(PeerWatch& watch, Interrupt& gone, const Service::Figures& figures) : watch_(watch), figures_(figures) {
        watch_.start_serving(gone);
    }
    ~Served() {
        watch_.stop_serving();
        figures_.took->observe(Deadline::Clock::now() - began_);
        if (!answered) figures_.abandoned->add();
    }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;
    bool answered = false;

  private:
    PeerWatch& watch_;
    const Service::Figures& figures_;
    Deadline::Clock::time_point began_ = Deadline::Clock::now();
};

}  // namespace

Task<Reply> Connection::reply_unless_gone(RequestContext& context, const Service::Figures& figures,
                                          const StreamedBody* incoming) {
    const Afterwards afterwards = [lane = lane_](std::string name, Task<void> task) {
        (void)lane->afterwards.start(std::move(name), std::move(task));
    };
    Served served{*watch_, gone_, figures};
    auto reply = co_await dispatch(context, *figures.handler, service_->parts.idempotency, service_->parts.clock,
                                   service_->parts.log, afterwards);
    if (watch_->has_gone() || (incoming && incoming->fault() == BodyFault::gone)) throw GoneError{};
    served.answered = true;
    co_return reply;
}

/// The body is read by whoever makes the reply. Once all of it has come, the peer's leaving is looked for again.
Task<Reply> Connection::reply_to_stream(RequestContext& context, const Service::Figures& figures) {
    StreamedBody incoming{{socket_, buffer_, *parser_},
                          context.route->body_limit,
                          {service_->parts.clock, service_->config.body_patience, service_->config.write_patience},
                          [this] {
                              watch_->forget();
                              watch_->start_serving(gone_);
                          }};
    context.incoming = &incoming;
    auto reply = co_await reply_unless_gone(context, figures, &incoming);
    context.incoming = nullptr;
    if (incoming.fault() == BodyFault::slow) service_->refused.with({"slow_body"}).add();
    // A refusal is heard better when little is left to be sent.
    if (!incoming.has_ended() && !incoming.fault()) co_await incoming.drop(kDroppedBytes, in(kLinger));
    co_return reply;
}

Task<void> Connection::send(Reply& reply, std::string_view correlation_id, Then then, bool head) {
    auto* stream = std::get_if<BodyStream>(&reply.body);
    const bool bodiless = !has_body(reply.status);
    const bool modern = parser_->get().version() >= 11;
    const bool chunked = stream && !bodiless && !reply.content_length && modern;

    std::string text =
        "HTTP/1.1 " + std::to_string(reply.status) + ' ' +
        std::string{view(bhttp::obsolete_reason(bhttp::int_to_status(static_cast<unsigned>(reply.status))))} + "\r\n";
    for (const auto& [name, value] : reply.headers) {
        if (!codec::is_token(name) || !codec::is_field_value(value))
            throw std::invalid_argument{"a reply's header is not well formed: " + name};
        text.append(name).append(": ").append(value).append("\r\n");
    }
    if (!reply.code.empty()) text.append(api::kCodeHeader).append(": ").append(reply.code).append("\r\n");
    if (!reply.headers.has("cache-control")) text += "Cache-Control: no-store\r\n";
    if (!reply.headers.has("x-correlation-id")) text.append("X-Correlation-ID: ").append(correlation_id).append("\r\n");
    if (chunked) {
        text += "Transfer-Encoding: chunked\r\n";
    } else if (!bodiless && stream && reply.content_length) {
        text += "Content-Length: " + std::to_string(*reply.content_length) + "\r\n";
    } else if (!bodiless && !stream) {
        text += "Content-Length: " + std::to_string(std::get<std::string>(reply.body).size()) + "\r\n";
    }
    const bool ends_by_closing = stream && !bodiless && !chunked && !reply.content_length;
    if (then != Then::next_request || ends_by_closing) text += "Connection: close\r\n";
    text += "\r\n";

    if (!stream || bodiless || head) {
        if (!stream && !bodiless && !head) text += std::get<std::string>(reply.body);
        co_await write_within(socket_, text, service_->parts.clock, service_->config.write_patience);
        if (ends_by_closing) throw GoneError{};
        co_return;
    }
    co_await write_within(socket_, text, service_->parts.clock, service_->config.write_patience);
    StreamWriter writer{socket_, service_->parts.clock, service_->config.write_patience, reply.content_length, chunked};
    const auto first = reply.content_length ? co_await first_to_end(stream_body(*stream, writer), until_gone(socket_))
                                            : co_await first_to_end(stream_body(*stream, writer),
                                                                    until_gone_or_drained(socket_, *lane_));
    // A body cut short must not look complete: the connection ends without the last chunk.
    if (first == First::right || ends_by_closing) throw GoneError{};
}

Task<Connection::Then> Connection::refuse(const Problem& problem, std::string_view correlation_id, Then then) {
    auto reply = Reply::problem(problem, correlation_id);
    service_->requests.with({"-", std::to_string(reply.status)}).add();
    tell(reply, correlation_id);
    co_await send(reply, correlation_id, then, parser_->get().method() == bhttp::verb::head);
    co_return then;
}

Task<Connection::Then> Connection::serve_open(std::string_view path, bool head) {
    const auto then =
        parser_->keep_alive() && parser_->is_done() && !lane_->draining ? Then::next_request : Then::close;
    error_code unknown;
    const auto peer = socket_.remote_endpoint(unknown);
    if (path == "/metrics" && (unknown || !peer.address().is_loopback()))
        co_return co_await refuse({Code::not_found}, correlation_id(), then);
    auto reply = path == "/metrics" ? Reply{.headers = {{"Content-Type", "text/plain; version=0.0.4"}},
                                            .body = service_->parts.metrics.exposition()}
                                    : Reply::json(lane_->draining ? 503 : 200,
                                                  lane_->draining ? R"({"status":"stopping"})" : R"({"status":"ok"})");
    co_await send(reply, correlation_id(), then, head);
    co_return then;
}

Task<Connection::Then> Connection::upgrade(const codec::Target& target, std::string correlation_id) {
    const auto found = service_->parts.acceptors.find(target.path);
    if (found == service_->parts.acceptors.end())
        co_return co_await refuse({Code::not_found}, correlation_id, Then::linger);
    // Frames sent before the handshake is answered would be lost: nobody who follows RFC 6455 sends them.
    const auto query = codec::parse_query(target.query);
    if (!query || buffer_.size() > 0 || !parser_->is_done())
        co_return co_await refuse({Code::invalid_target}, correlation_id, Then::linger);

    error_code unknown;
    const auto peer = socket_.remote_endpoint(unknown);
    ws::Upgrade asked{.target = std::string{view(parser_->get().target())},
                      .path = std::string{target.path},
                      .headers = headers_of(parser_->get()),
                      .peer_address = unknown ? std::string{} : peer.address().to_string(),
                      .correlation_id = correlation_id,
                      .deadline = in(service_->config.header_patience)};
    for (const auto& [name, value] : *query) asked.query.insert_or_assign(name, value);

    std::optional<Problem> problem;
    std::optional<ws::Admitted> admitted;
    try {
        auto verdict = co_await within(asked.deadline, found->second(asked));
        if (!verdict) {
            problem = Problem{Code::deadline_exceeded};
        } else if (!*verdict) {
            problem = verdict->error();
        } else {
            admitted = std::move(**verdict);
        }
    } catch (const std::exception& error) {
        problem = problem_of(std::current_exception());
        service_->parts.log.error("upgrade_failed",
                                  {{"path", asked.path}, {"correlation_id", correlation_id}, {"reason", error.what()}});
    }
    service_->upgrades.with({asked.path, problem ? std::string{api::name(problem->code)} : "admitted"}).add();
    if (problem) co_return co_await refuse(*problem, correlation_id, Then::linger);

    co_return co_await become_socket(std::move(*admitted), asked.path);
}

/// Answers the handshake; from then on the socket's session has the connection.
Task<Connection::Then> Connection::become_socket(ws::Admitted admitted, std::string name) {
    watch_->leave();
    auto socket = co_await ws::accept(std::move(socket_), ws::UpgradeRequest{parser_->get().base()}, admitted.limits,
                                      in(service_->config.header_patience));
    if (socket) (void)lane_->sessions.start(std::move(name), admitted.session(std::move(socket)));
    co_return Then::close;
}

Task<void> Connection::linger() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    const auto deadline = in(kLinger);
    std::array<char, 8192> trash;
    for (std::size_t total = 0; total < kLingerBytes;) {
        if (!co_await within(deadline, readable(socket_))) co_return;
        error_code over;
        const auto got = socket_.receive(asio::buffer(trash), 0, over);
        if (over) co_return;
        total += got;
    }
}

std::array<std::uint8_t, 4> Lane::four_random(Random& random) {
    if (random_left_ == 0) {
        random.fill(random_);
        random_left_ = random_.size();
    }
    std::array<std::uint8_t, 4> four;
    random_left_ -= four.size();
    std::copy_n(random_.begin() + static_cast<std::ptrdiff_t>(random_left_), four.size(), four.begin());
    return four;
}

void Lane::drain() {
    draining = true;
    for (auto* connection : connections) connection->drain();
    drained.notify();
}

Task<void> serve(tcp::socket socket, std::shared_ptr<Service> service, std::shared_ptr<Lane> lane) {
    Connection connection{std::move(socket), std::move(service), std::move(lane)};
    try {
        co_await connection.gone().over(connection.run());
    } catch (const GoneError&) {
        // An ordinary ending.
    } catch (const StuckError&) {
        // Likewise: the write deadline was there for it.
    } catch (...) {
        // What a handler says to being cancelled because its peer has gone is nobody's concern.
        if (!connection.has_gone()) throw;
    }
}

}  // namespace wib::http
