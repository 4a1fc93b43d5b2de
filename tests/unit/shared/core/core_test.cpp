#include <gtest/gtest.h>

#include "shared/core/deadline.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

namespace wib {
namespace {

using namespace std::chrono_literals;

TEST(Uuid, PrintsWhatItParsed) {
    const auto id = parse_uuid("5552493D-16d8-42d8-8feb-c2a16b56f6e8");
    ASSERT_TRUE(id);
    EXPECT_EQ(to_string(*id), "5552493d-16d8-42d8-8feb-c2a16b56f6e8");
}

TEST(Uuid, RefusesWhatIsNotOne) {
    for (const auto* text : {"", "5552493d16d842d88febc2a16b56f6e8", "5552493d-16d8-42d8-8feb-c2a16b56f6e",
                             "g552493d-16d8-42d8-8feb-c2a16b56f6e8", "5552493d-16d8-42d8-8feb-c2a16b56f6e8 ",
                             "5552493d_16d8-42d8-8feb-c2a16b56f6e8"})
        EXPECT_FALSE(parse_uuid(text)) << text;
}

TEST(Uuid, Version4CarriesItsMarks) {
    std::array<std::uint8_t, 16> ones;
    ones.fill(0xff);
    EXPECT_EQ(to_string(uuid_v4(ones)), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(Rfc3339, RoundTripsToTheMicrosecond) {
    const auto at = parse_rfc3339("2018-02-02T22:25:27.521992Z");
    ASSERT_TRUE(at);
    EXPECT_EQ(to_rfc3339(*at), "2018-02-02T22:25:27.521992Z");
}

TEST(Rfc3339, PrintsEveryPartInItsWidth) {
    for (const auto* text :
         {"1970-01-01T00:00:00.000000Z", "0001-01-01T00:00:00.000001Z", "9999-12-31T23:59:59.999999Z",
          "1969-12-31T23:59:59.900000Z", "2024-02-29T09:08:07.060504Z"}) {
        const auto at = parse_rfc3339(text);
        ASSERT_TRUE(at) << text;
        EXPECT_EQ(to_rfc3339(*at), text);
    }
    // Beyond four digits it is still the truth, though nobody reads it back.
    EXPECT_EQ(to_rfc3339(*parse_rfc3339("9999-12-31T23:59:59.999999Z") + Duration{1}), "10000-01-01T00:00:00.000000Z");
}

TEST(Rfc3339, ReadsPostgresAndOffsets) {
    EXPECT_EQ(parse_rfc3339("2026-11-21 09:00:00+01"), parse_rfc3339("2026-11-21T08:00:00Z"));
    EXPECT_EQ(parse_rfc3339("2026-11-21T02:30:00.5-05:30"), parse_rfc3339("2026-11-21T08:00:00.500Z"));
}

// Found by fuzzing: an offset led out of the years that can be printed; and Postgres knows no year 0.
TEST(Rfc3339, StaysWithinTheYearsThatCanBePrintedAndKept) {
    for (const auto* text :
         {"0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z"})
        EXPECT_FALSE(parse_rfc3339(text)) << text;
    for (const auto* text : {"0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"})
        EXPECT_EQ(to_rfc3339(parse_rfc3339(text).value()), text);
}

TEST(Rfc3339, RefusesWhatIsNoMoment) {
    for (const auto* text : {"", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00",
                             "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zjunk"})
        EXPECT_FALSE(parse_rfc3339(text)) << text;
}

TEST(Deadline, IsOnlyEverShortened) {
    const Deadline::Clock::time_point noon{};
    const auto deadline = Deadline::after(noon, 10s);
    EXPECT_EQ(deadline.capped(noon, 3s).remaining(noon), 3s);
    EXPECT_EQ(deadline.capped(noon, 30s).remaining(noon), 10s);
    EXPECT_EQ(deadline.remaining(noon + 11s), 0s);
    EXPECT_TRUE(deadline.passed(noon + 10s));
}

}  // namespace
}  // namespace wib
