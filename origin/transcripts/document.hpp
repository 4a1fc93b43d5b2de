#pragma once
#include <string>

#include "origin/transcripts/ports.hpp"

namespace wib::transcripts {

/// What is kept of a transcript: its canonical JSON, and the SHA-256 over it in lower hex.
struct Document {
    std::string text;
    std::string sha256;
};

/// Who said what, by channel, in the order of time; `length` is the recording's.
[[nodiscard]] api::FinalTranscript final_transcript(BatchReport report, std::chrono::milliseconds length);
[[nodiscard]] Document document_of(const api::FinalTranscript& transcript);

}  // namespace wib::transcripts
