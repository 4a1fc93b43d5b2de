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

/// The canonical transcript of a recording: the versions kept, and the messages that carry its making.
namespace wib::api {

using TranscriptionJobId = StrongId<struct TranscriptionJobTag>;

/// A message of the transcription queue, handed on by the edge as it is: look at this job and do what comes next.
struct TranscriptionMessage {
    OrgId organization_id;
    TranscriptionJobId job_id;

    bool operator==(const TranscriptionMessage&) const = default;
};
BOOST_DESCRIBE_STRUCT(TranscriptionMessage, (), (organization_id, job_id))

/// Where a call's canonical transcript can stand.
inline constexpr std::array<std::string_view, 6> kTranscriptStatuses{"none",      "queued", "pending",
                                                                     "completed", "failed", "failed_permanent"};

// The three structs of a transcript's document have their members in the order of the alphabet: printed, that is
// canonical JSON (rules §8), and what transcript_hash is the SHA-256 of. `confidence` has three places at most, which
// every printer writes alike.

struct FinalWord {
    double confidence;
    std::int64_t end_ms;
    std::int64_t start_ms;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(FinalWord, (), (confidence, end_ms, start_ms, text))

struct FinalUtterance {
    std::int32_t channel;
    double confidence;
    std::int64_t end_ms;
    std::string speaker;
    std::int64_t start_ms;
    std::string text;
    std::vector<FinalWord> words;

    static constexpr std::array about{
        codec::About{"channel", "Of the recording: 1 the consumer, 2 what the consumer heard"},
        codec::About{"speaker", "agent or consumer, by the channel"},
        codec::About{"start_ms", "From the beginning of the recording"}};
};
BOOST_DESCRIBE_STRUCT(FinalUtterance, (), (channel, confidence, end_ms, speaker, start_ms, text, words))

struct FinalTranscript {
    std::int64_t audio_ms;
    std::string language;
    std::vector<FinalUtterance> utterances;
};
BOOST_DESCRIBE_STRUCT(FinalTranscript, (), (audio_ms, language, utterances))

/// What a version was made of.
struct TranscriptInputs {
    std::string audio_kind;
    std::string audio_sha256;
    RecordingId recording_id;
    std::string recording_sha256;
    std::string vendor;
    std::string vendor_job_id;

    static constexpr std::array about{codec::About{"audio_sha256", "Of the very bytes the vendor was given"},
                                      codec::About{"recording_sha256", "Of the authoritative recording"}};
};
BOOST_DESCRIBE_STRUCT(TranscriptInputs, (),
                      (audio_kind, audio_sha256, recording_id, recording_sha256, vendor, vendor_job_id))

using TranscriptVersionId = StrongId<struct TranscriptVersionTag>;

struct TranscriptVersion {
    TranscriptVersionId id;
    RecordingId recording_id;
    std::int32_t version;
    bool is_authoritative;
    std::string produced_by;
    std::optional<std::string> produced_by_model;
    std::string transcript_hash;
    codec::RawJsonOf<TranscriptInputs> input_refs;
    codec::RawJsonOf<FinalTranscript> transcript;
    Instant created_at;

    static constexpr std::array about{
        codec::About{"produced_by_model", "Vendor and model, where one made it"},
        codec::About{"transcript_hash",
                     "SHA-256 over `transcript` as canonical JSON: members in order of the alphabet, no spaces"}};
};
BOOST_DESCRIBE_STRUCT(TranscriptVersion, (),
                      (id, recording_id, version, is_authoritative, produced_by, produced_by_model, transcript_hash,
                       input_refs, transcript, created_at))

/// GET /api/calls/{id}/transcript-versions
struct TranscriptVersionsReply {
    bool success;
    std::string transcript_status;
    std::optional<std::string> failure_reason;
    std::vector<TranscriptVersion> versions;

    static constexpr std::array about{
        codec::About{"transcript_status",
                     "none: nobody makes one; queued, pending: it is being made; failed: it is tried again; "
                     "failed_permanent: given up until somebody asks again",
                     kTranscriptStatuses},
        codec::About{"failure_reason", "Of failed and failed_permanent, and while a queued one is tried again"},
        codec::About{"versions", "By recording, the newest version of each first"}};
};
BOOST_DESCRIBE_STRUCT(TranscriptVersionsReply, (), (success, transcript_status, failure_reason, versions))

/// POST /api/calls/{id}/transcription
struct TranscriptionReply {
    bool success;
    std::string transcript_status;

    static constexpr std::array about{codec::About{"transcript_status", "As it stands now", kTranscriptStatuses}};
};
BOOST_DESCRIBE_STRUCT(TranscriptionReply, (), (success, transcript_status))

}  // namespace wib::api
