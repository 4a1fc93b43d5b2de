#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "shared/api/search.hpp"

namespace wib::transcripts {

/// What stands around a hit in the database's plain copy of a text: the beginning and the end of one.
inline constexpr char kHitBegins = '\x02';
inline constexpr char kHitEnds = '\x03';
/// Characters of an utterance that a list of results shows, and how many of them before the first hit.
inline constexpr std::size_t kLongestFound = 320;
inline constexpr std::size_t kBeforeHit = 80;

/// A text in parts, hits apart from the rest. `marked` is the same text character for character (accents may be
/// missing in it) with its hits marked; where it is another text after all, nothing is a hit. What is longer than
/// kLongestFound is cut around its first hit, with "…" where something is left out.
[[nodiscard]] std::vector<api::FoundPart> parts_of(std::string_view text, std::string_view marked);

}  // namespace wib::transcripts
