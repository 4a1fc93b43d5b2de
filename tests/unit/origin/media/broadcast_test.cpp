#include "origin/media/broadcast.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

namespace wib::media {
namespace {

using record::Track;

constexpr CallId kCall{};

/// A frame whose bytes say which one it is: 160 of them, the number little-endian over and over.
Bytes sound(std::uint32_t number, std::size_t size = 160) {
    Bytes made(size);
    for (std::size_t at = 0; at < size; ++at) made[at] = static_cast<std::byte>(number >> (8 * (at % 4)));
    return made;
}

record::Frame frame(std::uint32_t number, ByteView audio, Track track = Track::consumer) {
    return {.track = track,
            .arrival = record::Arrival::in_time,
            .chunk = number,
            .timestamp_ms = number * 20,
            .received_at = from_unix_micros(1'000'000 + number),
            .payload = audio};
}

void air(Broadcast& broadcast, std::uint32_t from, std::uint32_t to) {
    for (auto number = from; number < to; ++number) {
        const auto audio = sound(number);
        broadcast.air(frame(number, audio));
    }
}

/// Everything a listener has waiting, by number; each piece is whole and says what its head says.
std::vector<std::uint32_t> heard(Broadcast::Seat& seat) {
    std::vector<std::uint32_t> numbers;
    while (const auto piece = seat.take()) {
        const auto number = piece->timestamp_ms / 20;
        const auto expected = sound(number);
        EXPECT_TRUE(std::ranges::equal(piece->samples(), expected)) << "torn at " << number;
        EXPECT_EQ(piece->received_at, from_unix_micros(1'000'000 + number));
        numbers.push_back(number);
    }
    return numbers;
}

TEST(Broadcasting, TakesNoMemoryWhileNobodyListens) {
    const auto broadcast = std::make_shared<Broadcast>(record::Codec::pcmu);
    air(*broadcast, 1, 1000);
    EXPECT_FALSE(broadcast->has_ring());
    {
        auto seat = Broadcast::sit(broadcast);
        ASSERT_TRUE(seat);
        EXPECT_TRUE(broadcast->has_ring());
        EXPECT_EQ(broadcast->listeners(), 1u);
        EXPECT_TRUE(heard(*seat).empty()) << "what was before is not heard";
    }
    EXPECT_EQ(broadcast->listeners(), 0u);
}

TEST(Broadcasting, GivesEachListenerEverythingInOrder) {
    const auto broadcast = std::make_shared<Broadcast>(record::Codec::pcmu);
    auto early = Broadcast::sit(broadcast);
    air(*broadcast, 1, 4);
    auto late = Broadcast::sit(broadcast);
    air(*broadcast, 4, 6);
    EXPECT_THAT(heard(*early), ::testing::ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(heard(*late), ::testing::ElementsAre(4, 5));
    EXPECT_EQ(early->missed() + late->missed(), 0u);
}

TEST(Broadcasting, KeepsTracksApartAndCutsLongFramesIntoPieces) {
    const auto broadcast = std::make_shared<Broadcast>(record::Codec::pcma);
    auto seat = Broadcast::sit(broadcast);
    const auto audio = sound(7, 500);
    broadcast->air(frame(7, audio, Track::heard));
    Bytes together;
    std::vector<std::uint32_t> stamps;
    while (const auto piece = seat->take()) {
        EXPECT_EQ(piece->track, Track::heard);
        stamps.push_back(piece->timestamp_ms);
        together.insert(together.end(), piece->samples().begin(), piece->samples().end());
    }
    EXPECT_EQ(together, audio);
    EXPECT_THAT(stamps, ::testing::ElementsAre(140, 170, 200));
}

TEST(Broadcasting, DropsTheOldestForWhoDoesNotKeepUpAndSaysHowMuch) {
    const auto broadcast = std::make_shared<Broadcast>(record::Codec::pcmu);
    auto slow = Broadcast::sit(broadcast);
    auto quick = Broadcast::sit(broadcast);
    std::size_t quickly = 0;
    for (std::uint32_t from = 1; from < 1001; from += 10) {
        air(*broadcast, from, from + 10);
        quickly += heard(*quick).size();
    }
    EXPECT_EQ(quickly, 1000u);
    EXPECT_EQ(quick->missed(), 0u);
    const auto numbers = heard(*slow);
    ASSERT_FALSE(numbers.empty());
    EXPECT_LE(numbers.size(), Broadcast::kPieces);
    EXPECT_EQ(numbers.back(), 1000u);
    EXPECT_EQ(numbers.size() + slow->missed(), 1000u) << "every piece is heard or counted";
}

TEST(Broadcasting, SeatsNoMoreThanMayListen) {
    const auto broadcast = std::make_shared<Broadcast>(record::Codec::pcmu);
    std::vector<Broadcast::Seat> seats;
    for (std::size_t i = 0; i < Broadcast::kMostListeners; ++i) seats.push_back(*Broadcast::sit(broadcast));
    EXPECT_FALSE(Broadcast::sit(broadcast));
    seats.pop_back();
    EXPECT_TRUE(Broadcast::sit(broadcast));
}

TEST(Broadcasting, GivesNoTornSoundWhoeverReadsAtWhateverPace) {
    const auto broadcast = std::make_shared<Broadcast>(record::Codec::pcmu);
    constexpr std::uint32_t kFrames = 200'000;
    struct Reader {
        Broadcast::Seat seat;
        unsigned seed;
        std::uint64_t got = 0;
        bool in_order = true;
        bool whole = true;
    };
    std::vector<Reader> readers;
    for (unsigned seed = 0; seed < 3; ++seed) readers.push_back({*Broadcast::sit(broadcast), seed});
    {
        std::vector<std::jthread> threads;
        for (auto& reader : readers)
            threads.emplace_back([&reader, broadcast] {
                std::mt19937 dice{reader.seed};
                std::uint32_t last = 0;
                for (bool over = false; !over;) {
                    over = broadcast->is_over();
                    while (const auto piece = reader.seat.take()) {
                        const auto number = piece->timestamp_ms / 20;
                        reader.in_order = reader.in_order && number > last;
                        reader.whole = reader.whole && std::ranges::equal(piece->samples(), sound(number));
                        last = number;
                        ++reader.got;
                        if (dice() % 512 == 0) std::this_thread::yield();
                    }
                }
            });
        air(*broadcast, 1, kFrames + 1);
        broadcast->end();
    }
    for (const auto& reader : readers) {
        EXPECT_TRUE(reader.in_order);
        EXPECT_TRUE(reader.whole);
        EXPECT_EQ(reader.got + reader.seat.missed(), kFrames);
    }
}

TEST(Broadcasting, IsFoundByItsCallWhileItIsOnTheAir) {
    Broadcasts all;
    EXPECT_EQ(all.find(kCall), nullptr);
    auto first = all.begin(kCall, record::Codec::pcmu);
    const auto found = all.find(kCall);
    ASSERT_NE(found, nullptr);
    auto second = all.begin(kCall, record::Codec::pcma);
    first = {};
    EXPECT_TRUE(found->is_over());
    ASSERT_NE(all.find(kCall), nullptr) << "the end of an earlier stream does not end a later one";
    EXPECT_EQ(all.find(kCall)->codec(), record::Codec::pcma);
    second = {};
    EXPECT_EQ(all.find(kCall), nullptr);
}

}  // namespace
}  // namespace wib::media
