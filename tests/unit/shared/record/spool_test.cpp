#include "shared/record/spool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "shared/record/timeline.hpp"
#include "tests/support/spools.hpp"

namespace wib::record {
namespace {

using wib::testing::a_frame;
using wib::testing::a_header;
using wib::testing::a_spool;
using wib::testing::audio_of;
using wib::testing::kSpoolStart;

std::vector<Record> read_all(SpoolReader& reader, ByteView spool) {
    reader.feed(spool);
    std::vector<Record> records;
    while (auto record = reader.next()) records.push_back(*record);
    return records;
}

TEST(Crc32c, GivesThePublishedAnswers) {
    EXPECT_EQ(crc32c(as_bytes("123456789")), 0xe3069283u);  // RFC 3720 / Koopman's check value
    EXPECT_EQ(crc32c(Bytes(32)), 0x8a9136aau);              // RFC 3720 B.4: 32 bytes of zeroes
    EXPECT_EQ(crc32c(Bytes(32, std::byte{0xff})), 0x62a8ab43u);
    EXPECT_EQ(crc32c(as_bytes("56789"), crc32c(as_bytes("1234"))), 0xe3069283u);
}

TEST(Spool, GivesBackWhatWasWritten) {
    Bytes out;
    SpoolWriter writer{a_header(), out};
    const auto audio = audio_of(Track::heard, 7);
    writer.append(a_frame(Track::heard, 7, audio), out);
    const Gap gap{
        .track = Track::consumer, .cause = GapCause::overload, .first_chunk = 3, .missing = 4, .timestamp_ms = 140};
    writer.append(gap, out);
    const Paused paused{.timestamp_ms = 150, .at = kSpoolStart + std::chrono::milliseconds{170}};
    writer.append(paused, out);
    const Resumed resumed{.timestamp_ms = 250, .at = kSpoolStart + std::chrono::milliseconds{270}};
    writer.append(resumed, out);
    writer.end(EndReason::disconnected, 300, kSpoolStart + std::chrono::milliseconds{320}, out);

    SpoolReader reader;
    reader.feed(out);
    EXPECT_EQ(std::get<Header>(reader.next().value()), a_header());
    const auto record = reader.next().value();
    const auto& frame = std::get<Frame>(record);
    EXPECT_EQ(frame.track, Track::heard);
    EXPECT_EQ(frame.arrival, Arrival::in_time);
    EXPECT_EQ(frame.chunk, 7u);
    EXPECT_EQ(frame.timestamp_ms, 140u);
    EXPECT_EQ(frame.received_at, kSpoolStart + std::chrono::milliseconds{165});
    EXPECT_EQ(as_text(frame.payload), as_text(audio));
    EXPECT_EQ(std::get<Gap>(reader.next().value()), gap);
    EXPECT_EQ(std::get<Paused>(reader.next().value()), paused);
    EXPECT_EQ(std::get<Resumed>(reader.next().value()), resumed);
    const auto end = std::get<End>(reader.next().value());
    EXPECT_EQ(end.reason, EndReason::disconnected);
    EXPECT_EQ(end.timestamp_ms, 300u);
    EXPECT_FALSE(reader.next());
    EXPECT_TRUE(reader.ended());
    EXPECT_EQ(reader.fault(), SpoolFault::none);
    EXPECT_EQ(reader.valid_bytes(), out.size());
}

TEST(Spool, ReadsTheSameHoweverTheBytesArrive) {
    const auto spool = a_spool(2);
    SpoolReader whole;
    const auto expected = read_all(whole, spool).size();
    for (const std::size_t piece : {1u, 7u, 190u, 4096u}) {
        SpoolReader reader;
        std::size_t records = 0;
        for (std::size_t at = 0; at < spool.size(); at += piece) {
            reader.feed(ByteView{spool}.subspan(at, std::min(piece, spool.size() - at)));
            while (reader.next()) ++records;
        }
        EXPECT_EQ(records, expected) << piece;
        EXPECT_EQ(reader.head(), whole.head()) << piece;
        EXPECT_TRUE(reader.ended());
    }
}

TEST(Spool, CarriesACheckpointForEachSecond) {
    const auto spool = a_spool(5);
    SpoolReader reader;
    int checkpoints = 0;
    for (const auto& record : read_all(reader, spool))
        checkpoints += std::holds_alternative<Checkpoint>(record) ? 1 : 0;
    EXPECT_EQ(checkpoints, 5);
}

TEST(Spool, TornAtAnyByteIsAValidPrefix) {
    const auto spool = a_spool(2, 2);
    // Where each record ends, from reading the whole.
    std::vector<std::uint64_t> ends{0};
    SpoolReader whole;
    whole.feed(spool);
    while (whole.next()) ends.push_back(whole.valid_bytes());

    for (std::size_t torn = 0; torn < spool.size(); ++torn) {
        SpoolReader reader;
        reader.feed(ByteView{spool}.first(torn));
        while (reader.next()) {
        }
        EXPECT_EQ(reader.fault(), SpoolFault::none) << torn;
        EXPECT_FALSE(reader.ended()) << torn;
        const auto last = *(std::ranges::upper_bound(ends, torn) - 1);
        // Between magic and header nothing but the magic stands.
        EXPECT_EQ(reader.valid_bytes(), torn >= 8 && torn < ends[1] ? 8 : last) << torn;
    }
}

TEST(Spool, FlippedAnywhereIsNoticedAndThePrefixBeforeItStands) {
    const auto spool = a_spool(2, 2);
    for (std::size_t at = 0; at < spool.size(); ++at) {
        auto damaged = spool;
        damaged[at] ^= std::byte{0x10};
        SpoolReader reader;
        reader.feed(damaged);
        while (reader.next()) {
        }
        EXPECT_LE(reader.valid_bytes(), at) << at;
        EXPECT_FALSE(reader.ended()) << at;
    }
}

TEST(Spool, ZeroesBehindATearAreNoRecords) {
    auto spool = a_spool(1);
    spool.resize(spool.size() / 2);
    const auto valid = summarise(spool).valid_bytes;
    spool.resize(spool.size() + 4096);
    const auto summary = summarise(spool);
    EXPECT_EQ(summary.valid_bytes, valid);
    EXPECT_EQ(summary.fault, SpoolFault::damaged_record);
}

// A forger who also mends the checksum is caught by the chain.
TEST(Spool, AFrameExchangedWithItsChecksumBreaksTheChain) {
    Bytes honest;
    SpoolWriter writer{a_header(), honest};
    Bytes forged;
    SpoolWriter forger{a_header(), forged};
    std::size_t first_frame_end = 0;
    for (std::uint32_t chunk = 0; chunk < 100; ++chunk) {
        const auto audio = audio_of(Track::consumer, chunk);
        writer.append(a_frame(Track::consumer, chunk, audio), honest);
        const auto other = audio_of(Track::consumer, chunk == 0 ? 999 : chunk);
        forger.append(a_frame(Track::consumer, chunk, other), forged);
        if (chunk == 0) first_frame_end = honest.size();
    }
    auto mixed = honest;
    std::ranges::copy(ByteView{forged}.first(first_frame_end), mixed.begin());
    const auto summary = summarise(mixed);
    EXPECT_EQ(summary.fault, SpoolFault::broken_chain);
    EXPECT_LT(summary.valid_bytes, honest.size());
}

TEST(Spool, WhatWasLeftOpenCanBeEndedByAnother) {
    const auto spool = a_spool(3);
    for (const auto torn : {spool.size() / 3, spool.size() / 2, spool.size() - 1}) {
        auto file = Bytes(spool.begin(), spool.begin() + static_cast<std::ptrdiff_t>(torn));
        SpoolReader reader;
        reader.feed(file);
        while (reader.next()) {
        }
        file.resize(reader.valid_bytes());
        auto writer = reader.writer_from_here();
        writer.end(EndReason::interrupted, 1234, kSpoolStart + std::chrono::minutes{5}, file);

        const auto summary = summarise(file);
        EXPECT_EQ(summary.fault, SpoolFault::none);
        ASSERT_TRUE(summary.end);
        EXPECT_EQ(summary.end->reason, EndReason::interrupted);
        EXPECT_EQ(summary.valid_bytes, file.size());
    }
}

// Written by a few lines of Python from docs/recording.md alone: the format is what the document says, not what our
// code does.
TEST(Spool, ReadsAFileMadeFromItsDocumentation) {
    std::ifstream in{std::string{WIB_SOURCE_DIR} + "/tests/fixtures/written_from_the_document.wibspool",
                     std::ios::binary};
    const std::string file{std::istreambuf_iterator<char>{in}, {}};
    const auto summary = summarise(as_bytes(file));
    EXPECT_EQ(summary.fault, SpoolFault::none);
    EXPECT_EQ(summary.valid_bytes, file.size());
    ASSERT_TRUE(summary.header);
    EXPECT_EQ(to_string(summary.header->organization), "11111111-1111-1111-1111-111111111111");
    EXPECT_EQ(to_string(summary.header->recording), "44444444-4444-4444-4444-444444444444");
    EXPECT_EQ(summary.header->started_at, kSpoolStart);
    EXPECT_EQ(summary.track(Track::consumer).frames, 3u);
    EXPECT_EQ(summary.track(Track::consumer).late, 1u);
    EXPECT_EQ(summary.track(Track::consumer).missing, 2u);
    EXPECT_EQ(summary.track(Track::heard).frames, 2u);
    ASSERT_EQ(summary.pauses.size(), 1u);
    EXPECT_EQ(summary.pauses[0].to_ms, 200u);
    ASSERT_TRUE(summary.end);
    EXPECT_EQ(summary.end->reason, EndReason::stopped);
}

TEST(Spool, RefusesWhatIsNotOne) {
    for (const auto* text : {"RIFFxxxxWAVE", "w", "wibspoo!", "wibspool\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a"}) {
        const auto summary = summarise(as_bytes(text));
        EXPECT_FALSE(summary.header) << text;
        EXPECT_FALSE(summary.end) << text;
    }
    auto spool = a_spool(1);
    spool.push_back(std::byte{0});
    EXPECT_EQ(summarise(spool).fault, SpoolFault::record_after_end);
}

}  // namespace
}  // namespace wib::record
