#pragma once
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/core/time.hpp"
#include "shared/plans/plan.hpp"

/// How much of what a plan includes (rules §3). The migration seeds `plan_usage_limits` with the same figures, and a
/// test compares them.
namespace wib::plans {

/// What is counted against a plan. calls, minutes and transcripts are counted a calendar month (UTC); users and
/// storage_bytes are what there is now; longest_call_minutes and retention_days bound each call and each record.
enum class Metric : std::uint8_t {
    calls,
    users,
    longest_call_minutes,
    retention_days,
    storage_bytes,
    minutes,
    transcripts
};
BOOST_DESCRIBE_ENUM(Metric, calls, users, longest_call_minutes, retention_days, storage_bytes, minutes, transcripts)
[[nodiscard]] std::string_view name(Metric metric);

/// Nothing: unlimited.
[[nodiscard]] std::optional<std::int64_t> limit(Plan plan, Metric metric);
/// Enterprise's minutes and transcripts are watched and billed, not refused.
[[nodiscard]] bool is_soft(Plan plan, Metric metric);
/// After which a call is ended. An unknown plan is the free one: the shortest, never the longest.
[[nodiscard]] Duration longest_call(std::string_view plan);

/// The share of the limit at which admins are told: once each a metric and month.
inline constexpr int kWarnAtPercent = 80;
inline constexpr int kFullAtPercent = 100;

struct Verdict {
    bool is_allowed;
    std::int64_t used;                  ///< with what was asked for, where it is allowed
    std::optional<std::int64_t> limit;  ///< nothing: unlimited
    int reached_percent;                ///< 0, 80 or 100: the highest mark at or below `used`
};
/// Whether `adding` more fit beside `used`. Allowed up to the limit itself.
[[nodiscard]] Verdict decide(Plan plan, Metric metric, std::int64_t used, std::int64_t adding);

}  // namespace wib::plans
