#pragma once
#include "shared/api/calls.hpp"
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/monitors.hpp"

namespace wib::api {

struct MonitorCall : Endpoint {
    static constexpr std::string_view route = "monitor_call";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "Supervises a live call";
    static constexpr std::string_view description =
        "`listen` hands out a ticket for one socket (`GET /api/calls/{id}/listen`), good for a minute. The call's "
        "audit trail tells who supervised it.";
    static constexpr std::array problems{Code::not_found, Code::call_not_active, Code::not_served};
    static constexpr int status = 201;
    using Path = CallPath;
    using Body = MonitorRequest;
    using Reply = MonitorReply;
    static Example<MonitorCall> example();
};

struct StopMonitoring : Endpoint {
    static constexpr std::string_view route = "stop_monitoring";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "Stops one's own supervision of a call";
    static constexpr std::array problems{Code::not_found};
    using Path = CallPath;
    using Reply = MonitorStoppedReply;
    static Example<StopMonitoring> example();
};

struct ListenIn : Endpoint {
    static constexpr std::string_view route = "listen_in";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "A live call's sound, over a WebSocket";
    static constexpr std::string_view description =
        "Text messages are the JSON objects of `x-wib-events`, told apart by `kind`. A binary message is 20 ms of one "
        "side: 20 bytes little-endian (format u8: 0 PCMU, 8 PCMA, 111 Opus; track u8; samples at 8 kHz u16; the "
        "track's packet number u32; the stream's clock in ms u32; when the audio reached us in Unix µs u64), then the "
        "payload. Whoever reads too slowly loses the oldest sound and is told in a gap. The socket ends within 2 s of "
        "the right to listen: 1008 then, 1000 when the call is over, 1001 when another origin should be asked.";
    static constexpr std::string_view content_type = "application/octet-stream";
    static constexpr std::array problems{Code::not_found, Code::call_not_active, Code::capacity, Code::csrf_invalid};
    static constexpr int status = 101;
    using Path = CallPath;
    using Query = ListenQuery;
    using Reply = Streamed;
    using Events = std::tuple<Event<"started", ListenStarted>, Event<"gap", ListenGap>, Event<"ended", ListenEnded>>;
    static Example<ListenIn> example();
};

}  // namespace wib::api
