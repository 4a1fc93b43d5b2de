#pragma once
#include <optional>
#include <string>
#include <vector>

#include "shared/core/time.hpp"

namespace wib::voice {

/// One number an organisation may show.
struct OwnNumber {
    std::string number;  ///< E.164
    std::optional<Instant> last_used_at{};
    bool is_default = false;
};

/// Which number the consumer sees (rules §10): the one asked for, if it is the organisation's own; else the least
/// recently used of its pool, in pool order among equals; else `fallback` (empty when there is none). Nothing when no
/// number may be shown: an explicit one that is not theirs, or no number at all.
[[nodiscard]] std::optional<std::string> choose_caller_id(const std::optional<std::string>& asked_for,
                                                          const std::vector<OwnNumber>& pool,
                                                          const std::string& fallback);

}  // namespace wib::voice
