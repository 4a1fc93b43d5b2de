#include "shared/api/endpoints/onboarding.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

Onboarding under_way() {
    return {.step = 3,
            .last_step = 8,
            .completed_at = {},
            .plan = "business",
            .plan_status = "trialing",
            .trial_ends_at = example::at("20:00:00"),
            .trial_available = false,
            .provisioned_number = to_string(example::ours()),
            .numbers = {to_string(example::ours())},
            .compliance = {.timezone = "America/Chicago",
                           .calling_hours_start = "09:00",
                           .calling_hours_end = "20:00",
                           .dnc_enabled = true,
                           .disclosure_enabled = true,
                           .confirmed_at = example::at("08:41:00")}};
}

OnboardingReply as_reply() {
    return {.success = true, .onboarding = under_way()};
}

}  // namespace

Example<GetOnboarding> GetOnboarding::example() {
    return {.reply = as_reply()};
}

Example<SetUpOnboarding> SetUpOnboarding::example() {
    return {.body = {TrialPlan::business},
            .reply = {.success = true,
                      .provisioned_number = to_string(example::ours()),
                      .provisioned_numbers = {to_string(example::ours())},
                      .cnam_listing_id = {},
                      .trial_ends_at = example::at("20:00:00"),
                      .onboarding = under_way()}};
}

Example<ConfirmCompliance> ConfirmCompliance::example() {
    return {.body = {.timezone = example::a<codec::Text<1, 64>>("America/Chicago"),
                     .calling_hours_start = example::a<codec::Text<5, 5>>("09:00"),
                     .calling_hours_end = example::a<codec::Text<5, 5>>("20:00"),
                     .dnc_enabled = true,
                     .disclosure_enabled = true},
            .reply = as_reply()};
}

Example<NoteOnboarding> NoteOnboarding::example() {
    return {.body = {.step = 6}, .reply = as_reply()};
}

std::vector<Described> onboarding_endpoints() {
    return detail::described_list<GetOnboarding, SetUpOnboarding, ConfirmCompliance, NoteOnboarding>();
}

}  // namespace wib::api
