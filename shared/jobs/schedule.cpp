#include "shared/jobs/schedule.hpp"

#include <algorithm>

namespace wib::jobs {

std::string_view cron(Schedule schedule) {
    switch (schedule) {
        case Schedule::every_minute:
            return "* * * * *";
        case Schedule::every_five_minutes:
            return "*/5 * * * *";
        case Schedule::hourly:
            return "0 * * * *";
        case Schedule::daily:
            return "0 0,2,6 * * *";
    }
    return {};
}

std::optional<Schedule> schedule_of(std::string_view text) {
    const auto found = std::ranges::find(kSchedules, text, cron);
    if (found == kSchedules.end()) return std::nullopt;
    return *found;
}

}  // namespace wib::jobs
