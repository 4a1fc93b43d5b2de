#pragma once
#include "shared/api/calls.hpp"
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/live.hpp"

namespace wib::api {

/// What a browser can hear about calls.
using LiveEvents = std::tuple<Event<"hello", HelloEvent>, Event<"call", CallEvent>, Event<"turn", TurnEvent>,
                              Event<"partial", PartialEvent>, Event<"recording", RecordingEvent>,
                              Event<"transcription", TranscriptionEvent>,
                              Event<"recogniser", RecogniserEvent>, Event<"level", LevelEvent>>;

struct CallEvents : Endpoint {
    static constexpr std::string_view route = "call_events";
    static constexpr std::string_view tag = "Live";
    static constexpr std::string_view summary = "One call from its beginning, then live";
    static constexpr std::string_view description =
        "Server-sent events. Those that stand in the database carry their sequence as `id`; `Last-Event-ID` resumes "
        "after "
        "one. A comment every 15 s keeps the stream awake; it ends when the session does.";
    static constexpr std::string_view content_type = "text/event-stream";
    static constexpr std::array problems{Code::not_found, Code::capacity};
    using Path = CallPath;
    using Reply = Streamed;
    using Events = LiveEvents;
    static Example<CallEvents> example();
};

struct Live : Endpoint {
    static constexpr std::string_view route = "live";
    static constexpr std::string_view tag = "Live";
    static constexpr std::string_view summary = "Every call of the organisation from now on";
    static constexpr std::string_view description =
        "Server-sent events. Those that stand in the database carry their sequence as `id`; `Last-Event-ID` brings "
        "first what "
        "was missed. A comment every 15 s keeps the stream awake; it ends when the session does.";
    static constexpr std::string_view content_type = "text/event-stream";
    static constexpr std::array problems{Code::capacity};
    using Reply = Streamed;
    using Events = LiveEvents;
    static Example<Live> example();
};

}  // namespace wib::api
