#include "origin/transcripts/document.hpp"
#include "origin/vendors/assemblyai/batch_messages.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// No answer crashes its reader; words that were read lie in order on a clock and are believed in part; and what would
// be kept of them reads back as it was hashed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    namespace assemblyai = wib::assemblyai;
    namespace transcripts = wib::transcripts;
    const auto text = wib::fuzz::text_of(data, size);
    if (const auto url = assemblyai::read_upload(text)) ensure(!url->empty(), "an upload has a name");
    if (const auto id = assemblyai::read_job_id(text)) ensure(!id->empty(), "a job has an id");
    (void)assemblyai::read_job_of(text, "https://cdn.assemblyai.com/upload/1");
    const auto refusal =
        assemblyai::read_batch_refusal({.status = static_cast<int>(400 + size % 200), .body = std::string{text}});
    ensure(!refusal.detail.empty() && refusal.detail.size() < 400, "a refusal has its reason, in short");
    auto report = assemblyai::read_job(text);
    if (!report) return 0;
    for (const auto& heard : report->heard) {
        ensure(heard.channel >= 1 && heard.start <= heard.end && heard.confidence >= 0 && heard.confidence <= 1,
               "heard");
        for (const auto& word : heard.words)
            ensure(word.start >= word.start.zero() && word.start <= word.end && word.end <= std::chrono::hours{48},
                   "a word begins before it ends, within the longest call");
    }
    const auto document = transcripts::document_of(transcripts::final_transcript(std::move(*report), {}));
    const auto kept = wib::codec::parse<wib::api::FinalTranscript>(document.text, {.max_bytes = std::size_t{64} << 20});
    ensure(kept && transcripts::document_of(*kept).sha256 == document.sha256, "what is kept hashes alike again");
    return 0;
}
