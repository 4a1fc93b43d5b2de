#include <gtest/gtest.h>

#include "origin/http/envelope.hpp"
#include "tests/support/manual_clock.hpp"

namespace wib::http {
namespace {

using namespace std::chrono_literals;
using Answer = RequestMemory::Answer;

struct RequestMemoryTest : ::testing::Test {
    RequestId an_id() { return random.id<RequestId>(); }
    wib::testing::CountingRandom random;
    const Instant noon = *parse_rfc3339("2026-11-21T12:00:00Z");
};

// An envelope issued thirty seconds ahead of us is good for a minute: whenever in that minute it comes again, and
// whatever came in between, it is known.
TEST_F(RequestMemoryTest, KnowsAnIdForAsLongAsItsEnvelopeCanLive) {
    for (auto first = 0s; first <= 120s; first += 1s) {
        RequestMemory memory{1000};
        for (auto t = 0s; t < first; t += 7s) EXPECT_EQ(memory.remember(an_id(), noon + t), Answer::fresh);
        const auto id = an_id();
        EXPECT_EQ(memory.remember(id, noon + first), Answer::fresh);
        for (auto later = 1s; later <= 2 * api::kEnvelopeSkew; later += 1s) {
            ASSERT_EQ(memory.remember(id, noon + first + later), Answer::replayed)
                << first.count() << " + " << later.count();
            EXPECT_EQ(memory.remember(an_id(), noon + first + later), Answer::fresh);
        }
    }
}

TEST_F(RequestMemoryTest, ForgetsWhatNoEnvelopeCanBringBack) {
    RequestMemory memory{2};
    const auto id = an_id();
    EXPECT_EQ(memory.remember(id, noon), Answer::fresh);
    EXPECT_EQ(memory.remember(an_id(), noon), Answer::fresh);
    EXPECT_EQ(memory.remember(an_id(), noon), Answer::full) << "refused rather than one forgotten";
    EXPECT_EQ(memory.remember(id, noon + 4 * api::kEnvelopeSkew), Answer::fresh);
    EXPECT_EQ(memory.remember(an_id(), noon + 4 * api::kEnvelopeSkew), Answer::fresh) << "there is room again";
}

}  // namespace
}  // namespace wib::http
