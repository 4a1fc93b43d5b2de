#include "shared/api/endpoints/transcripts.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {

namespace {

TranscriptionMessage a_message() {
    return {.organization_id = example::organization(), .job_id = {example::leg().value}};
}

}  // namespace

Example<ListTranscriptVersions> ListTranscriptVersions::example() {
    const FinalTranscript said{
        .audio_ms = 61'240,
        .language = "en",
        .utterances = {{.channel = 1,
                        .confidence = 1,
                        .end_ms = 1480,
                        .speaker = "consumer",
                        .start_ms = 420,
                        .text = "Hello?",
                        .words = {{.confidence = 1, .end_ms = 1480, .start_ms = 420, .text = "Hello?"}}}}};
    const TranscriptInputs inputs{.audio_kind = "audio/wav",
                                  .audio_sha256 = std::string{example::kTokenHash},
                                  .recording_id = example::recording(),
                                  .recording_sha256 = std::string{example::kTokenHash},
                                  .vendor = "assemblyai",
                                  .vendor_job_id = "9ea68fd3-f953-42c1-9742-976c447fb463"};
    return {.path = {example::call()},
            .reply = {.success = true,
                      .transcript_status = "completed",
                      .failure_reason = {},
                      .versions = {{.id = {example::session().value},
                                    .recording_id = example::recording(),
                                    .version = 1,
                                    .is_authoritative = true,
                                    .produced_by = "model",
                                    .produced_by_model = "assemblyai universal-3-pro",
                                    .transcript_hash = std::string{example::kTokenHash},
                                    .input_refs = {codec::raw_json_of(inputs)},
                                    .transcript = {codec::raw_json_of(said)},
                                    .created_at = example::at("08:47:02.118")}}}};
}

Example<RetryTranscription> RetryTranscription::example() {
    return {.path = {example::call()}, .reply = {.success = true, .transcript_status = "queued"}};
}

Example<AdvanceTranscription> AdvanceTranscription::example() {
    return {.body = a_message(), .reply = {.success = true}};
}

Example<BuryTranscription> BuryTranscription::example() {
    return {.body = a_message(), .reply = {.success = true}};
}

std::vector<Described> transcript_endpoints() {
    return detail::described_list<ListTranscriptVersions, RetryTranscription, AdvanceTranscription,
                                  BuryTranscription>();
}

}  // namespace wib::api
