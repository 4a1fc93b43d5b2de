#include "shared/voice/plan_limits.hpp"

#include <chrono>

namespace wib::voice {

PlanLimits limits_of(std::string_view plan) {
    using std::chrono::minutes;
    if (plan == "enterprise") return {std::nullopt, minutes{240}};
    if (plan == "business") return {20'000, minutes{120}};
    if (plan == "pro") return {5'000, minutes{60}};
    if (plan == "starter") return {1'000, minutes{30}};
    return {100, minutes{10}};
}

}  // namespace wib::voice
