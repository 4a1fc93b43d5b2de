#include "origin/ws/served_socket.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <optional>
#include <span>

#include "origin/runtime/wakeup.hpp"
#include "origin/ws/frame_codec.hpp"
#include "origin/ws/outgoing_queue.hpp"
#include "origin/ws/read_wait.hpp"
#include "origin/ws/tcp_parting.hpp"

namespace wib::ws {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;

namespace {

using TcpSocket = asio::ip::tcp::socket;
using What = FrameReader::What;

constexpr std::uint16_t kNotUtf8 = 1007;
constexpr std::uint16_t kLeftWithoutACode = 1006;
/// Messages one system call takes along.
constexpr std::size_t kMostGathered = 16;
/// Pongs a peer may make us keep that does not read them; the rest are not said.
constexpr std::size_t kMostPongBytes = 4096;

SocketError meaning_of(What fault) {
    return fault == What::too_large ? SocketError::too_large : SocketError::protocol;
}

std::uint16_t answer_to(What fault) {
    if (fault == What::not_utf8) return kNotUtf8;
    return static_cast<std::uint16_t>(fault == What::too_large ? CloseCode::too_large : CloseCode::protocol);
}

/// The connection itself. Operations hold it while they run, so it may outlive the Socket in the owner's hands.
class Served : public std::enable_shared_from_this<Served> {
  public:
    Served(TcpSocket connection, const Limits& l)
        : socket(std::move(connection)),
          limits(l),
          frames(std::make_unique<FrameReader>(l.message_bytes)),
          reader(socket.get_executor()),
          queue(l),
          written(socket.get_executor()),
          closed(socket.get_executor()),
          watchdog(socket.get_executor()) {
        error_code ignored;  // a socket that is gone says so when it is read
        socket.non_blocking(true, ignored);
    }

    TcpSocket socket;
    Limits limits;
    bool open = true;      // messages may be queued
    bool lost = false;     // nothing more can be written
    bool closing = false;  // we wait for the other side's goodbye; messages are read away
    bool said_goodbye = false;
    std::optional<SocketError> over;  // how it ended
    std::uint16_t close_code = kLeftWithoutACode;
    std::string close_reason;

    std::unique_ptr<FrameReader> frames;
    std::unique_ptr<FrameReader> parked;  // holds the message in the reader's hands while we read on
    bool is_held = false;                 // a message is in the reader's hands
    bool receiving = false;
    ReadWait reader;

    OutgoingQueue queue;
    Urgent urgent;
    bool blocked = false;  // the connection takes nothing now
    Deadline::Clock::time_point stuck_since{};
    Wakeup written;
    Wakeup closed;
    asio::steady_timer watchdog;

    std::weak_ptr<ReadWait> waiting() { return std::shared_ptr<ReadWait>(shared_from_this(), &reader); }

    // -----------------------------------------------------------------------------------------------------------------
    // Reading

    void start_receive() {
        const auto room = frames->room();
        receiving = true;
        socket.async_receive(asio::buffer(room.data(), room.size()), [self = shared_from_this(), seat = reader.lend()](
                                                                         error_code error, std::size_t got) mutable {
            self->receiving = false;
            self->reader.give_back(std::move(seat));
            self->frames->got(got);
            if (error) self->end(SocketError::broken);
            self->reader.wake(ReadWait::Woken::arrived);
            if (self->closing) self->read_away();
        });
    }

    /// What the reader gets next, a message or the end, when either is there. It has let go of the message before.
    std::optional<Result<Message, SocketError>> found() {
        is_held = false;
        parked.reset();
        return next();
    }

    /// Control frames on the way are answered.
    std::optional<Result<Message, SocketError>> next() {
        while (!over && !receiving) {
            const auto event = frames->next();
            switch (event.what) {
                case What::more:
                    return std::nullopt;
                case What::text:
                case What::binary:
                    if (closing) break;
                    is_held = true;
                    return Message{event.what == What::text ? Kind::text : Kind::binary, event.payload};
                case What::ping:
                    if (!said_goodbye && urgent.size() < kMostPongBytes) say(Opcode::pong, event.payload);
                    break;
                case What::pong:
                    break;
                case What::close:
                    taken_leave(event);
                    break;
                case What::malformed:
                case What::not_utf8:
                case What::too_large:
                    say_goodbye(answer_to(event.what));
                    end(meaning_of(event.what));
                    if (urgent.empty()) part(socket);
            }
        }
        if (!over) return std::nullopt;
        return unexpected(*over);
    }

    void taken_leave(const FrameReader::Event& event) {
        if (event.close_code != 0) close_code = event.close_code;
        close_reason = event.payload;
        if (!said_goodbye)
            say_goodbye(event.close_code != 0 ? event.close_code : static_cast<std::uint16_t>(CloseCode::normal));
        end(SocketError::closed);
        if (urgent.empty()) part(socket);
    }

    /// Until the other side has said goodbye, or nothing more is there.
    void read_away() {
        if (is_held) {
            auto rest = std::make_unique<FrameReader>(frames->rest());
            parked = std::exchange(frames, std::move(rest));
            is_held = false;
        }
        (void)next();
        if (!over && !receiving) start_receive();
    }

    // -----------------------------------------------------------------------------------------------------------------
    // Writing

    bool send(Kind kind, std::string data, milliseconds lasts) {
        if (!open || over || !queue.admit(data.size(), lasts)) return false;
        Outgoing message{kind, std::move(data), lasts};
        if (blocked) {
            queue.push(std::move(message));
            return true;
        }
        // Nothing waits: it goes straight to the connection.
        const FrameHead head{opcode_of(kind), message.data.size()};
        std::array<iovec, 2> pieces{piece(head.bytes()), piece(message.data)};
        const auto sent = put(pieces);
        if (lost) return true;
        if (!sent) {
            queue.push(std::move(message));
            wait_for_room();
        } else if (*sent < head.bytes().size() + message.data.size()) {
            keep_rest(head, message.data, *sent);
            wait_for_room();
        }
        return true;
    }

    [[nodiscard]] bool has_unsent() const { return !urgent.empty() || !queue.empty(); }

    void say(Opcode opcode, std::string_view payload) {
        urgent.add(FrameHead{opcode, payload.size()}.bytes());
        urgent.add(payload);
        if (!blocked) write();
    }

    /// What is queued is not said any more.
    void say_goodbye(std::uint16_t code) {
        said_goodbye = true;
        open = false;
        queue.clear();
        const auto payload = close_payload(code);
        say(Opcode::close, {payload.data(), payload.size()});
    }

    /// Everything that waits, or as much as the connection takes.
    void write() {
        while (has_unsent() && !lost) {
            std::array<iovec, 1 + 2 * kMostGathered> pieces;
            std::array<std::optional<FrameHead>, kMostGathered> heads;
            std::size_t count = 0;
            if (!urgent.empty()) pieces[count++] = piece(urgent.bytes());
            for (std::size_t at = 0; at < std::min(kMostGathered, queue.size()); ++at) {
                const auto& message = queue[at];
                pieces[count++] = piece(heads[at].emplace(opcode_of(message.kind), message.data.size()).bytes());
                pieces[count++] = piece(message.data);
            }
            const auto sent = put(std::span{pieces}.first(count));
            if (lost) return;
            if (!sent) return wait_for_room();
            went(*sent);
        }
    }

    static iovec piece(std::string_view bytes) {
        return {.iov_base = const_cast<char*>(bytes.data()), .iov_len = bytes.size()};
    }

    /// How much the connection took; nothing when it takes nothing now. It may turn out to be lost.
    std::optional<std::size_t> put(std::span<iovec> pieces) {
        msghdr together{};
        together.msg_iov = pieces.data();
        together.msg_iovlen = pieces.size();
        for (;;) {
            const auto sent = ::sendmsg(socket.native_handle(), &together, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent >= 0) return static_cast<std::size_t>(sent);
            if (errno == EAGAIN || errno == EWOULDBLOCK) return std::nullopt;
            if (errno == EINTR) continue;
            lose();
            return std::nullopt;
        }
    }

    static Opcode opcode_of(Kind kind) { return kind == Kind::text ? Opcode::text : Opcode::binary; }

    void went(std::size_t bytes) {
        const auto of_urgent = std::min(bytes, urgent.size());
        const bool whole = of_urgent == urgent.size();
        urgent.went(of_urgent);
        bytes -= of_urgent;
        if (whole) stuck_since = {};
        while (bytes > 0) {
            stuck_since = {};
            const auto message = queue.take();
            const FrameHead head{opcode_of(message.kind), message.data.size()};
            const auto size = head.bytes().size() + message.data.size();
            if (bytes < size) {
                return keep_rest(head, message.data, bytes);
            }
            bytes -= size;
        }
    }

    /// A message that went in part cannot be forgotten any more.
    void keep_rest(const FrameHead& head, std::string_view data, std::size_t gone) {
        const auto of_head = std::min(gone, head.bytes().size());
        urgent.add(head.bytes().substr(of_head));
        urgent.add(data.substr(gone - of_head));
    }

    void wait_for_room() {
        blocked = true;
        if (stuck_since == Deadline::Clock::time_point{}) stuck_since = Deadline::Clock::now();
        watch();
        socket.async_wait(TcpSocket::wait_write, [self = shared_from_this()](error_code error) {
            self->blocked = false;
            if (error) return;
            self->write();
            if (!self->has_unsent()) self->watchdog.cancel();
            self->written.notify();
        });
    }

    /// While the connection takes nothing: a message it has not taken for too long breaks it.
    void watch() {
        watchdog.expires_at(stuck_since + limits.write_patience);
        watchdog.async_wait([weak = weak_from_this()](error_code error) {
            const auto self = weak.lock();
            if (error || !self || self->over || !self->blocked) return;
            self->end(SocketError::broken);
            self->cut();
        });
    }

    /// What we say reaches nobody. What has arrived may still be read; the read after it finds out.
    void lose() {
        lost = true;
        open = false;
        queue.clear();
        urgent = {};
        written.notify();
    }

    // -----------------------------------------------------------------------------------------------------------------

    void end(SocketError how) {
        if (!over) over = how;
        open = false;
        queue.clear();
        watchdog.cancel();
        written.notify();
        closed.notify();
    }

    void cut() {
        lost = true;
        error_code ignored;  // it is over either way
        socket.close(ignored);
    }
};

class ServedSocket final : public Socket {
  public:
    explicit ServedSocket(std::shared_ptr<Served> connection) : connection_(std::move(connection)) {}
    ~ServedSocket() override {
        connection_->end(SocketError::broken);
        connection_->cut();
    }

    Task<Result<Message, SocketError>> read(Deadline deadline) override {
        const auto c = connection_;
        for (;;) {
            if (const auto found = c->found()) co_return *found;
            if (!c->receiving) c->start_receive();
            const auto how = co_await ReadWait::wait(c->waiting(), deadline);
            if (how == ReadWait::Woken::cancelled) throw boost::system::system_error{asio::error::operation_aborted};
            if (how == ReadWait::Woken::late && c->receiving) co_return unexpected(SocketError::late);
        }
    }

    std::optional<Message> arrived() override {
        const auto found = connection_->found();
        return found && *found ? std::optional{**found} : std::nullopt;
    }

    bool send(Kind kind, std::string data, milliseconds lasts) override {
        return connection_->send(kind, std::move(data), lasts);
    }

    std::size_t clear() override { return connection_->queue.clear(); }

    Task<Result<void, SocketError>> flush(Deadline deadline) override {
        const auto c = connection_;
        while (!c->over && !c->lost && c->has_unsent())
            if (!co_await c->written.wait(deadline) && c->has_unsent()) co_return unexpected(SocketError::late);
        if (c->over) co_return unexpected(*c->over);
        if (c->lost) co_return unexpected(SocketError::broken);
        co_return Result<void, SocketError>{};
    }

    Task<void> close(CloseCode code, Deadline deadline) override {
        const auto c = connection_;
        c->open = false;
        // An answered goodbye too may still wait for room.
        while (!c->lost && c->over != SocketError::broken && c->has_unsent())
            if (!co_await c->written.wait_uncancelled(deadline) && c->has_unsent()) break;
        if (!c->over && !c->lost && !c->has_unsent()) {
            c->say_goodbye(static_cast<std::uint16_t>(code));
            c->closing = true;
            if (!c->receiving) c->read_away();
            while (!c->over && co_await c->closed.wait_uncancelled(deadline)) {
            }
        }
        c->end(SocketError::closed);
        if (!c->lost && !c->has_unsent()) part(c->socket);
        c->cut();
    }

    [[nodiscard]] std::size_t queued() const override { return connection_->queue.size(); }
    [[nodiscard]] milliseconds queued_time() const override { return connection_->queue.time(); }
    [[nodiscard]] std::size_t dropped() const override { return connection_->queue.dropped(); }
    [[nodiscard]] std::uint16_t close_code() const override { return connection_->close_code; }
    [[nodiscard]] std::string close_reason() const override { return connection_->close_reason; }

  private:
    std::shared_ptr<Served> connection_;
};

}  // namespace

std::unique_ptr<Socket> serve(TcpSocket connection, const Limits& limits) {
    return std::make_unique<ServedSocket>(std::make_shared<Served>(std::move(connection), limits));
}

}  // namespace wib::ws
