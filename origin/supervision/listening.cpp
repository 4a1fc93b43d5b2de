#include "origin/supervision/listening.hpp"

#include <algorithm>
#include <boost/system/system_error.hpp>
#include <utility>

#include "generated/sql/supervision.hpp"
#include "origin/runtime/wakeup.hpp"
#include "origin/runtime/within.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::supervision {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 5s;
constexpr auto kSettle = 5s;
constexpr auto kForAGoodWhile = 24h;
constexpr auto kSweepPause = 20s;
/// Four heartbeats: who was not heard of for so long is not there.
constexpr auto* kLostAfter = "60 seconds";

/// By whom the end of a listening is written down: its session may be gone.
db::Tenant nobody_of(const db::Tenant& tenant) {
    return {.organization = tenant.organization, .actor_kind = ActorKind::job, .actor = {}, .label = "supervision"};
}

ws::CloseCode code_of(Ending ending) {
    switch (ending) {
        case Ending::revoked:
        case Ending::unconfirmed:
            return ws::CloseCode::policy;
        case Ending::restarting:
            return ws::CloseCode::going_away;
        case Ending::left:
        case Ending::stopped:
        case Ending::call_ended:
        case Ending::stream_ended:
            return ws::CloseCode::normal;
    }
    return ws::CloseCode::normal;
}

}  // namespace

std::string_view name(Ending ending) {
    switch (ending) {
        case Ending::left:
            return "left";
        case Ending::stopped:
            return "stopped";
        case Ending::call_ended:
            return "call_ended";
        case Ending::stream_ended:
            return "stream_ended";
        case Ending::revoked:
            return "revoked";
        case Ending::unconfirmed:
            return "unconfirmed";
        case Ending::restarting:
            return "restarting";
    }
    return "";
}

ListenMetrics::ListenMetrics(observe::Metrics& metrics)
    : open(metrics.gauge("wib_listen_sockets", "People listening in on live calls now")),
      packets(metrics.counter("wib_listen_packets_total", "Packets of sound handed to listeners' sockets")),
      lost(metrics.counters("wib_listen_lost_total", "Packets listeners were too slow for, by where they were dropped",
                            {"at"})),
      ended(metrics.counters("wib_listen_ended_total", "Listenings that ended, by reason", {"reason"})) {}

Listening::Listening(ListenParts& parts, Ticket ticket, media::Broadcast::Seat seat,
                     std::unique_ptr<live::Attention> attention)
    : parts_(parts),
      ticket_(std::move(ticket)),
      seat_(std::move(seat)),
      attention_(std::move(attention)),
      confirmed_(parts.clock.steady()) {}

Task<void> Listening::run(std::unique_ptr<ws::Socket> socket) {
    parts_.metrics.open.add(1);
    try {
        (void)co_await first_to_end(serve(*socket), until_they_leave(*socket));
    } catch (const boost::system::system_error&) {
        // Told to stop.
    }
    co_await wib::ending();
    end(Ending::restarting);
    seat_.reset();
    const api::ListenEnded last{.kind = "ended", .reason = std::string{name(*ending_)}};
    socket->clear();
    (void)socket->send(ws::Kind::text, codec::print(last));
    co_await socket->close(code_of(*ending_), parts_.clock.in(parts_.settings.goodbye));
    parts_.metrics.open.add(-1);
    parts_.metrics.ended.with({name(*ending_)}).add();
    co_await settle();
}

Task<void> Listening::settle() {
    try {
        auto tx = co_await parts_.database.begin(nobody_of(ticket_.tenant), parts_.clock.in(kSettle));
        (void)co_await tx->exec_and_commit(sql::end_monitor, ticket_.monitor, name(*ending_));
    } catch (const std::exception& failure) {
        // The sweep closes it.
        parts_.log.warn("monitor_not_closed", {{"monitor_id", to_string(ticket_.monitor)}, {"reason", failure.what()}});
    }
}

Task<void> Listening::serve(ws::Socket& socket) {
    (void)co_await first_to_end(send_sound(socket), watch());
}

// ---------------------------------------------------------------------------------------------------------------------------
// Sound

void Listening::tell_start(ws::Socket& socket) {
    const auto coding = seat_->broadcast().codec();
    for (const auto track : {record::Track::consumer, record::Track::heard})
        voices_[static_cast<std::size_t>(track)] = voice(ticket_.format, track, coding);
    const api::ListenStarted started{.kind = "started",
                                     .codec = std::string{codec_name(ticket_.format, coding)},
                                     .sample_rate = record::kSampleRate,
                                     .tracks = {"consumer", "agent"}};
    (void)socket.send(ws::Kind::text, codec::print(started));
}

void Listening::drain(ws::Socket& socket) {
    while (const auto piece = seat_->take())
        voices_[static_cast<std::size_t>(piece->track)]->hear(*piece, [&](Packet packet) {
            parts_.metrics.packets.add();
            (void)socket.send(ws::Kind::binary, std::move(packet.bytes), packet.lasts);
        });
    tell_losses(socket);
}

void Listening::tell_losses(ws::Socket& socket) {
    const auto missed = seat_->missed() - std::exchange(missed_told_, seat_->missed());
    const auto dropped = socket.dropped() - std::exchange(dropped_told_, socket.dropped());
    if (missed > 0) parts_.metrics.lost.with({"ring"}).add(missed);
    if (dropped > 0) parts_.metrics.lost.with({"socket"}).add(dropped);
    if (missed + dropped == 0) return;
    const api::ListenGap gap{.kind = "gap", .lost_packets = static_cast<std::int64_t>(missed + dropped)};
    (void)socket.send(ws::Kind::text, codec::print(gap));
}

Task<void> Listening::send_sound(ws::Socket& socket) {
    tell_start(socket);
    auto next = parts_.clock.steady();
    std::optional<Deadline> patience;  // for another stream, once this one is over
    for (;;) {
        // Asked before the ring is emptied: what comes after the end was asked for is the last.
        const bool is_over = seat_->broadcast().is_over();
        drain(socket);
        if (is_over) {
            if (!patience) patience = parts_.clock.in(parts_.settings.other_stream);
            if (auto other = parts_.broadcasts.find(ticket_.call); other && !other->is_over()) {
                if (auto seat = media::Broadcast::sit(std::move(other))) {
                    seat_.emplace(std::move(*seat));
                    missed_told_ = 0;
                    patience.reset();
                    tell_start(socket);
                }
            }
            if (patience && patience->passed(parts_.clock.steady())) co_return end(Ending::stream_ended);
        }
        next = std::max(next + parts_.settings.pace, parts_.clock.steady());
        co_await sleep_until(Deadline{next});
    }
}

Task<void> Listening::until_they_leave(ws::Socket& socket) {
    for (;;) {
        const auto message = co_await socket.read(parts_.clock.in(kForAGoodWhile));
        if (!message && message.error() != ws::SocketError::late) co_return end(Ending::left);
    }
}

// ---------------------------------------------------------------------------------------------------------------------------
// Rights

Task<void> Listening::watch() {
    auto next_look = parts_.clock.in(parts_.settings.heartbeat);
    for (;;) {
        const auto event = co_await attention_->next(next_look);
        if (event && *event != "call") continue;
        if (!event && event.error() == live::Attention::End::cut) co_return end(Ending::restarting);
        if (const auto over = co_await look()) co_return end(*over);
        if (!event && event.error() == live::Attention::End::deadline)
            next_look = parts_.clock.in(parts_.settings.heartbeat);
    }
}

Task<std::optional<Ending>> Listening::look() {
    try {
        auto tx = co_await parts_.database.begin(ticket_.tenant, parts_.clock.in(kLook));
        const auto rows = co_await tx->exec_and_commit(sql::see_monitor, ticket_.monitor);
        if (rows.empty()) co_return Ending::stopped;
        if (rows.front()["is_over"].as<bool>()) co_return Ending::call_ended;
        confirmed_ = parts_.clock.steady();
        co_return std::nullopt;
    } catch (const db::RefusedError&) {
        co_return Ending::revoked;
    } catch (const db::UnavailableError&) {
        // Says nothing about the right; asked again.
    } catch (const db::StatementError& wrong) {
        parts_.log.error("listening_not_confirmed", {{"reason", wrong.text}});
    }
    if (parts_.clock.steady() - confirmed_ < parts_.settings.unconfirmed) co_return std::nullopt;
    co_return Ending::unconfirmed;
}

Task<void> sweep_lost(db::Database& database, const Clock& clock, observe::Log log) {
    for (;;) {
        try {
            const auto rows = co_await database.door(sql::close_lost_monitors, {kLostAfter}, clock.in(kLook));
            if (const auto closed = rows.front()["closed"].as<std::int64_t>(); closed > 0)
                log.info("monitors_closed", {{"lost", closed}});
        } catch (const db::UnavailableError& away) {
            log.warn("monitors_not_swept", {{"reason", away.reason}});
        } catch (const db::StatementError& wrong) {
            log.error("monitors_not_swept", {{"reason", wrong.text}});
        }
        co_await sleep_until(clock.in(kSweepPause));
    }
}

}  // namespace wib::supervision
