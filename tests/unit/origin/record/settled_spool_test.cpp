#include "origin/record/settled_spool.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include "shared/codec/hex.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/record/wav.hpp"
#include "tests/support/spools.hpp"
#include "tests/support/temporary_directory.hpp"

namespace wib::record {
namespace {

using namespace wib::testing;

struct SettledSpoolTest : ::testing::Test {
    Result<SettledSpool, SettleError> settle(ByteView bytes) {
        write_file(path, bytes);
        return settle_spool(path, EndReason::interrupted, kSpoolStart + std::chrono::hours{1});
    }
    TemporaryDirectory directory;
    std::string path = directory.file("x.wibspool");
};

TEST_F(SettledSpoolTest, AnEndedSpoolStaysAsItIs) {
    const auto spool = a_spool(3);
    const auto settled = settle(spool);
    ASSERT_TRUE(settled);
    EXPECT_EQ(read_file(path), spool);
    EXPECT_EQ(settled->file.size, spool.size());
    EXPECT_EQ(settled->file.sha256, codec::hex(crypto::sha256(ByteView{spool})));
    EXPECT_EQ(settled->summary.end->reason, EndReason::stopped);
    EXPECT_EQ(settled->summary.duration(), std::chrono::seconds{3});
}

TEST_F(SettledSpoolTest, TornAnywhereItIsEndedWhereItsPrefixEnds) {
    const auto spool = a_spool(2, 8);
    for (std::size_t torn = 200; torn < spool.size(); torn += 37) {
        const auto prefix = ByteView{spool}.first(torn);
        const auto expected = summarise(prefix);
        const auto settled = settle(prefix);
        ASSERT_TRUE(settled) << torn;
        EXPECT_EQ(settled->summary.end->reason, EndReason::interrupted);
        EXPECT_EQ(settled->summary.track(Track::consumer).frames, expected.track(Track::consumer).frames);
        EXPECT_EQ(settled->summary.fault, SpoolFault::none);
        EXPECT_EQ(settled->file.size, settled->summary.valid_bytes);
        // Settling once more changes nothing.
        const auto bytes = read_file(path);
        ASSERT_TRUE(settle_spool(path, EndReason::interrupted, kSpoolStart));
        EXPECT_EQ(read_file(path), bytes);
    }
}

TEST_F(SettledSpoolTest, BeforeItsHeaderThereIsNothing) {
    const auto spool = a_spool(1);
    for (const std::size_t torn : {0u, 5u, 8u, 40u})
        EXPECT_EQ(settle(ByteView{spool}.first(torn)).error(), SettleError::empty) << torn;
}

TEST_F(SettledSpoolTest, WhatNoCrashDoesIsLeftForAPerson) {
    EXPECT_EQ(settle(as_bytes("this is no spool")).error(), SettleError::unreadable);
    auto damaged = a_spool(60);
    damaged.insert(damaged.end(), 3 * 1024 * 1024, std::byte{0});
    EXPECT_EQ(settle(damaged).error(), SettleError::unreadable);
    EXPECT_EQ(read_file(path), damaged) << "nothing is cut away";
    EXPECT_EQ(settle_spool(directory.file("absent"), EndReason::interrupted, kSpoolStart).error(), SettleError::disk);
}

TEST_F(SettledSpoolTest, AFileThatIsBeingWrittenIsLeftAlone) {
    const auto spool = a_spool(1);
    write_file(path, ByteView{spool}.first(spool.size() - 10));
    const int writer = ::open(path.c_str(), O_RDWR);
    ASSERT_EQ(::flock(writer, LOCK_EX | LOCK_NB), 0);
    EXPECT_EQ(settle_spool(path, EndReason::interrupted, kSpoolStart).error(), SettleError::in_use);
    ::close(writer);
    EXPECT_TRUE(settle_spool(path, EndReason::interrupted, kSpoolStart));
}

TEST_F(SettledSpoolTest, RendersTheFileTheRendererMakesInMemory) {
    const auto spool = a_spool(5);
    const auto settled = settle(spool);
    ASSERT_TRUE(settled);
    const auto wav = render_spool(*settled, directory.file("x.wav"));
    ASSERT_TRUE(wav);
    const auto expected = render_wav(spool);
    EXPECT_EQ(read_file(wav->path), expected);
    EXPECT_EQ(wav->size, expected.size());
    EXPECT_EQ(wav->sha256, codec::hex(crypto::sha256(ByteView{expected})));
    EXPECT_FALSE(render_spool(*settled, directory.file("absent/x.wav")));
}

}  // namespace
}  // namespace wib::record
