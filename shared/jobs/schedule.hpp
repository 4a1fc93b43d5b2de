#pragma once
#include <array>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wib::jobs {

/// What the platform wakes the edge by. Each job is set to the first of these that comes round whenever it is due.
enum class Schedule : std::uint8_t { every_minute, every_five_minutes, hourly, daily };
BOOST_DESCRIBE_ENUM(Schedule, every_minute, every_five_minutes, hourly, daily)

inline constexpr std::array kSchedules{Schedule::every_minute, Schedule::every_five_minutes, Schedule::hourly,
                                       Schedule::daily};

/// As the platform is told of it (minute, hour, day, month, weekday; UTC), and as it names it when it comes round.
[[nodiscard]] std::string_view cron(Schedule schedule);
[[nodiscard]] std::optional<Schedule> schedule_of(std::string_view cron);

}  // namespace wib::jobs
