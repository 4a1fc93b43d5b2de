#include "origin/media/audio_map.hpp"

#include <gtest/gtest.h>

namespace wib::media {
namespace {

using std::chrono::milliseconds;

constexpr Instant kNoon{std::chrono::seconds{1'790'000'000}};
constexpr std::uint64_t kFrame = 160;

TEST(AudioMap, FollowsTheTimeLineThroughWhatWasNeverHeard) {
    AudioMap map;
    for (std::uint64_t i = 0; i < 50; ++i) map.gave(kFrame, i * kFrame, kNoon);
    // Two seconds the session did not hear: it was away, or nobody sent.
    for (std::uint64_t i = 150; i < 200; ++i) map.gave(kFrame, i * kFrame, kNoon);
    EXPECT_EQ(map.given(), milliseconds{2000});
    EXPECT_EQ(map.on_time_line(milliseconds{0}), milliseconds{0});
    EXPECT_EQ(map.on_time_line(milliseconds{999}), milliseconds{999});
    EXPECT_EQ(map.on_time_line(milliseconds{1000}), milliseconds{3000});
    EXPECT_EQ(map.on_time_line(milliseconds{1500}), milliseconds{3500});
    EXPECT_EQ(map.on_time_line(milliseconds{60'000}), milliseconds{4000});
}

TEST(AudioMap, ASessionThatStartsLateHasItsOwnZero) {
    AudioMap map;
    map.gave(kFrame, 80'000, kNoon);
    EXPECT_EQ(map.on_time_line(milliseconds{0}), milliseconds{10'000});
    EXPECT_EQ(map.on_time_line(milliseconds{20}), milliseconds{10'020});
}

TEST(AudioMap, KnowsWhenTheAudioBehindAMomentArrived) {
    AudioMap map;
    for (int i = 0; i < 1000; ++i)
        map.gave(kFrame, static_cast<record::SampleCount>(i) * kFrame, kNoon + milliseconds{i * 20 + 25});
    EXPECT_EQ(map.received(milliseconds{19'981}), kNoon + milliseconds{20'005});
    EXPECT_EQ(map.received(milliseconds{19'980}), kNoon + milliseconds{19'985});
    EXPECT_EQ(map.received(milliseconds{99'999}), kNoon + milliseconds{20'005});
    // Older than what is remembered: the oldest that is.
    EXPECT_GT(map.received(milliseconds{0}), kNoon + milliseconds{9'000});
}

TEST(AudioMap, TellsTheMomentAfterADayAsInTheFirstSecond) {
    AudioMap map;
    map.gave(kFrame, 0, kNoon);
    const auto day = std::chrono::hours{24};
    constexpr std::uint64_t kDay = record::kLongestRecording;
    map.gave(kDay, kFrame, kNoon + day);
    map.gave(kFrame, kDay + kFrame, kNoon + day + milliseconds{20});
    EXPECT_EQ(map.received(milliseconds{20}), kNoon);
    EXPECT_EQ(map.received(day), kNoon + day);
    EXPECT_EQ(map.received(day + milliseconds{40}), kNoon + day + milliseconds{20});
}

TEST(AudioMap, AClockThatIsSetBackTellsNoTimeBeforeTheFirstFrame) {
    AudioMap map;
    map.gave(kFrame, 0, kNoon);
    map.gave(kFrame, kFrame, kNoon - milliseconds{500});
    EXPECT_EQ(map.received(milliseconds{40}), kNoon);
}

TEST(AudioMap, PaddingMovesTheSessionAndNotTheTimeLine) {
    AudioMap map;
    map.gave(kFrame, 0, kNoon);
    map.padded(kFrame);
    map.gave(kFrame, kFrame, kNoon);
    EXPECT_EQ(map.on_time_line(milliseconds{20}), milliseconds{20});
    EXPECT_EQ(map.on_time_line(milliseconds{40}), milliseconds{20});
    EXPECT_EQ(map.on_time_line(milliseconds{60}), milliseconds{40});
}

}  // namespace
}  // namespace wib::media
