#include "shared/money/money.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace wib {
namespace {

const Currency kUsd = *Currency::parse("USD");
const Currency kYen = *Currency::parse("JPY");
const Currency kDinar = *Currency::parse("KWD");

TEST(Currency, IsOneWeKnow) {
    EXPECT_EQ(kUsd.code(), "USD");
    for (const auto* code : {"", "usd", "US", "USDX", "XXX"}) EXPECT_FALSE(Currency::parse(code)) << code;
}

TEST(Money, ReadsAndPrintsMinorUnits) {
    EXPECT_EQ(Money::parse("12.34", kUsd)->minor(), 1234);
    EXPECT_EQ(Money::parse("12.3", kUsd)->minor(), 1230);
    EXPECT_EQ(Money::parse("-0.01", kUsd)->minor(), -1);
    EXPECT_EQ(Money::parse("1500", kYen)->minor(), 1500);
    EXPECT_EQ(to_string(Money{1234, kUsd}), "12.34 USD");
    EXPECT_EQ(to_string(Money{-5, kUsd}), "-0.05 USD");
    EXPECT_EQ(to_string(Money{1500, kYen}), "1500 JPY");
    EXPECT_EQ(to_string(Money{7, kDinar}), "0.007 KWD");
    EXPECT_EQ(to_string(Money{std::numeric_limits<std::int64_t>::min(), kUsd}), "-92233720368547758.08 USD");
}

TEST(Money, RefusesWhatWouldRoundOrOverflow) {
    for (const auto* text : {"", "-", ".", "1.", ".5", "1.234", "1,00", "1e3", "+1", " 1", "--1"})
        EXPECT_EQ(Money::parse(text, kUsd).error(), MoneyError::malformed) << text;
    EXPECT_EQ(Money::parse("1.0", kYen).error(), MoneyError::malformed);
    EXPECT_EQ(Money::parse("92233720368547758.08", kUsd).error(), MoneyError::overflow);
}

TEST(Money, AddsOnlyItsOwnKindAndNeverWraps) {
    EXPECT_EQ(*Money(100, kUsd).plus({50, kUsd}), Money(150, kUsd));
    EXPECT_EQ(*Money(100, kUsd).minus({150, kUsd}), Money(-50, kUsd));
    EXPECT_EQ(Money(1, kUsd).plus({1, kYen}).error(), MoneyError::different_currencies);
    const Money most{std::numeric_limits<std::int64_t>::max(), kUsd};
    EXPECT_EQ(most.plus({1, kUsd}).error(), MoneyError::overflow);
    EXPECT_EQ(Money(std::numeric_limits<std::int64_t>::min(), kUsd).minus({1, kUsd}).error(), MoneyError::overflow);
}

TEST(Money, ReadsBackWhatItPrints) {
    std::mt19937_64 random{12};
    for (int round = 0; round < 2000; ++round) {
        const Money money{static_cast<std::int64_t>(random()) / 2, round % 2 ? kUsd : kDinar};
        const auto text = to_string(money);
        EXPECT_EQ(Money::parse(text.substr(0, text.find(' ')), money.currency()), money);
    }
}

}  // namespace
}  // namespace wib
