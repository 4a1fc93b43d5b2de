#include "shared/voice/caller_id.hpp"

#include <algorithm>

namespace wib::voice {

std::optional<std::string> choose_caller_id(const std::optional<std::string>& asked_for,
                                            const std::vector<OwnNumber>& pool, const std::string& fallback) {
    if (asked_for) {
        const bool theirs =
            *asked_for == fallback || std::ranges::find(pool, *asked_for, &OwnNumber::number) != pool.end();
        return theirs && !asked_for->empty() ? asked_for : std::nullopt;
    }
    // An empty optional is less than any time: a number never shown comes before all others.
    const auto least_used = std::ranges::min_element(pool, {}, &OwnNumber::last_used_at);
    if (least_used != pool.end()) return least_used->number;
    return fallback.empty() ? std::nullopt : std::optional{fallback};
}

}  // namespace wib::voice
