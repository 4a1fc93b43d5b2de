#include "origin/record/byte_range.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wib::record {
namespace {

std::string told(std::string_view header, std::uint64_t size) {
    const auto asked = asked_range(header, size);
    if (std::holds_alternative<WholeObject>(asked)) return "whole";
    if (std::holds_alternative<NotSatisfiable>(asked)) return "beyond";
    const auto& range = std::get<ByteRange>(asked);
    return std::to_string(range.first) + "-" + std::to_string(range.last);
}

TEST(ByteRange, ReadsEveryFormOfOneRange) {
    EXPECT_EQ(told("bytes=0-499", 10'000), "0-499");
    EXPECT_EQ(told("bytes=500-999", 10'000), "500-999");
    EXPECT_EQ(told("bytes=9500-", 10'000), "9500-9999");
    EXPECT_EQ(told("bytes=-500", 10'000), "9500-9999");
    EXPECT_EQ(told("bytes=0-0", 10'000), "0-0");
    EXPECT_EQ(told("bytes=-1", 10'000), "9999-9999");
}

TEST(ByteRange, StaysWithinTheObject) {
    EXPECT_EQ(told("bytes=9000-99999", 10'000), "9000-9999");
    EXPECT_EQ(told("bytes=-99999", 10'000), "0-9999");
    EXPECT_EQ(told("bytes=0-99999999999999999999999999", 10'000), "0-9999");
}

TEST(ByteRange, SaysWhenThereIsNothingThere) {
    EXPECT_EQ(told("bytes=10000-", 10'000), "beyond");
    EXPECT_EQ(told("bytes=99999999999999999999-", 10'000), "beyond");
    EXPECT_EQ(told("bytes=-0", 10'000), "beyond");
    EXPECT_EQ(told("bytes=0-", 0), "beyond");
    EXPECT_EQ(told("bytes=-5", 0), "beyond");
}

TEST(ByteRange, WhatItDoesNotUnderstandIsTheWhole) {
    for (const auto* header : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-b", "bytes=5-1", "items=0-5",
                               "bytes=0-1,5-6", "bytes= 0-1", "bytes=0x1-2", "bytes=+1-2", "bytes=--1"})
        EXPECT_EQ(told(header, 10'000), "whole") << header;
}

TEST(ByteRange, NeverLeavesTheObjectWhateverIsAsked) {
    std::mt19937 chance{5};
    const std::string_view alphabet = "bytes=0123456789-, ";
    for (int round = 0; round < 20'000; ++round) {
        std::string header = chance() % 3 == 0 ? "" : "bytes=";
        for (std::size_t i = chance() % 12; i > 0; --i) header += alphabet[chance() % alphabet.size()];
        const auto size = chance() % 200;
        const auto asked = asked_range(header, size);
        if (const auto* range = std::get_if<ByteRange>(&asked)) {
            EXPECT_LE(range->first, range->last) << header;
            EXPECT_LT(range->last, size) << header;
        }
    }
}

}  // namespace
}  // namespace wib::record
