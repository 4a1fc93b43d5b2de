#pragma once
#include "edge/core/visit.hpp"

namespace wib::edge {

/// One message of the transcription queue, or of its dead letters: handed on to the origin as it is, which does what
/// comes next for the job it names. Answers 200 for a message that is done with, or 503 and `retry-after` in seconds.
[[nodiscard]] Part<Effect> hand_on_transcription(const Visit& visit);

/// Of a queue by its name, whatever the environment adds to it ("wib-transcription-dead-staging").
[[nodiscard]] bool is_of_transcriptions(std::string_view queue);

}  // namespace wib::edge
