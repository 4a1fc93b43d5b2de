#include "shared/record/timeline.hpp"

#include <gtest/gtest.h>

#include "shared/record/wav.hpp"
#include "tests/support/spools.hpp"

namespace wib::record {
namespace {

using std::chrono::milliseconds;
using wib::testing::a_frame;
using wib::testing::a_header;
using wib::testing::audio_of;
using wib::testing::kFrameBytes;
using wib::testing::kSpoolStart;

/// A spool under construction: frames by number, in whatever order the test likes.
struct Tape {
    Bytes bytes;
    SpoolWriter writer{a_header(), bytes};

    Tape& frame(Track track, std::uint32_t chunk, std::uint32_t timestamp_ms, Arrival arrival = Arrival::in_time) {
        const auto audio = audio_of(track, chunk);
        auto frame = a_frame(track, chunk, audio);
        frame.timestamp_ms = timestamp_ms;
        frame.arrival = arrival;
        writer.append(frame, bytes);
        return *this;
    }
    Tape& run(Track track, std::uint32_t from, std::uint32_t to, std::uint32_t offset_ms = 0) {
        for (auto chunk = from; chunk < to; ++chunk) frame(track, chunk, chunk * 20 + offset_ms);
        return *this;
    }
};

std::int16_t sample(ByteView wav, SampleCount at, Track track) {
    const auto i = kWavHeaderSize + at * 4 + static_cast<std::size_t>(track) * 2;
    return static_cast<std::int16_t>(std::to_integer<int>(wav[i]) | std::to_integer<int>(wav[i + 1]) << 8);
}

/// Whether the frame's audio lies at this sample of its channel.
::testing::AssertionResult plays(ByteView wav, SampleCount at, Track track, std::uint32_t chunk) {
    const auto audio = audio_of(track, chunk);
    for (std::size_t i = 0; i < audio.size(); ++i) {
        const auto expected = decode_table(Codec::pcmu)[std::to_integer<std::size_t>(audio[i])];
        if (sample(wav, at + i, track) != expected)
            return ::testing::AssertionFailure()
                   << "sample " << at + i << " is " << sample(wav, at + i, track) << ", not " << expected;
    }
    return ::testing::AssertionSuccess();
}

::testing::AssertionResult is_silent(ByteView wav, SampleCount from, SampleCount to, Track track) {
    for (auto at = from; at < to; ++at)
        if (sample(wav, at, track) != 0) return ::testing::AssertionFailure() << "sample " << at << " sounds";
    return ::testing::AssertionSuccess();
}

SampleCount samples_in(ByteView wav) {
    return (wav.size() - kWavHeaderSize) / 4;
}

TEST(Timeline, BothTracksLieWhereTheirStampsSay) {
    Tape tape;
    tape.run(Track::consumer, 0, 10).run(Track::heard, 5, 10);
    const auto wav = render_wav(tape.bytes);
    EXPECT_EQ(samples_in(wav), 10 * kFrameBytes);
    for (std::uint32_t chunk = 0; chunk < 10; ++chunk)
        EXPECT_TRUE(plays(wav, chunk * kFrameBytes, Track::consumer, chunk));
    EXPECT_TRUE(is_silent(wav, 0, 5 * kFrameBytes, Track::heard));
    for (std::uint32_t chunk = 5; chunk < 10; ++chunk)
        EXPECT_TRUE(plays(wav, chunk * kFrameBytes, Track::heard, chunk));
}

TEST(Timeline, TheFirstFrameIsTimeZeroWhateverItsStamp) {
    Tape tape;
    tape.run(Track::consumer, 0, 3, 90'000);
    const auto summary = summarise(tape.bytes);
    EXPECT_EQ(summary.duration(), milliseconds{60});
    EXPECT_EQ(summary.first_timestamp_ms, 90'000u);
    EXPECT_TRUE(plays(render_wav(tape.bytes), 0, Track::consumer, 0));
}

TEST(Timeline, JitteryStampsJoinSeamlessly) {
    Tape tape;
    for (std::uint32_t chunk = 0; chunk < 50; ++chunk) tape.frame(Track::consumer, chunk, chunk * 20 + (chunk % 3) * 4);
    const auto wav = render_wav(tape.bytes);
    EXPECT_EQ(samples_in(wav), 50 * kFrameBytes);
    for (std::uint32_t chunk = 0; chunk < 50; ++chunk)
        EXPECT_TRUE(plays(wav, chunk * kFrameBytes, Track::consumer, chunk));
}

TEST(Timeline, AGapKeepsItsLengthAsSilence) {
    Tape tape;
    tape.run(Track::consumer, 0, 5);
    tape.writer.append(Gap{.track = Track::consumer, .first_chunk = 5, .missing = 20, .timestamp_ms = 500}, tape.bytes);
    tape.run(Track::consumer, 25, 30);
    const auto summary = summarise(tape.bytes);
    EXPECT_EQ(summary.duration(), milliseconds{600});
    EXPECT_EQ(summary.track(Track::consumer).missing, 20u);
    EXPECT_EQ(summary.gaps(), 1u);
    const auto wav = render_wav(tape.bytes);
    EXPECT_TRUE(is_silent(wav, 5 * kFrameBytes, 25 * kFrameBytes, Track::consumer));
    EXPECT_TRUE(plays(wav, 25 * kFrameBytes, Track::consumer, 25));
}

TEST(Timeline, APauseKeepsItsLengthEvenAtTheEnd) {
    Tape tape;
    tape.run(Track::consumer, 0, 5);
    tape.writer.append(Paused{.timestamp_ms = 100, .at = kSpoolStart + milliseconds{120}}, tape.bytes);
    tape.writer.append(Resumed{.timestamp_ms = 1000, .at = kSpoolStart + milliseconds{1020}}, tape.bytes);
    tape.run(Track::consumer, 50, 55);
    tape.writer.append(Paused{.timestamp_ms = 1100, .at = kSpoolStart + milliseconds{1120}}, tape.bytes);
    tape.writer.end(EndReason::stopped, 3000, kSpoolStart + milliseconds{3020}, tape.bytes);
    const auto summary = summarise(tape.bytes);
    EXPECT_EQ(summary.duration(), milliseconds{3000});
    ASSERT_EQ(summary.pauses.size(), 2u);
    EXPECT_EQ(summary.pauses[0].to_ms, 1000u);
    EXPECT_FALSE(summary.pauses[1].to_ms);
    const auto wav = render_wav(tape.bytes);
    EXPECT_EQ(samples_in(wav), 3000 * kSamplesPerMs);
    EXPECT_TRUE(is_silent(wav, 5 * kFrameBytes, 50 * kFrameBytes, Track::consumer));
    EXPECT_TRUE(plays(wav, 50 * kFrameBytes, Track::consumer, 50));
}

TEST(Timeline, ALateFrameIsStillHeardInItsPlace) {
    Tape tape;
    tape.run(Track::consumer, 0, 5);
    tape.writer.append(Gap{.track = Track::consumer, .first_chunk = 5, .missing = 1, .timestamp_ms = 120}, tape.bytes);
    tape.run(Track::consumer, 6, 40);
    tape.frame(Track::consumer, 5, 100, Arrival::late);
    tape.run(Track::consumer, 40, 300);
    const auto summary = summarise(tape.bytes);
    EXPECT_EQ(summary.track(Track::consumer).late, 1u);
    EXPECT_EQ(summary.track(Track::consumer).missing, 0u);
    const auto wav = render_wav(tape.bytes);
    for (std::uint32_t chunk = 0; chunk < 300; ++chunk)
        EXPECT_TRUE(plays(wav, chunk * kFrameBytes, Track::consumer, chunk));
}

TEST(Timeline, AudioWhoseStampsStandStillIsNotThrownAway) {
    Tape tape;
    for (std::uint32_t chunk = 0; chunk < 10; ++chunk) tape.frame(Track::consumer, chunk, 0);
    const auto wav = render_wav(tape.bytes);
    EXPECT_EQ(samples_in(wav), 10 * kFrameBytes);
    EXPECT_TRUE(plays(wav, 9 * kFrameBytes, Track::consumer, 9));
}

TEST(Timeline, AnImpossibleStampIsNotBelieved) {
    Tape tape;
    tape.run(Track::consumer, 0, 5);
    tape.frame(Track::consumer, 5, 4'000'000'000u);
    tape.run(Track::consumer, 6, 10);
    EXPECT_EQ(summarise(tape.bytes).duration(), milliseconds{200});
}

TEST(Timeline, ATrackThatLagsFarBehindIsPlacedAllTheSame) {
    Tape tape;
    for (std::uint32_t chunk = 0; chunk < 1000; ++chunk) {
        tape.frame(Track::consumer, chunk, chunk * 20 + 15'000);
        tape.frame(Track::heard, chunk, chunk * 20);
    }
    // The consumer's first frame is time zero; what was heard before it cannot lie before zero and joins up from there.
    const auto wav = render_wav(tape.bytes);
    EXPECT_EQ(samples_in(wav), 1000 * kFrameBytes);
    EXPECT_TRUE(plays(wav, 999 * kFrameBytes, Track::consumer, 999));
    EXPECT_TRUE(plays(wav, 999 * kFrameBytes, Track::heard, 999));
}

TEST(Timeline, LengthIsTheStreamClockWithinOneFrameForAnyOrderAndLoss) {
    std::mt19937 chance{20261121};
    for (int round = 0; round < 200; ++round) {
        Tape tape;
        const auto chunks = 50 + chance() % 200;
        std::uint32_t first = 0, last_end = 0;
        bool any = false;
        for (std::uint32_t chunk = 0; chunk < chunks; ++chunk)
            for (const auto track : {Track::consumer, Track::heard}) {
                if (chance() % 10 == 0) continue;
                const auto stamp = static_cast<std::uint32_t>(chunk * 20 + chance() % 9);
                tape.frame(track, chunk, stamp);
                if (!any) first = stamp;
                any = true;
                last_end = stamp + 20;
            }
        const auto summary = summarise(tape.bytes);
        const auto wav = render_wav(tape.bytes);
        EXPECT_EQ(samples_in(wav), summary.samples);
        EXPECT_NEAR(static_cast<double>(summary.duration().count()), static_cast<double>(last_end - first), 20.0);
    }
}

TEST(Timeline, AnHourOfSilenceBetweenTwoFramesRendersInSmallPieces) {
    Tape tape;
    tape.frame(Track::consumer, 0, 0).frame(Track::consumer, 1, 3'600'000);
    const auto summary = summarise(tape.bytes);
    std::size_t longest = 0;
    std::uint64_t total = 0;
    WavRenderer renderer{summary, [&](ByteView piece) {
                             longest = std::max(longest, piece.size());
                             total += piece.size();
                         }};
    SpoolReader reader;
    reader.feed(tape.bytes);
    while (const auto record = reader.next()) renderer.add(*record);
    renderer.finish();
    EXPECT_LE(longest, 64u * 1024);
    EXPECT_EQ(total, kWavHeaderSize + summary.samples * 4);
    EXPECT_EQ(renderer.misplaced(), 0u);
    EXPECT_EQ(summary.duration(), milliseconds{3'600'020});
}

TEST(Wav, HeaderSaysWhatFollows) {
    const auto header = wav_header(8000, 2);
    const auto text = as_text(header);
    EXPECT_EQ(text.substr(0, 4), "RIFF");
    EXPECT_EQ(text.substr(8, 8), "WAVEfmt ");
    EXPECT_EQ(text.substr(36, 4), "data");
    EXPECT_EQ(std::to_integer<int>(header[22]), 2);
    EXPECT_EQ(std::to_integer<int>(header[40]) | std::to_integer<int>(header[41]) << 8, 32000);
}

TEST(Wav, AnEmptySpoolIsAnEmptyFile) {
    Bytes out;
    SpoolWriter writer{a_header(), out};
    EXPECT_EQ(render_wav(out).size(), kWavHeaderSize);
}

}  // namespace
}  // namespace wib::record
