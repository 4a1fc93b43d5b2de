#pragma once
#include "shared/api/calls.hpp"
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/service.hpp"
#include "shared/api/transcripts.hpp"

namespace wib::api {

struct ListTranscriptVersions : Endpoint {
    static constexpr std::string_view route = "transcript_versions";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "The canonical transcript, made of the stored recording";
    static constexpr std::string_view description =
        "Authoritative, with what proves it: versions are only ever added, each with its hash and what it was made of. "
        "What was heard live is a preview, under /transcript.";
    static constexpr std::array problems{Code::not_found};
    using Path = CallPath;
    using Reply = TranscriptVersionsReply;
    static Example<ListTranscriptVersions> example();
};

struct RetryTranscription : Endpoint {
    static constexpr std::string_view route = "retry_transcription";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "Has a transcript made that was given up";
    static constexpr std::string_view description = "Nothing changes where none was given up.";
    static constexpr int status = 202;
    static constexpr std::array problems{Code::not_found, Code::vendor_not_configured, Code::quota_exceeded,
                                         Code::plan_unknown};
    using Path = CallPath;
    using Reply = TranscriptionReply;
    static Example<RetryTranscription> example();
};

struct AdvanceTranscription : Endpoint {
    static constexpr std::string_view route = "advance_transcription";
    static constexpr std::string_view tag = "Internal";
    static constexpr std::string_view summary = "A message of the transcription queue: what comes next is done";
    static constexpr std::string_view description =
        "Idempotent. 503 with `Retry-After` asks for the message once more.";
    static constexpr std::array problems{Code::capacity};
    using Body = TranscriptionMessage;
    using Reply = DoneReply;
    static Example<AdvanceTranscription> example();
};

struct BuryTranscription : Endpoint {
    static constexpr std::string_view route = "bury_transcription";
    static constexpr std::string_view tag = "Internal";
    static constexpr std::string_view summary = "A message that the transcription queue has given up";
    using Body = TranscriptionMessage;
    using Reply = DoneReply;
    static Example<BuryTranscription> example();
};

}  // namespace wib::api
