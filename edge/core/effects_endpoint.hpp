#pragma once
#include "edge/core/visit.hpp"

namespace wib::edge {

inline constexpr std::string_view kEffectsPath = "/internal/effects";

/// The origin's way back (design §5): under its envelope it asks for KvDelete, Purge and Enqueue, which only the edge
/// can do.
///
///     {"effects":[{"kind":"kv_delete","key":"s:<hash>"},{"kind":"purge","path":"/…"},
///                 {"kind":"enqueue","queue":"transcription","message":{…}}]}
///
/// In order, up to the first that fails; then the answer is that problem and the origin may send all again.
[[nodiscard]] Part<Effect> carry_out_effects(const Visit& visit);

}  // namespace wib::edge
