#pragma once
#include "shared/api/calls.hpp"
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/voice.hpp"

namespace wib::api {

struct StartCall : Endpoint {
    static constexpr std::string_view route = "start_call";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "Calls somebody";
    static constexpr std::string_view description =
        "Asks the compliance gate, then dials. `pending` means that the carrier has not answered in time and the dial "
        "goes "
        "on. A carrier's refusal names the failed call in `call_id`; a gate's names its reason in `blocked_by` and "
        "`reason`.";
    static constexpr std::array problems{Code::compliance_blocked, Code::vendor_error, Code::vendor_not_configured,
                                         Code::rate_limited,       Code::capacity,     Code::quota_exceeded,
                                         Code::plan_unknown};
    static constexpr int status = 201;
    using Body = StartCallRequest;
    using Reply = StartedCallReply;
    static Example<StartCall> example();
};

struct ListCalls : Endpoint {
    static constexpr std::string_view route = "list_calls";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "The organisation's calls, newest first";
    using Query = ListCallsQuery;
    using Reply = CallListReply;
    static Example<ListCalls> example();
};

struct GetCall : Endpoint {
    static constexpr std::string_view route = "get_call";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "One call with its legs, recordings and what the gate said";
    static constexpr std::array problems{Code::not_found};
    using Path = CallPath;
    using Reply = CallDetailReply;
    static Example<GetCall> example();
};

struct EndCall : Endpoint {
    static constexpr std::string_view route = "end_call";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "Hangs up";
    static constexpr std::string_view description =
        "The call is over for the record at once, its lines as soon as the carrier has been told.";
    static constexpr std::array problems{Code::not_found, Code::call_not_active};
    using Path = CallPath;
    using Reply = CallReply;
    static Example<EndCall> example();
};

struct CallTimeline : Endpoint {
    static constexpr std::string_view route = "call_timeline";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "Everything that happened on a call, in order";
    static constexpr std::array problems{Code::not_found};
    using Path = CallPath;
    using Reply = TimelineReply;
    static Example<CallTimeline> example();
};

struct CallTranscript : Endpoint {
    static constexpr std::string_view route = "call_transcript";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "What was said, at most 500 segments at once";
    static constexpr std::array problems{Code::not_found};
    using Path = CallPath;
    using Query = TranscriptQuery;
    using Reply = TranscriptReply;
    static Example<CallTranscript> example();
};

}  // namespace wib::api
