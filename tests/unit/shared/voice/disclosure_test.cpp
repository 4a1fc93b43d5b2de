#include "shared/voice/disclosure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wib::voice {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<Disclosure> kTexts{{"recording", "1", "This call may be recorded for quality and compliance."}};

TEST(Disclosure, IsDueToAPersonOnTheLineAndNeverToAMachine) {
    CallState state;
    EXPECT_THAT(due_disclosures(kTexts, state), IsEmpty());
    state.consumer.answered_at = Instant{};
    EXPECT_THAT(due_disclosures(kTexts, state), SizeIs(1));
    state.answered_by = AnsweredBy::machine;
    EXPECT_THAT(due_disclosures(kTexts, state), IsEmpty());
}

TEST(Disclosure, HasNoneDueWithoutTexts) {
    CallState state;
    state.consumer.answered_at = Instant{};
    EXPECT_THAT(due_disclosures({}, state), IsEmpty());
}

}  // namespace
}  // namespace wib::voice
