#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/onboarding.hpp"

namespace wib::api {

struct GetOnboarding : Endpoint {
    static constexpr std::string_view route = "get_onboarding";
    static constexpr std::string_view tag = "Onboarding";
    static constexpr std::string_view summary = "How far the organisation has come with its first steps";
    static constexpr std::array problems{Code::not_found};
    using Reply = OnboardingReply;
    static Example<GetOnboarding> example();
};

struct SetUpOnboarding : Endpoint {
    static constexpr std::string_view route = "set_up_onboarding";
    static constexpr std::string_view tag = "Onboarding";
    static constexpr std::string_view summary = "Begins the trial and takes the organisation's number into use";
    static constexpr std::string_view description =
        "An organisation has one trial, of fourteen days; asked again, this changes nothing. No number is bought and "
        "no "
        "customer is opened with the payment provider: the numbers are those the organisation has, and it may have "
        "none.";
    static constexpr std::array problems{Code::not_found};
    using Body = SetUpRequest;
    using Reply = SetUpReply;
    static Example<SetUpOnboarding> example();
};

struct ConfirmCompliance : Endpoint {
    static constexpr std::string_view route = "confirm_compliance";
    static constexpr std::string_view tag = "Onboarding";
    static constexpr std::string_view summary = "Says when calls may be made, and what is checked and said";
    static constexpr std::array problems{Code::not_found};
    using Body = ComplianceRequest;
    using Reply = OnboardingReply;
    static Example<ConfirmCompliance> example();
};

struct NoteOnboarding : Endpoint {
    static constexpr std::string_view route = "note_onboarding";
    static constexpr std::string_view tag = "Onboarding";
    static constexpr std::string_view summary = "Says that a step is done";
    static constexpr std::string_view description =
        "A step below the one reached changes nothing. The last completes the whole, which takes the rules for calling "
        "to be confirmed: CONFLICT before.";
    static constexpr std::array problems{Code::not_found, Code::conflict};
    using Body = ProgressRequest;
    using Reply = OnboardingReply;
    static Example<NoteOnboarding> example();
};

}  // namespace wib::api
