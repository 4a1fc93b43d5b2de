#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// Supervision of live calls: questions and replies of /api/calls/{id}/monitor, and what the socket of
/// /api/calls/{id}/listen says besides sound.
namespace wib::api {

using MonitorId = StrongId<struct MonitorTag>;

enum class MonitorMode { listen, whisper, barge };
BOOST_DESCRIBE_ENUM(MonitorMode, listen, whisper, barge)

/// How sound is coded on the socket.
enum class ListenFormat { g711, opus };
BOOST_DESCRIBE_ENUM(ListenFormat, g711, opus)

/// POST /api/calls/{id}/monitor
struct MonitorRequest {
    MonitorMode mode;

    static constexpr std::array about{
        codec::About{"mode", "listen: heard by nobody. whisper and barge need the carrier's conferences: NOT_SERVED"}};
};
BOOST_DESCRIBE_STRUCT(MonitorRequest, (), (mode))

struct Monitor {
    MonitorId id;
    CallId call_id;
    MonitorMode mode;
    Instant started_at;
};
BOOST_DESCRIBE_STRUCT(Monitor, (), (id, call_id, mode, started_at))

struct MonitorReply {
    bool success;
    Monitor monitor;
    std::string path;
    std::vector<std::string> formats;
    std::int32_t sample_rate;
    std::int32_t packet_ms;

    static constexpr std::array about{
        codec::About{"path", "Where the socket is opened, within a minute, once, by whoever asked; `&format=` chooses"},
        codec::About{"formats", "How the sound can be had, the first unless asked otherwise"},
        codec::About{"packet_ms", "Longest audio of one message; each message is one side's"}};
};
BOOST_DESCRIBE_STRUCT(MonitorReply, (), (success, monitor, path, formats, sample_rate, packet_ms))

/// DELETE /api/calls/{id}/monitor
struct MonitorStoppedReply {
    bool success;
    std::int32_t stopped;

    static constexpr std::array about{codec::About{"stopped", "How many sockets and tickets of one's own this ended"}};
};
BOOST_DESCRIBE_STRUCT(MonitorStoppedReply, (), (success, stopped))

/// GET /api/calls/{id}/listen
struct ListenQuery {
    MonitorId monitor;
    std::optional<ListenFormat> format;

    static constexpr std::array about{codec::About{"monitor", "The ticket: what POST …/monitor gave"}};
};
BOOST_DESCRIBE_STRUCT(ListenQuery, (), (monitor, format))

/// Why listening ended.
inline constexpr std::array<std::string_view, 8> kListenEndings{"left",    "stopped",     "call_ended", "stream_ended",
                                                                "revoked", "unconfirmed", "lost",       "restarting"};

/// started: what the messages that follow carry. Again when the call's sound comes by another stream.
struct ListenStarted {
    std::string kind;
    std::string codec;
    std::int32_t sample_rate;
    std::vector<std::string> tracks;

    static constexpr std::array<std::string_view, 3> kCodecs{"pcmu", "pcma", "opus"};
    static constexpr std::array about{codec::About{"codec", "Of every binary message from here on", kCodecs},
                                      codec::About{"tracks", "Who is who: a message's track is a place in this list"}};
};
BOOST_DESCRIBE_STRUCT(ListenStarted, (), (kind, codec, sample_rate, tracks))

/// gap: sound was dropped because the listener did not keep up.
struct ListenGap {
    std::string kind;
    std::int64_t lost_packets;

    static constexpr std::array about{codec::About{"lost_packets", "Since the one before"}};
};
BOOST_DESCRIBE_STRUCT(ListenGap, (), (kind, lost_packets))

/// ended: the last message.
struct ListenEnded {
    std::string kind;
    std::string reason;

    static constexpr std::array about{codec::About{
        "reason",
        "revoked: the right to listen has gone. unconfirmed: nobody could say for a minute whether it is there",
        kListenEndings}};
};
BOOST_DESCRIBE_STRUCT(ListenEnded, (), (kind, reason))

}  // namespace wib::api
