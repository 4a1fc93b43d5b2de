#pragma once
#include "origin/http/endpoint.hpp"
#include "origin/transcripts/transcription.hpp"

namespace wib::transcripts {

struct TranscriptRoutes {
    Transcription& transcription;
    db::Database& database;
};

/// Canonical transcripts, the messages of their queue, and the vendor's news (shared/api/endpoints/transcripts.hpp).
void add_endpoints(http::Endpoints& endpoints, TranscriptRoutes& transcripts);

}  // namespace wib::transcripts
