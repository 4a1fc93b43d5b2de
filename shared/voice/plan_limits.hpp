#pragma once
#include <optional>
#include <string_view>

#include "shared/core/time.hpp"

namespace wib::voice {

/// What an organisation's plan allows of calls (rules §3). An unknown plan is the free one.
struct PlanLimits {
    std::optional<int> calls_a_month;  ///< none: unlimited
    Duration longest_call;
};
[[nodiscard]] PlanLimits limits_of(std::string_view plan);

}  // namespace wib::voice
