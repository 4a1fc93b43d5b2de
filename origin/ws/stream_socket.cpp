#include "origin/ws/stream_socket.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>
#include <functional>
#include <optional>

#include "origin/runtime/wakeup.hpp"
#include "origin/runtime/within.hpp"
#include "shared/codec/header.hpp"
#include "shared/core/ensure.hpp"

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

// Beast waits, without an end, for the other side to close first. These streams do not: what has arrived is read away
// (so that our goodbye is not lost to a reset), our side is shut, and the owner of the socket closes it.
struct PlainStream : TcpSocket {
    explicit PlainStream(TcpSocket&& socket) : TcpSocket(std::move(socket)) {}
};
struct SecureStream : TlsStream {
    explicit SecureStream(TlsStream&& stream) : TlsStream(std::move(stream)) {}
};

void part(TcpSocket& socket) {
    constexpr int kMostPieces = 64;
    std::array<char, 4096> trash;
    error_code error;
    socket.non_blocking(true, error);
    for (int piece = 0; !error && piece < kMostPieces; ++piece) socket.receive(asio::buffer(trash), 0, error);
    socket.shutdown(TcpSocket::shutdown_send, error);
}
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

struct Outgoing {
    Kind kind;
    std::string data;
    milliseconds lasts;
};

/// The connection itself. Beast's operations hold it while they run, so it may outlive the Socket in the owner's hands.
template <class Next>
class Connection : public std::enable_shared_from_this<Connection<Next>> {
  public:
    template <class... Args>
    explicit Connection(Limits l, Args&&... next)
        : stream(std::forward<Args>(next)...),
          limits(l),
          alarm(stream.get_executor()),
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

    // One task waits for what arrives. It is resumed in the handler that got it, and its deadline is kept by one alarm
    // that is set anew only when it would ring too late: a stream reads a hundred times a second. The read under way
    // owns who waits for it, so that both die with an io_context that ends; between reads the connection keeps the
    // empty seat.
    enum class Woken { arrived, late, cancelled };
    struct Seat {
        std::move_only_function<void(Woken)> resume;
        Deadline::Clock::time_point due{};
    };
    std::shared_ptr<Seat> empty_seat = std::make_shared<Seat>();
    std::weak_ptr<Seat> seat;
    asio::steady_timer alarm;
    Deadline::Clock::time_point alarm_at = Deadline::Clock::time_point::max();

    std::deque<Outgoing> queue;
    std::size_t queue_bytes = 0;
    milliseconds queue_time{0};
    std::size_t lost = 0;
    std::optional<Outgoing> writing;
    Deadline::Clock::time_point writing_since{};
    Wakeup written;
    Wakeup closed;
    asio::steady_timer watchdog;
    bool watching = false;

    void start_read() {
        incoming.consume(incoming.size());
        read_state = Read::pending;
        seat = empty_seat;
        stream.async_read(incoming, [self = this->shared_from_this(), taken = std::exchange(empty_seat, nullptr)](
                                        error_code error, std::size_t) mutable {
            self->read_state = Read::ready;
            self->empty_seat = std::move(taken);
            if (error) self->end(meaning_of(error));
            self->wake(Woken::arrived);
        });
    }

    void wake(Woken how) {
        const auto taken = seat.lock();
        if (!taken) return;
        if (auto resume = std::exchange(taken->resume, nullptr)) resume(how);
    }

    /// While a read is under way.
    template <class Handler>
    void wait_to_read(Handler handler, Deadline deadline) {
        const auto taken = seat.lock();
        ensure(taken && !taken->resume, "one task reads a socket, while a read is under way");
        taken->due = deadline.at();
        if (taken->due < alarm_at) set_alarm(taken->due);
        auto slot = asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected()) {
            // Whoever cancels goes on before the reader does.
            slot.assign([weak = this->weak_from_this()](asio::cancellation_type) {
                if (const auto self = weak.lock())
                    asio::post(self->stream.get_executor(), [self] { self->wake(Woken::cancelled); });
            });
        }
        taken->resume = [handler = std::move(handler), slot](Woken how) mutable {
            if (slot.is_connected()) slot.clear();
            std::move(handler)(how);
        };
    }

    void set_alarm(Deadline::Clock::time_point at) {
        alarm_at = at;
        alarm.expires_at(at);
        alarm.async_wait([weak = this->weak_from_this()](error_code error) {
            const auto self = weak.lock();
            if (error || !self) return;  // set anew, or over
            self->alarm_at = Deadline::Clock::time_point::max();
            const auto taken = self->seat.lock();
            if (!taken || !taken->resume) return;
            if (Deadline::Clock::now() >= taken->due)
                self->wake(Woken::late);
            else
                self->set_alarm(taken->due);
        });
    }

    [[nodiscard]] bool is_full(std::size_t bytes, milliseconds lasts) const {
        return queue.size() >= limits.queued_messages || queue_bytes + bytes > limits.queued_bytes ||
               queue_time + lasts > limits.queued_time;
    }

    bool send(Kind kind, std::string data, milliseconds lasts) {
        if (!open || over) return false;
        while (is_full(data.size(), lasts)) {
            ++lost;
            if (limits.when_full == WhenFull::refuse || queue.empty()) return false;
            take_front();
        }
        queue_bytes += data.size();
        queue_time += lasts;
        queue.push_back({kind, std::move(data), lasts});
        if (!writing) write_next();
        return true;
    }

    Outgoing take_front() {
        auto first = std::move(queue.front());
        queue.pop_front();
        queue_bytes -= first.data.size();
        queue_time -= first.lasts;
        return first;
    }

    void write_next() {
        writing = take_front();
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
        queue_bytes = 0;
        queue_time = milliseconds::zero();
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
        using Woken = typename Connection<Next>::Woken;
        const auto c = connection_;
        if (c->read_state == Read::idle) {
            if (c->over) co_return unexpected(*c->over);
            c->start_read();
        }
        while (c->read_state == Read::pending) {
            const auto how = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Woken)>(
                [c, deadline](auto handler) { c->wait_to_read(std::move(handler), deadline); }, asio::use_awaitable);
            if (how == Woken::cancelled) throw boost::system::system_error{asio::error::operation_aborted};
            if (how == Woken::late && c->read_state == Read::pending) co_return unexpected(SocketError::late);
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

    std::size_t clear() override {
        const auto count = connection_->queue.size();
        while (!connection_->queue.empty()) connection_->take_front();
        return count;
    }

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
    [[nodiscard]] milliseconds queued_time() const override { return connection_->queue_time; }
    [[nodiscard]] std::size_t dropped() const override { return connection_->lost; }
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

Task<error_code> answer(Connection<PlainStream>& connection, const UpgradeRequest& request) {
    const auto [error] = co_await connection.stream.async_accept(request, asio::as_tuple(asio::use_awaitable));
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
    auto connection = std::make_shared<Connection<PlainStream>>(limits, std::move(socket));
    const auto error = co_await within(deadline, answer(*connection, request));
    if (!error || *error) co_return nullptr;
    co_return std::make_unique<StreamSocket<PlainStream>>(std::move(connection));
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
