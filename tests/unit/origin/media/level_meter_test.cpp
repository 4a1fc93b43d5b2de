#include "origin/media/level_meter.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace wib::media {
namespace {

using record::Codec;

/// 20 ms of a 300 Hz tone at so many decibels below full scale.
Bytes tone(double db) {
    Bytes audio(160);
    const double amplitude = 32767.0 * std::pow(10.0, db / 20.0) * std::numbers::sqrt2;
    for (std::size_t i = 0; i < audio.size(); ++i) {
        const double value = std::sin(2 * std::numbers::pi * 300.0 * static_cast<double>(i) / 8000.0) * amplitude;
        audio[i] = std::byte{record::encode_sample(Codec::pcmu, static_cast<std::int16_t>(value))};
    }
    return audio;
}

TEST(LevelMeter, IsLinearInDecibels) {
    LevelMeter meter{Codec::pcmu};
    EXPECT_EQ(meter.take(), 0.0);
    meter.hear(tone(-30));
    EXPECT_NEAR(meter.take(), 0.5, 0.02);
    meter.hear(tone(-12));
    meter.hear(tone(-40));
    EXPECT_NEAR(meter.take(), 0.8, 0.02);
    EXPECT_EQ(meter.take(), 0.0);
}

TEST(LevelMeter, HearsSpeechAboveTheNoiseOfTheLineAndForgetsItAfterAFifthOfASecond) {
    LevelMeter meter{Codec::pcmu};
    for (int frame = 0; frame < 100; ++frame) meter.hear(tone(-55));
    EXPECT_FALSE(meter.speaking());
    meter.hear(tone(-25));
    EXPECT_TRUE(meter.speaking());
    for (int frame = 0; frame < 9; ++frame) meter.hear(tone(-55));
    EXPECT_TRUE(meter.speaking());
    meter.hear(tone(-55));
    EXPECT_FALSE(meter.speaking());
}

TEST(LevelMeter, SteadyNoiseIsNoSpeechForLong) {
    LevelMeter meter{Codec::pcmu};
    for (int frame = 0; frame < 50 * 20; ++frame) meter.hear(tone(-40));
    EXPECT_FALSE(meter.speaking());
}

}  // namespace
}  // namespace wib::media
