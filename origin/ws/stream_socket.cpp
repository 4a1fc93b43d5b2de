#include "origin/ws/stream_socket.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <optional>

#include "origin/runtime/wakeup.hpp"
#include "origin/runtime/within.hpp"
#include "origin/ws/outgoing_queue.hpp"
#include "origin/ws/read_wait.hpp"
#include "origin/ws/served_socket.hpp"
#include "origin/ws/tcp_parting.hpp"
#include "shared/codec/header.hpp"

namespace wib::ws {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using namespace std::chrono_literals;
using beast::error_code;
using std::chrono::milliseconds;

namespace {

SocketError meaning_of(const error_code& error) {
    if (error == websocket::error::closed) return SocketError::closed;
    if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
        return SocketError::too_large;
    if (error == asio::error::eof || error.category() != make_error_code(websocket::error::closed).category())
        return SocketError::broken;
    return SocketError::protocol;
}

// Beast waits, without an end, for the other side to close first. These streams do not: they part, and the owner of the
// socket closes it.
struct PlainStream : TcpSocket {
    explicit PlainStream(TcpSocket&& socket) : TcpSocket(std::move(socket)) {}
};
struct SecureStream : TlsStream {
    explicit SecureStream(TlsStream&& stream) : TlsStream(std::move(stream)) {}
};

template <class Handler>
void async_teardown(beast::role_type, PlainStream& stream, Handler&& handler) {
    part(stream);
    asio::post(stream.get_executor(), beast::bind_front_handler(std::forward<Handler>(handler), error_code{}));
}
template <class Handler>
void async_teardown(beast::role_type, SecureStream& stream, Handler&& handler) {
    part(stream.next_layer());
    asio::post(stream.get_executor(), beast::bind_front_handler(std::forward<Handler>(handler), error_code{}));
}

/// The connection itself. Beast's operations hold it while they run, so it may outlive the Socket in the owner's hands.
template <class Next>
class Connection : public std::enable_shared_from_this<Connection<Next>> {
  public:
    template <class... Args>
    explicit Connection(Limits l, Args&&... next)
        : stream(std::forward<Args>(next)...),
          limits(l),
          reader(stream.get_executor()),
          queue(l),
          written(stream.get_executor()),
          closed(stream.get_executor()),
          watchdog(stream.get_executor()) {
        // Idle peers are the reader's business: it has a deadline for every message.
        stream.set_option(websocket::stream_base::timeout{5s, websocket::stream_base::none(), false});
        stream.read_message_max(limits.message_bytes);
        stream.auto_fragment(false);
        stream.secure_prng(true);
    }

    websocket::stream<Next> stream;
    Limits limits;
    bool open = true;                 // messages may be queued
    std::optional<SocketError> over;  // how it ended

    enum class Read { idle, pending, ready } read_state = Read::idle;
    beast::flat_buffer incoming;
    ReadWait reader;

    OutgoingQueue queue;
    std::optional<Outgoing> writing;
    Deadline::Clock::time_point writing_since{};
    Wakeup written;
    Wakeup closed;
    asio::steady_timer watchdog;
    bool watching = false;

    void start_read() {
        incoming.consume(incoming.size());
        read_state = Read::pending;
        stream.async_read(
            incoming, [self = this->shared_from_this(), seat = reader.lend()](error_code error, std::size_t) mutable {
                self->read_state = Read::ready;
                self->reader.give_back(std::move(seat));
                if (error) self->end(meaning_of(error));
                self->reader.wake(ReadWait::Woken::arrived);
            });
    }

    std::weak_ptr<ReadWait> waiting() { return std::shared_ptr<ReadWait>(this->shared_from_this(), &reader); }

    bool send(Kind kind, std::string data, milliseconds lasts) {
        if (!open || over) return false;
        if (!queue.admit(data.size(), lasts)) return false;
        queue.push({kind, std::move(data), lasts});
        if (!writing) write_next();
        return true;
    }

    void write_next() {
        writing = queue.take();
        writing_since = Deadline::Clock::now();
        watch_write();
        stream.text(writing->kind == Kind::text);
        stream.async_write(asio::buffer(writing->data),
                           [self = this->shared_from_this()](error_code error, std::size_t) {
                               self->writing.reset();
                               if (error) self->end(SocketError::broken);
                               if (!self->over && !self->queue.empty()) self->write_next();
                               self->written.notify();
                           });
    }

    /// One timer for all writes: it looks again when the present write would be too old.
    void watch_write() {
        if (watching) return;
        watching = true;
        watchdog.expires_at(writing_since + limits.write_patience);
        watchdog.async_wait([self = this->shared_from_this()](error_code error) {
            self->watching = false;
            if (error || !self->writing || self->over) return;
            if (Deadline::Clock::now() - self->writing_since >= self->limits.write_patience) {
                self->end(SocketError::broken);
                self->cut();
            } else {
                self->watch_write();
            }
        });
    }

    void end(SocketError how) {
        if (!over) over = how;
        open = false;
        queue.clear();
        watchdog.cancel();
        written.notify();
        closed.notify();
    }

    void cut() {
        error_code ignored;  // it is over either way
        beast::get_lowest_layer(stream).close(ignored);
    }

    void say_goodbye(CloseCode code) {
        stream.async_close(websocket::close_reason{static_cast<std::uint16_t>(code)},
                           [self = this->shared_from_this()](error_code) { self->end(SocketError::closed); });
    }
};

template <class Next>
class StreamSocket final : public Socket {
  public:
    explicit StreamSocket(std::shared_ptr<Connection<Next>> connection) : connection_(std::move(connection)) {}
    ~StreamSocket() override {
        connection_->end(SocketError::broken);
        connection_->cut();
    }

    Task<Result<Message, SocketError>> read(Deadline deadline) override {
        using Read = typename Connection<Next>::Read;
        const auto c = connection_;
        if (c->read_state == Read::idle) {
            if (c->over) co_return unexpected(*c->over);
            c->start_read();
        }
        while (c->read_state == Read::pending) {
            const auto how = co_await ReadWait::wait(c->waiting(), deadline);
            if (how == ReadWait::Woken::cancelled) throw boost::system::system_error{asio::error::operation_aborted};
            if (how == ReadWait::Woken::late && c->read_state == Read::pending) co_return unexpected(SocketError::late);
        }
        c->read_state = Read::idle;
        if (c->over) co_return unexpected(*c->over);
        const auto data = c->incoming.cdata();
        co_return Message{c->stream.got_text() ? Kind::text : Kind::binary,
                          {static_cast<const char*>(data.data()), data.size()}};
    }

    bool send(Kind kind, std::string data, milliseconds lasts) override {
        return connection_->send(kind, std::move(data), lasts);
    }

    std::size_t clear() override { return connection_->queue.clear(); }

    Task<Result<void, SocketError>> flush(Deadline deadline) override {
        const auto c = connection_;
        while (!c->over && (c->writing || !c->queue.empty()))
            if (!co_await c->written.wait(deadline) && c->writing) co_return unexpected(SocketError::late);
        if (c->over) co_return unexpected(*c->over);
        co_return Result<void, SocketError>{};
    }

    Task<void> close(CloseCode code, Deadline deadline) override {
        const auto c = connection_;
        c->open = false;
        while (!c->over && c->writing)
            if (!co_await c->written.wait_uncancelled(deadline) && c->writing) break;
        if (!c->over && !c->writing) {
            c->say_goodbye(code);
            while (!c->over && co_await c->closed.wait_uncancelled(deadline)) {
            }
        }
        c->end(SocketError::closed);
        c->cut();
    }

    [[nodiscard]] std::size_t queued() const override { return connection_->queue.size(); }
    [[nodiscard]] milliseconds queued_time() const override { return connection_->queue.time(); }
    [[nodiscard]] std::size_t dropped() const override { return connection_->queue.dropped(); }
    [[nodiscard]] std::uint16_t close_code() const override {
        const auto code = connection_->stream.reason().code;
        return code == websocket::close_code::none ? std::uint16_t{1006} : code;
    }
    [[nodiscard]] std::string close_reason() const override {
        return std::string{connection_->stream.reason().reason.c_str()};
    }

  private:
    std::shared_ptr<Connection<Next>> connection_;
};

Task<error_code> answer(websocket::stream<TcpSocket>& stream, const UpgradeRequest& request) {
    const auto [error] = co_await stream.async_accept(request, asio::as_tuple(asio::use_awaitable));
    co_return error;
}

template <class Next>
Task<error_code> ask(Connection<Next>& connection, websocket::response_type& response, const std::string& host,
                     const std::string& target) {
    const auto [error] =
        co_await connection.stream.async_handshake(response, host, target, asio::as_tuple(asio::use_awaitable));
    co_return error;
}

template <class Next>
Task<Result<std::unique_ptr<Socket>, ConnectError>> shake(std::shared_ptr<Connection<Next>> connection,
                                                          std::string host, std::string target, api::Headers headers,
                                                          Deadline deadline) {
    connection->stream.set_option(
        websocket::stream_base::decorator([headers = std::move(headers)](websocket::request_type& request) {
            for (const auto& [name, value] : headers) request.set(name, value);
        }));
    websocket::response_type response;
    const auto error = co_await within(deadline, ask(*connection, response, host, target));
    if (!error) co_return unexpected(ConnectError{ConnectError::Kind::late, 0, "WebSocket handshake with " + host});
    if (*error == websocket::error::upgrade_declined)
        co_return unexpected(ConnectError{ConnectError::Kind::refused, static_cast<int>(response.result_int()),
                                          response.body().substr(0, 500)});
    if (*error) co_return unexpected(ConnectError{ConnectError::Kind::unreachable, 0, error->message()});
    connection->stream.set_option(websocket::stream_base::decorator([](websocket::request_type&) {}));
    co_return std::make_unique<StreamSocket<Next>>(std::move(connection));
}

}  // namespace

Task<std::unique_ptr<Socket>> accept(TcpSocket socket, UpgradeRequest request, Limits limits, Deadline deadline) {
    // Beast agrees on nothing but the handshake; frames are ours from there on. Compression is not offered.
    auto stream = std::make_unique<websocket::stream<TcpSocket>>(std::move(socket));
    const auto error = co_await within(deadline, answer(*stream, request));
    if (!error || *error) co_return nullptr;
    co_return serve(std::move(stream->next_layer()), limits);
}

Task<Result<std::unique_ptr<Socket>, ConnectError>> shake_hands(TcpSocket socket, std::string host, std::string target,
                                                                api::Headers headers, Limits limits,
                                                                Deadline deadline) {
    return shake(std::make_shared<Connection<PlainStream>>(limits, std::move(socket)), std::move(host),
                 std::move(target), std::move(headers), deadline);
}

Task<Result<std::unique_ptr<Socket>, ConnectError>> shake_hands(std::unique_ptr<TlsStream> stream, std::string host,
                                                                std::string target, api::Headers headers, Limits limits,
                                                                Deadline deadline) {
    return shake(std::make_shared<Connection<SecureStream>>(limits, std::move(*stream)), std::move(host),
                 std::move(target), std::move(headers), deadline);
}

}  // namespace wib::ws
