#include "origin/media/jitter_buffer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/support/spools.hpp"

namespace wib::media {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr milliseconds kPatience{60};
const JitterBuffer::Moment kStart{};

/// Writes down what was let go: "5" a frame, "late 5", "gap 5+2".
struct Notes : FrameSink {
    void frame(const Frame& frame) override {
        EXPECT_EQ(as_text(frame.payload), as_text(wib::testing::audio_of(frame.track, frame.chunk)));
        lines.push_back((frame.arrival == Arrival::late ? "late " : "") + std::to_string(frame.chunk));
        chunks.push_back(frame.chunk);
    }
    void gap(const Gap& gap) override {
        lines.push_back("gap " + std::to_string(gap.first_chunk) + "+" + std::to_string(gap.missing));
        missing += gap.missing;
    }
    std::vector<std::string> take() { return std::exchange(lines, {}); }

    std::vector<std::string> lines;
    std::vector<std::uint32_t> chunks;
    std::uint32_t missing = 0;
};

struct Jitter : ::testing::Test {
    void push(std::uint32_t chunk, milliseconds at = milliseconds{0}) {
        const auto audio = wib::testing::audio_of(Track::consumer, chunk);
        buffer.push(wib::testing::a_frame(Track::consumer, chunk, audio), kStart + at, notes);
    }
    Notes notes;
    JitterBuffer buffer{Track::consumer, kPatience};
};

TEST_F(Jitter, InOrderPassesAtOnce) {
    for (std::uint32_t chunk = 1; chunk < 5; ++chunk) push(chunk);
    EXPECT_THAT(notes.take(), ElementsAre("1", "2", "3", "4"));
    EXPECT_FALSE(buffer.due());
}

TEST_F(Jitter, AFrameThatWasOvertakenTakesItsPlace) {
    push(1);
    push(3);
    push(4);
    EXPECT_THAT(notes.take(), ElementsAre("1"));
    push(2);
    EXPECT_THAT(notes.take(), ElementsAre("2", "3", "4"));
    EXPECT_EQ(buffer.counts().lost, 0u);
}

TEST_F(Jitter, AHoleIsWaitedForNoLongerThanThePatience) {
    push(1);
    push(3, milliseconds{20});
    push(4, milliseconds{40});
    EXPECT_EQ(buffer.due(), kStart + milliseconds{80});
    buffer.tick(kStart + milliseconds{79}, notes);
    EXPECT_THAT(notes.take(), ElementsAre("1"));
    buffer.tick(kStart + milliseconds{80}, notes);
    EXPECT_THAT(notes.take(), ElementsAre("gap 2+1", "3", "4"));
    EXPECT_FALSE(buffer.due());
}

TEST_F(Jitter, ALateFrameIsPassedOnAsLateAndCounted) {
    push(1);
    push(3);
    buffer.tick(kStart + kPatience, notes);
    push(2, milliseconds{90});
    EXPECT_THAT(notes.take(), ElementsAre("1", "gap 2+1", "3", "late 2"));
    EXPECT_EQ(buffer.counts().late, 1u);
    push(2, milliseconds{95});
    EXPECT_THAT(notes.take(), IsEmpty());
    EXPECT_EQ(buffer.counts().duplicates, 1u);
}

TEST_F(Jitter, DuplicatesAreDropped) {
    push(1);
    push(1);
    push(3);
    push(3);
    push(2);
    push(2);
    EXPECT_THAT(notes.take(), ElementsAre("1", "2", "3"));
    EXPECT_EQ(buffer.counts().duplicates, 3u);
}

TEST_F(Jitter, AStreamThatBeginsLaterWaitsForItsBeginningOnce) {
    push(8);
    push(7);
    EXPECT_THAT(notes.take(), IsEmpty());
    buffer.tick(kStart + kPatience, notes);
    EXPECT_THAT(notes.take(), ElementsAre("7", "8"));
    push(9, milliseconds{70});
    push(6, milliseconds{80});
    EXPECT_THAT(notes.take(), ElementsAre("9", "late 6"));
}

TEST_F(Jitter, ManyFramesBehindOneHoleDoNotPileUp) {
    push(1);
    for (std::uint32_t chunk = 3; chunk < 3 + JitterBuffer::kMostHeld; ++chunk) push(chunk);
    EXPECT_EQ(notes.lines.at(1), "gap 2+1");
    EXPECT_EQ(notes.chunks.size(), 1 + JitterBuffer::kMostHeld);
}

TEST_F(Jitter, ManyFramesBeforeTheirBeginningDoNotPileUp) {
    for (std::uint32_t chunk = 9; chunk < 9 + JitterBuffer::kMostHeld; ++chunk) push(chunk);
    EXPECT_EQ(notes.chunks.size(), JitterBuffer::kMostHeld);
}

TEST_F(Jitter, ANumberFromNowhereCostsNothingButItself) {
    push(1);
    push(4'000'000'000u);
    push(2);
    push(3);
    buffer.flush(notes);
    EXPECT_THAT(notes.take(), ElementsAre("1", "2", "3"));
    EXPECT_EQ(buffer.counts().implausible, 1u);
}

TEST_F(Jitter, ACarrierThatCountsAnewIsFollowed) {
    for (std::uint32_t chunk = 1; chunk <= 1000; ++chunk) push(chunk);
    notes.take();
    for (std::uint32_t chunk = 1; chunk <= 5; ++chunk) push(chunk);
    EXPECT_THAT(notes.take(), ElementsAre("gap 1001+0", "1", "2", "3", "4", "5"));
    EXPECT_EQ(buffer.counts().resyncs, 1u);
}

TEST_F(Jitter, ALongOutageIsOneGap) {
    push(1);
    for (std::uint32_t chunk = 2000; chunk < 2005; ++chunk) push(chunk);
    EXPECT_THAT(notes.take(), ElementsAre("1", "gap 2+1998", "2000", "2001", "2002", "2003", "2004"));
}

// Whatever the network does within the patience, what comes out is the order of the carrier; what it loses is in a gap.
TEST(JitterBuffer, KeepsOrderAndAccountsForEveryChunkUnderAnyReordering) {
    std::mt19937 chance{7};
    for (int round = 0; round < 300; ++round) {
        std::multimap<milliseconds, std::uint32_t> arrivals;
        constexpr std::uint32_t kChunks = 200;
        for (std::uint32_t chunk = 1; chunk <= kChunks; ++chunk) {
            if (chance() % 20 == 0) continue;
            const auto at = milliseconds{chunk * 20 + chance() % 150};
            arrivals.emplace(at, chunk);
            if (chance() % 10 == 0) arrivals.emplace(at + milliseconds{chance() % 50}, chunk);
        }

        Notes notes;
        JitterBuffer buffer{Track::consumer, kPatience};
        for (const auto& [at, chunk] : arrivals) {
            buffer.tick(kStart + at, notes);
            const auto audio = wib::testing::audio_of(Track::consumer, chunk);
            buffer.push(wib::testing::a_frame(Track::consumer, chunk, audio), kStart + at, notes);
            if (const auto due = buffer.due()) EXPECT_LE(*due, kStart + at + kPatience);
        }
        buffer.flush(notes);

        std::vector<std::uint32_t> in_time;
        std::size_t late = 0;
        for (const auto& line : notes.lines) {
            if (line.starts_with("late"))
                ++late;
            else if (!line.starts_with("gap"))
                in_time.push_back(static_cast<std::uint32_t>(std::stoul(line)));
        }
        EXPECT_TRUE(std::ranges::is_sorted(in_time));
        auto distinct = notes.chunks;
        std::ranges::sort(distinct);
        EXPECT_EQ(std::ranges::adjacent_find(distinct), distinct.end());
        // Every chunk between the first and the last let go was let go or is in a gap; late ones are in both.
        EXPECT_EQ(in_time.size() + notes.missing, in_time.back() - in_time.front() + 1);
        EXPECT_EQ(late, buffer.counts().late);
        EXPECT_EQ(notes.chunks.size() + buffer.counts().duplicates, buffer.counts().received);
    }
}

}  // namespace
}  // namespace wib::media
