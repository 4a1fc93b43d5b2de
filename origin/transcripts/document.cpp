#include "origin/transcripts/document.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "origin/media/ports.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::transcripts {
namespace {

/// Three places: below them nothing is known, and every printer of JSON writes the number alike.
double rounded(double confidence) {
    return std::round(std::clamp(confidence, 0.0, 1.0) * 1000) / 1000;
}

/// Postgres holds no NUL, and what is kept must print again as it was hashed.
std::string storable(std::string text) {
    std::erase(text, '\0');
    return text;
}

/// The WAV's left is the consumer's track, its right what they heard (shared/record/wav.hpp).
std::string speaker_of(int channel) {
    return std::string{media::speaker_of(channel == 1 ? media::Track::consumer : media::Track::heard)};
}

}  // namespace

api::FinalTranscript final_transcript(BatchReport report, std::chrono::milliseconds length) {
    api::FinalTranscript transcript{
        .audio_ms = length.count(), .language = storable(std::move(report.language)), .utterances = {}};
    transcript.utterances.reserve(report.heard.size());
    for (auto& heard : report.heard) {
        api::FinalUtterance said{.channel = heard.channel,
                                 .confidence = rounded(heard.confidence),
                                 .end_ms = heard.end.count(),
                                 .speaker = speaker_of(heard.channel),
                                 .start_ms = heard.start.count(),
                                 .text = storable(std::move(heard.text)),
                                 .words = {}};
        said.words.reserve(heard.words.size());
        for (auto& word : heard.words)
            said.words.push_back({.confidence = rounded(word.confidence),
                                  .end_ms = word.end.count(),
                                  .start_ms = word.start.count(),
                                  .text = storable(std::move(word.text))});
        transcript.utterances.push_back(std::move(said));
    }
    std::ranges::sort(transcript.utterances, {}, [](const api::FinalUtterance& said) {
        return std::tuple{said.start_ms, said.channel, said.end_ms};
    });
    return transcript;
}

Document document_of(const api::FinalTranscript& transcript) {
    auto text = codec::print(transcript);
    auto sha256 = crypto::sha256_hex(text);
    return {.text = std::move(text), .sha256 = std::move(sha256)};
}

}  // namespace wib::transcripts
