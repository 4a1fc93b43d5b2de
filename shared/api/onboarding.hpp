#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/text.hpp"
#include "shared/codec/whole.hpp"
#include "shared/core/time.hpp"

/// Requests and replies of /api/onboarding: the first steps of an organisation (rules §22). They are plan 1, number 2,
/// compliance 3, e-mail account 4, import 5, test call 6, invitations 7 and launch 8.
namespace wib::api {

/// What the trial is of; `free` asks for none.
enum class TrialPlan { free, starter, pro, business };
BOOST_DESCRIBE_ENUM(TrialPlan, free, starter, pro, business)

/// POST /api/onboarding/setup
struct SetUpRequest {
    std::optional<TrialPlan> plan;

    static constexpr std::array about{
        codec::About{"plan", "Of which the trial is; business when absent, free for none"}};
};
BOOST_DESCRIBE_STRUCT(SetUpRequest, (), (plan))

/// POST /api/onboarding/compliance: all five, each time.
struct ComplianceRequest {
    codec::Text<1, 64> timezone;
    codec::Text<5, 5> calling_hours_start;
    codec::Text<5, 5> calling_hours_end;
    bool dnc_enabled;
    bool disclosure_enabled;

    static constexpr std::array about{codec::About{"timezone", "IANA name, like America/New_York"},
                                      codec::About{"calling_hours_start", "HH:MM, 08:00 or later"},
                                      codec::About{"calling_hours_end", "HH:MM, 21:00 or earlier"},
                                      codec::About{"dnc_enabled", "Whether do-not-call lists are looked at"},
                                      codec::About{"disclosure_enabled", "Whether calls begin with the disclosure"}};
};
BOOST_DESCRIBE_STRUCT(ComplianceRequest, (),
                      (timezone, calling_hours_start, calling_hours_end, dnc_enabled, disclosure_enabled))

/// POST /api/onboarding/progress
struct ProgressRequest {
    codec::Whole<1, 10> step;

    static constexpr std::array about{codec::About{"step", "The step that is done; 8 and above is the last"}};
};
BOOST_DESCRIBE_STRUCT(ProgressRequest, (), (step))

/// When calls may be made, and what is checked and said.
struct CallingRules {
    std::string timezone;
    std::string calling_hours_start;
    std::string calling_hours_end;
    bool dnc_enabled;
    bool disclosure_enabled;
    std::optional<Instant> confirmed_at;

    static constexpr std::array about{
        codec::About{"confirmed_at", "When somebody last answered for them; null: these are the ones we began with"}};
};
BOOST_DESCRIBE_STRUCT(CallingRules, (),
                      (timezone, calling_hours_start, calling_hours_end, dnc_enabled, disclosure_enabled, confirmed_at))

/// How far an organisation has come.
struct Onboarding {
    std::int32_t step;
    std::int32_t last_step;
    std::optional<Instant> completed_at;
    std::string plan;
    std::string plan_status;
    std::optional<Instant> trial_ends_at;
    bool trial_available;
    std::optional<std::string> provisioned_number;
    std::vector<std::string> numbers;
    CallingRules compliance;

    static constexpr std::array about{codec::About{"step", "The highest step that is done; it never falls"},
                                      codec::About{"plan", "The plan that counts now"},
                                      codec::About{"trial_available", "Whether setup would begin one"},
                                      codec::About{"numbers", "What calls may show, the usual one first"}};
};
BOOST_DESCRIBE_STRUCT(Onboarding, (),
                      (step, last_step, completed_at, plan, plan_status, trial_ends_at, trial_available,
                       provisioned_number, numbers, compliance))
struct OnboardingReply {
    bool success;
    Onboarding onboarding;
};
BOOST_DESCRIBE_STRUCT(OnboardingReply, (), (success, onboarding))

struct SetUpReply {
    bool success;
    std::optional<std::string> provisioned_number;
    std::vector<std::string> provisioned_numbers;
    std::optional<std::string> cnam_listing_id;
    std::optional<Instant> trial_ends_at;
    Onboarding onboarding;

    static constexpr std::array about{
        codec::About{"provisioned_numbers", "Those the organisation has; empty: it has none yet"},
        codec::About{"cnam_listing_id", "Of its name with the carrier; null: not listed yet"}};
};
BOOST_DESCRIBE_STRUCT(SetUpReply, (),
                      (success, provisioned_number, provisioned_numbers, cnam_listing_id, trial_ends_at, onboarding))

}  // namespace wib::api
