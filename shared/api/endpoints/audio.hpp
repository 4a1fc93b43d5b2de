#pragma once
#include "shared/api/audio.hpp"
#include "shared/api/endpoints/endpoint.hpp"

namespace wib::api {

struct UploadAudio : Endpoint {
    static constexpr std::string_view route = "upload_audio";
    static constexpr std::string_view tag = "Audio files";
    static constexpr std::string_view summary = "Takes a sound file in";
    static constexpr std::string_view description =
        "A form (multipart/form-data) whose part `file` is the file, with a content type of audio/…; other parts are "
        "left alone. It is stored while it comes in, and there once all of it has come: an upload that is cut leaves "
        "nothing. 504 when nothing comes for half a minute.";
    static constexpr int status = 201;
    static constexpr std::array problems{Code::validation_error, Code::quota_exceeded, Code::plan_unknown,
                                         Code::vendor_error, Code::vendor_not_configured};
    using Body = FileForm;
    using Reply = AudioFileReply;
    static Example<UploadAudio> example();
};

struct ListAudio : Endpoint {
    static constexpr std::string_view route = "list_audio";
    static constexpr std::string_view tag = "Audio files";
    static constexpr std::string_view summary = "Sound files that people brought along, newest first";
    using Query = PageQuery;
    using Reply = AudioListReply;
    static Example<ListAudio> example();
};

struct StreamAudio : Endpoint {
    static constexpr std::string_view route = "stream_audio";
    static constexpr std::string_view tag = "Audio files";
    static constexpr std::string_view summary =
        "A file's sound, whole or one range of it; audited before the first byte";
    static constexpr std::string_view description =
        "By the file's `file_key`. `Range` takes one range, `If-Range` the entity tag.";
    static constexpr std::string_view content_type = "audio/*";
    static constexpr std::array problems{Code::not_found, Code::validation_error, Code::vendor_error,
                                         Code::vendor_not_configured, Code::range_not_satisfiable};
    static constexpr std::array also{AlsoAnswers{206, "The range asked for"}};
    static constexpr std::array headers{SaysHeader{"ETag", "Names the bytes: their SHA-256"},
                                        SaysHeader{"Accept-Ranges", "`bytes`"}};
    using Path = AudioKeyPath;
    using Reply = Streamed;
    static Example<StreamAudio> example();
};

}  // namespace wib::api
