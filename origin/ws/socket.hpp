#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"

namespace wib::ws {

enum class Kind { text, binary };

/// One whole message. The view is valid until the next read().
struct Message {
    Kind kind;
    std::string_view data;
};

enum class SocketError {
    late,       ///< nothing came in time; the socket is as good as before
    closed,     ///< the other side said goodbye (see close_code) or we did
    broken,     ///< the connection was lost without a goodbye
    too_large,  ///< a message above the limit; the socket is closed with 1009
    protocol,   ///< not WebSocket, or text that is not UTF-8; the socket is closed with 1002 or 1007
};

/// What a full outgoing queue answers to send().
enum class WhenFull { refuse, drop_oldest };

struct Limits {
    std::size_t message_bytes = 64 * 1024;  ///< largest message read
    std::size_t queued_messages = 256;      ///< outgoing, not yet written
    std::size_t queued_bytes = 1024 * 1024;
    std::chrono::milliseconds queued_time{2000};  ///< outgoing, as told by send()'s `lasts`
    WhenFull when_full = WhenFull::refuse;
    std::chrono::milliseconds write_patience{10'000};  ///< one message stuck for longer breaks the socket
};

/// Close codes of RFC 6455 §7.4.1.
enum class CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    protocol = 1002,
    policy = 1008,
    too_large = 1009,
    internal = 1011
};

/// One WebSocket, either side. Lives on the executor it was made on; one task reads, any task there sends.
/// Destroyed without close(), the connection is simply dropped.
class Socket {
  public:
    virtual ~Socket() = default;

    /// The next message. A late or cancelled read loses nothing: the next one gets the message.
    virtual Task<Result<Message, SocketError>> read(Deadline deadline) = 0;

    /// The next message when it is here already: what read() would return without waiting. Nothing says nothing: read()
    /// tells the rest. Ends the life of the message before, as read() does.
    virtual std::optional<Message> arrived() { return std::nullopt; }

    /// Queues a message and returns at once; false when it was refused (queue full, or the socket is no longer open).
    /// `lasts` is how much media time it holds, zero when it holds none.
    virtual bool send(Kind kind, std::string data,
                      std::chrono::milliseconds lasts = std::chrono::milliseconds::zero()) = 0;

    /// Forgets what is queued and not yet being written (barge-in); returns how many messages.
    virtual std::size_t clear() = 0;

    /// Waits until everything queued has been written.
    virtual Task<Result<void, SocketError>> flush(Deadline deadline) = 0;

    /// Writes what is queued, says goodbye, waits for the answer; past the deadline the connection is cut.
    virtual Task<void> close(CloseCode code, Deadline deadline) = 0;

    [[nodiscard]] virtual std::size_t queued() const = 0;
    [[nodiscard]] virtual std::chrono::milliseconds queued_time() const = 0;
    /// Messages lost to a full queue, by either answer.
    [[nodiscard]] virtual std::size_t dropped() const = 0;
    /// The other side's close code and reason once read() has said closed; 1006 when it left without one.
    [[nodiscard]] virtual std::uint16_t close_code() const = 0;
    [[nodiscard]] virtual std::string close_reason() const = 0;
};

}  // namespace wib::ws
