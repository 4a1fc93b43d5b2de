#include "origin/identity/calling_hours.hpp"

#include <optional>

namespace wib::identity {
namespace {

constexpr int kEarliest = 8 * 60, kLatest = 21 * 60;

/// Minutes since midnight of "HH:MM".
std::optional<int> minutes_of(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 100; };
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = digit(0) * 10 + digit(1), minutes = digit(3) * 10 + digit(4);
    if (hours > 23 || minutes > 59) return std::nullopt;
    return hours * 60 + minutes;
}

}  // namespace

codec::Faults faults_of_hours(std::string_view start, std::string_view end) {
    codec::Faults faults;
    const auto begins = minutes_of(start), ends = minutes_of(end);
    if (!begins || *begins < kEarliest) faults.push_back({"calling_hours_start", "must be HH:MM, 08:00 or later"});
    if (!ends || *ends > kLatest) faults.push_back({"calling_hours_end", "must be HH:MM, 21:00 or earlier"});
    if (begins && ends && *begins >= *ends) faults.push_back({"calling_hours_end", "must be after the start"});
    return faults;
}

}  // namespace wib::identity
