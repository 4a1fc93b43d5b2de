#include "shared/voice/gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace wib::voice {
namespace {

using namespace std::chrono_literals;

CheckOutcome outcome(const GateDecision& decision, std::string_view name) {
    const auto found = std::ranges::find(decision.checks, name, &Check::name);
    EXPECT_NE(found, decision.checks.end()) << name;
    return found->outcome;
}

PolicyData nothing_known() {
    return {.to_number = "+14155550123", .organisation_active = true};
}

TEST(Gate, LetsACallThroughAndNamesWhatItCouldNotCheck) {
    const auto decision = decide_gate(nothing_known());
    EXPECT_TRUE(decision.allowed());
    EXPECT_EQ(decision.checks.size(), 16u);
    EXPECT_EQ(outcome(decision, "number_format"), CheckOutcome::passed);
    EXPECT_EQ(outcome(decision, "organization_active"), CheckOutcome::passed);
    for (const auto* name :
         {"do_not_call", "cease_and_desist", "attorney_represented", "bankruptcy", "deceased", "consent", "legal_hold",
          "dispute", "time_of_day", "frequency", "conversation_cooldown", "dnc", "tcpa", "reassigned_number"})
        EXPECT_EQ(outcome(decision, name), CheckOutcome::not_checked) << name;
    for (const auto& check : decision.checks)
        EXPECT_EQ(check.reason.empty(), check.outcome == CheckOutcome::passed) << check.name;
}

TEST(Gate, RefusesWhatIsNoTelephoneNumber) {
    for (const auto* number :
         {"", "+", "4155550123", "+0155550123", "+1415555012a", "+1 415 555 0123", "+123456", "+1234567890123456"}) {
        auto policy = nothing_known();
        policy.to_number = number;
        EXPECT_FALSE(decide_gate(policy).allowed()) << number;
    }
}

TEST(Gate, RefusesASuspendedOrganisation) {
    auto policy = nothing_known();
    policy.organisation_active = false;
    ASSERT_NE(decide_gate(policy).blocked_by(), nullptr);
    EXPECT_EQ(decide_gate(policy).blocked_by()->name, "organization_active");
}

TEST(Gate, RefusesForEachFlagOfAnAccount) {
    for (auto flag :
         {&AccountStanding::do_not_call, &AccountStanding::cease_and_desist, &AccountStanding::attorney_represented,
          &AccountStanding::bankruptcy, &AccountStanding::deceased, &AccountStanding::consent_revoked,
          &AccountStanding::contact_hold, &AccountStanding::disputed_in_validation}) {
        auto policy = nothing_known();
        policy.account.emplace();
        EXPECT_TRUE(decide_gate(policy).allowed());
        (*policy.account).*flag = true;
        EXPECT_FALSE(decide_gate(policy).allowed());
    }
}

TEST(Gate, RefusesTheEighthAttemptInSevenDays) {
    auto policy = nothing_known();
    policy.attempts_in_seven_days = 6;
    EXPECT_TRUE(decide_gate(policy).allowed());
    policy.attempts_in_seven_days = 7;
    EXPECT_EQ(outcome(decide_gate(policy), "frequency"), CheckOutcome::blocked);
}

TEST(Gate, RefusesWithinSevenDaysOfAConversation) {
    auto policy = nothing_known();
    policy.since_last_conversation = 7 * 24h - 1s;
    EXPECT_EQ(outcome(decide_gate(policy), "conversation_cooldown"), CheckOutcome::blocked);
    policy.since_last_conversation = 7 * 24h;
    EXPECT_TRUE(decide_gate(policy).allowed());
}

}  // namespace
}  // namespace wib::voice
