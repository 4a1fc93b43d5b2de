#include "shared/plans/plan.hpp"

#include "shared/codec/reflect.hpp"

namespace wib::plans {

std::string_view name(Plan plan) {
    return codec::enum_name(plan);
}
std::string_view name(Capability capability) {
    return codec::enum_name(capability);
}
std::optional<Plan> parse_plan(std::string_view text) {
    return codec::parse_enum<Plan>(text);
}
std::optional<Capability> parse_capability(std::string_view text) {
    return codec::parse_enum<Capability>(text);
}

// The order of the enumeration is that of the plans: each part begins with its first capability.
Plan lowest_plan(Capability capability) {
    if (capability >= Capability::voice_cloning) return Plan::enterprise;
    if (capability >= Capability::live_translation) return Plan::business;
    if (capability >= Capability::translation) return Plan::pro;
    return Plan::starter;
}

}  // namespace wib::plans
