#include "shared/voice/caller_id.hpp"

#include <gtest/gtest.h>

namespace wib::voice {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-21T12:00:00Z");

TEST(CallerId, ShowsTheNumberAskedForWhenItIsTheirs) {
    EXPECT_EQ(choose_caller_id("+14155550002", {{"+14155550001"}, {"+14155550002"}}, ""), "+14155550002");
    EXPECT_EQ(choose_caller_id("+14155550009", {}, "+14155550009"), "+14155550009");
}

TEST(CallerId, NeverShowsANumberThatIsNotTheirs) {
    EXPECT_EQ(choose_caller_id("+14155550666", {{"+14155550001"}}, "+14155550009"), std::nullopt);
}

TEST(CallerId, TakesTheLeastRecentlyUsedOfThePool) {
    EXPECT_EQ(choose_caller_id({}, {{"+14155550001", noon}, {"+14155550002", noon - 1h}}, ""), "+14155550002");
    EXPECT_EQ(choose_caller_id({}, {{"+14155550001", noon - 9h}, {"+14155550002"}}, ""), "+14155550002")
        << "one never used comes first";
    EXPECT_EQ(choose_caller_id({}, {{"+14155550001"}, {"+14155550002"}}, ""), "+14155550001")
        << "pool order among equals";
}

TEST(CallerId, FallsBackToTheConfiguredNumberOrSaysThereIsNone) {
    EXPECT_EQ(choose_caller_id({}, {}, "+14155550009"), "+14155550009");
    EXPECT_EQ(choose_caller_id({}, {}, ""), std::nullopt);
}

}  // namespace
}  // namespace wib::voice
