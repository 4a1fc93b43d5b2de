#pragma once
#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "origin/db/tenant_tx.hpp"
#include "origin/live/ports.hpp"
#include "origin/media/broadcast.hpp"
#include "origin/observe/log.hpp"
#include "origin/observe/metrics.hpp"
#include "origin/runtime/clock.hpp"
#include "origin/supervision/voice.hpp"
#include "origin/ws/acceptor.hpp"

namespace wib::supervision {

struct ListenMetrics {
    explicit ListenMetrics(observe::Metrics& metrics);

    observe::Gauge& open;
    observe::Counter& packets;
    observe::Family<observe::Counter>& lost;   ///< by where: ring or socket
    observe::Family<observe::Counter>& ended;  ///< by reason
};

struct ListenSettings {
    std::chrono::milliseconds pace{20};             ///< between two looks into the ring
    std::chrono::milliseconds heartbeat{15'000};    ///< the rights are asked again at least so often
    std::chrono::milliseconds unconfirmed{60'000};  ///< without an answer for so long nobody goes on listening
    std::chrono::milliseconds other_stream{5'000};  ///< for the call's sound to come back by another stream
    std::chrono::milliseconds goodbye{2'000};
};

/// What every listening needs; lives longer than all of them.
struct ListenParts {
    db::Database& database;
    live::Attentions& live;
    media::Broadcasts& broadcasts;
    const Clock& clock;
    observe::Log log;
    ListenMetrics& metrics;
    ListenSettings settings{};
};

/// Why a listening ended; the words of call_monitors.end_reason.
enum class Ending { left, stopped, call_ended, stream_ended, revoked, unconfirmed, restarting };
[[nodiscard]] std::string_view name(Ending ending);

/// One person at one call's sound. It ends when they leave, the call ends, or the right to listen goes: AccessWatch
/// puts it in doubt, then it asks the database again. What it cannot send in time is dropped, oldest first; the stream
/// it listens to never waits for it. However it ends, its row in call_monitors is closed (by the sweep, should the
/// process die).
class Listening {
  public:
    /// For whom and what.
    struct Ticket {
        api::MonitorId monitor;
        CallId call;
        api::ListenFormat format;
        db::Tenant tenant;  ///< the asker, with what the route demands
    };

    Listening(ListenParts& parts, Ticket ticket, media::Broadcast::Seat seat,
              std::unique_ptr<live::Attention> attention);

    Task<void> run(std::unique_ptr<ws::Socket> socket);

    /// How much sound may wait for a socket.
    static constexpr ws::Limits kLimits{.message_bytes = 1024,
                                        .queued_messages = 64,
                                        .queued_bytes = 64 * 1024,
                                        .queued_time = std::chrono::milliseconds{800},
                                        .when_full = ws::WhenFull::drop_oldest,
                                        .write_patience = std::chrono::milliseconds{10'000}};

  private:
    Task<void> serve(ws::Socket& socket);
    Task<void> send_sound(ws::Socket& socket);
    Task<void> watch();
    Task<void> until_they_leave(ws::Socket& socket);
    /// Why not to go on, if so.
    Task<std::optional<Ending>> look();
    Task<void> settle();

    void tell_start(ws::Socket& socket);
    void drain(ws::Socket& socket);
    void tell_losses(ws::Socket& socket);
    void end(Ending ending) {
        if (!ending_) ending_ = ending;
    }

    ListenParts& parts_;
    Ticket ticket_;
    std::optional<media::Broadcast::Seat> seat_;
    std::unique_ptr<live::Attention> attention_;
    std::array<std::unique_ptr<Voice>, 2> voices_;
    std::uint64_t missed_told_ = 0;
    std::uint64_t dropped_told_ = 0;
    Deadline::Clock::time_point confirmed_;
    std::optional<Ending> ending_;
};

/// Closes what killed processes left open, for as long as this one lives.
Task<void> sweep_lost(db::Database& database, const Clock& clock, observe::Log log);

}  // namespace wib::supervision
