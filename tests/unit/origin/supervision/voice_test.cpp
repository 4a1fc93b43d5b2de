#include "origin/supervision/voice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opus/opus.h>

#include <cmath>
#include <numbers>

namespace wib::supervision {
namespace {

using namespace std::chrono_literals;
using record::Codec;
using record::Track;

/// A tone of 500 Hz, cut into pieces of `size` from `at_ms` on.
media::Airing tone(std::uint32_t at_ms, std::uint16_t size = 160) {
    media::Airing piece{.track = Track::consumer,
                        .timestamp_ms = at_ms,
                        .received_at = from_unix_micros(std::int64_t{at_ms} * 1000),
                        .size = size,
                        .audio = {}};
    for (std::size_t i = 0; i < size; ++i) {
        const auto second = static_cast<double>(at_ms * 8 + i) / record::kSampleRate;
        piece.audio[i] = static_cast<std::byte>(record::encode_sample(
            Codec::pcmu, static_cast<std::int16_t>(12'000 * std::sin(2 * std::numbers::pi * 500 * second))));
    }
    return piece;
}

struct Read {
    std::uint8_t format, track;
    std::uint16_t samples;
    std::uint32_t number, timestamp_ms;
    std::uint64_t received_us;
    std::string payload;
};

template <class T>
T little(const std::string& bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value |= std::uint64_t{static_cast<std::uint8_t>(bytes[at + i])} << (8 * i);
    return static_cast<T>(value);
}

Read read(const Packet& packet) {
    return {little<std::uint8_t>(packet.bytes, 0),  little<std::uint8_t>(packet.bytes, 1),
            little<std::uint16_t>(packet.bytes, 2), little<std::uint32_t>(packet.bytes, 4),
            little<std::uint32_t>(packet.bytes, 8), little<std::uint64_t>(packet.bytes, 12),
            packet.bytes.substr(kPacketHeader)};
}

std::vector<Read> say(Voice& voice, const std::vector<media::Airing>& pieces) {
    std::vector<Read> said;
    for (const auto& piece : pieces)
        voice.hear(piece, [&](Packet packet) {
            EXPECT_LE(packet.lasts, 30ms);
            said.push_back(read(packet));
        });
    return said;
}

TEST(PlainVoice, SendsTheCarriersBytesWithWhatAPlayerNeeds) {
    const auto voice = plain_voice(Track::heard, Codec::pcma);
    const auto piece = tone(140);
    const auto said = say(*voice, {tone(120), piece});
    ASSERT_EQ(said.size(), 2u);
    EXPECT_EQ(said[1].format, 8);
    EXPECT_EQ(said[1].track, 1);
    EXPECT_EQ(said[1].samples, 160);
    EXPECT_EQ(said[1].number, 1u);
    EXPECT_EQ(said[1].timestamp_ms, 140u);
    EXPECT_EQ(said[1].received_us, 140'000u);
    EXPECT_EQ(said[1].payload.size(), 160u);
    EXPECT_EQ(static_cast<std::byte>(said[1].payload[5]), piece.audio[5]);
}

TEST(OpusVoice, MakesPacketsOfTwentyMillisecondsOfWhateverComes) {
    const auto voice = opus_voice(Track::consumer, Codec::pcmu);
    const auto said = say(*voice, {tone(0, 80), tone(10, 240), tone(40, 160), tone(60, 160)});
    std::vector<std::uint32_t> stamps;
    for (const auto& packet : said) {
        EXPECT_EQ(packet.format, kOpusFormat);
        EXPECT_EQ(packet.samples, 160);
        stamps.push_back(packet.timestamp_ms);
    }
    EXPECT_THAT(stamps, ::testing::ElementsAre(0, 20, 40, 60));
}

TEST(OpusVoice, KeepsTheStreamsClockAcrossAHole) {
    const auto voice = opus_voice(Track::consumer, Codec::pcmu);
    std::vector<std::uint32_t> stamps;
    for (const auto& packet : say(*voice, {tone(0, 80), tone(100), tone(120)})) stamps.push_back(packet.timestamp_ms);
    EXPECT_THAT(stamps, ::testing::ElementsAre(0, 100, 120));
}

TEST(OpusVoice, SoundsLikeWhatWasSaid) {
    const auto voice = opus_voice(Track::consumer, Codec::pcmu);
    std::vector<media::Airing> pieces;
    for (std::uint32_t at = 0; at < 1000; at += 20) pieces.push_back(tone(at));
    int error = 0;
    OpusDecoder* decoder = opus_decoder_create(8000, 1, &error);
    ASSERT_EQ(error, OPUS_OK);
    std::vector<opus_int16> heard;
    std::size_t bytes = 0;
    for (const auto& packet : say(*voice, pieces)) {
        std::array<opus_int16, 160> pcm;
        ASSERT_EQ(
            opus_decode(decoder, reinterpret_cast<const unsigned char*>(packet.payload.data()),
                        static_cast<opus_int32>(packet.payload.size()), pcm.data(), static_cast<int>(pcm.size()), 0),
            160);
        heard.insert(heard.end(), pcm.begin(), pcm.end());
        bytes += packet.payload.size();
    }
    opus_decoder_destroy(decoder);
    EXPECT_LE(bytes, 4500u) << "half of G.711's 8000";
    // The tone is in the second half, at its height, and little else is: by its Fourier coefficient at 500 Hz.
    double sine = 0, cosine = 0, energy = 0;
    const std::size_t from = heard.size() / 2;
    for (std::size_t i = from; i < heard.size(); ++i) {
        const auto phase = 2 * std::numbers::pi * 500 * static_cast<double>(i) / 8000;
        sine += heard[i] * std::sin(phase);
        cosine += heard[i] * std::cos(phase);
        energy += static_cast<double>(heard[i]) * heard[i];
    }
    const auto samples = static_cast<double>(heard.size() - from);
    const auto at_the_tone = 2 * (sine * sine + cosine * cosine) / (samples * samples);
    EXPECT_NEAR(std::sqrt(2 * at_the_tone), 12'000, 2'500);
    EXPECT_GE(at_the_tone / (energy / samples), 0.9);
}

}  // namespace
}  // namespace wib::supervision
