#include "shared/plans/limits.hpp"

#include <array>
#include <chrono>

#include "shared/codec/reflect.hpp"

namespace wib::plans {
namespace {

constexpr std::int64_t kNone = -1;
constexpr std::int64_t kGigabyte = 1'000'000'000;

// By plan in rank order, then by metric in the order of the enumeration.
constexpr std::array<std::array<std::int64_t, 7>, 5> kLimits{{
    {100, 1, 10, 7, 1 * kGigabyte, 500, 50},
    {1'000, 5, 30, 30, 5 * kGigabyte, 2'500, 250},
    {5'000, 20, 60, 90, 25 * kGigabyte, 10'000, 1'000},
    {20'000, 100, 120, 365, 100 * kGigabyte, 25'000, 2'500},
    {kNone, kNone, 240, 2'555, kNone, 50'000, 5'000},
}};

}  // namespace

std::string_view name(Metric metric) {
    return codec::enum_name(metric);
}

std::optional<std::int64_t> limit(Plan plan, Metric metric) {
    const auto figure = kLimits[static_cast<std::size_t>(plan)][static_cast<std::size_t>(metric)];
    return figure == kNone ? std::nullopt : std::optional{figure};
}

bool is_soft(Plan plan, Metric metric) {
    return plan == Plan::enterprise && (metric == Metric::minutes || metric == Metric::transcripts);
}

Duration longest_call(std::string_view plan) {
    return std::chrono::minutes{limit(parse_plan(plan).value_or(Plan::free), Metric::longest_call_minutes).value()};
}

Verdict decide(Plan plan, Metric metric, std::int64_t used, std::int64_t adding) {
    const auto most = limit(plan, metric);
    const auto after = used + adding;
    if (!most) return {.is_allowed = true, .used = after, .limit = {}, .reached_percent = 0};
    const bool is_allowed = after <= *most || is_soft(plan, metric);
    const auto counted = is_allowed ? after : used;
    const auto reached = counted >= *most                          ? kFullAtPercent
                         : counted * 100 >= *most * kWarnAtPercent ? kWarnAtPercent
                                                                   : 0;
    return {.is_allowed = is_allowed, .used = counted, .limit = most, .reached_percent = reached};
}

}  // namespace wib::plans
