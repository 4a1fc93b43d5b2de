#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/records.hpp"

namespace wib::api {

struct GetRecording : Endpoint {
    static constexpr std::string_view route = "get_recording";
    static constexpr std::string_view tag = "Recordings";
    static constexpr std::string_view summary = "What a recording is and where it plays; audited";
    static constexpr std::array problems{Code::not_found};
    using Path = RecordingPath;
    using Reply = RecordingReply;
    static Example<GetRecording> example();
};

struct StreamRecording : Endpoint {
    static constexpr std::string_view route = "stream_recording";
    static constexpr std::string_view tag = "Recordings";
    static constexpr std::string_view summary = "The sound, whole or one range of it; audited before the first byte";
    static constexpr std::string_view description =
        "Stereo: left the consumer, right what the consumer heard. `Range` takes one range, `If-Range` the entity tag. "
        "409 "
        "until the recording is stored.";
    static constexpr std::string_view content_type = "audio/wav";
    static constexpr std::array problems{Code::not_found, Code::conflict, Code::vendor_error,
                                         Code::vendor_not_configured, Code::range_not_satisfiable};
    static constexpr std::array also{AlsoAnswers{206, "The range asked for"}};
    static constexpr std::array headers{SaysHeader{"ETag", "Names the bytes: their SHA-256"},
                                        SaysHeader{"Accept-Ranges", "`bytes`"}};
    using Path = RecordingPath;
    using Reply = Streamed;
    static Example<StreamRecording> example();
};

struct ListAudit : Endpoint {
    static constexpr std::string_view route = "list_audit";
    static constexpr std::string_view tag = "Audit";
    static constexpr std::string_view summary = "Who did what, newest first";
    using Query = ListAuditQuery;
    using Reply = AuditListReply;
    static Example<ListAudit> example();
};

}  // namespace wib::api
