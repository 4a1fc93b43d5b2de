#include "shared/contact/e164.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wib {
namespace {

TEST(E164, TakesTheStrictFormAlone) {
    for (const auto* text : {"+13129457420", "+35319605860", "+2904123", "+123456789012345"}) {
        const auto number = E164::parse(text);
        ASSERT_TRUE(number) << text;
        EXPECT_EQ(to_string(*number), text);
    }
    for (const auto* text : {"", "+", "13129457420", "+0312945742", "+123456", "+1234567890123456", "+1312945742O",
                             " +13129457420", "+13129457420 ", "+1 312 945 7420", "++13129457420", "sip:a@b"})
        EXPECT_FALSE(E164::parse(text)) << text;
}

TEST(PhoneNumber, ReadsWhatPeopleType) {
    for (const auto* text : {"(312) 945-7420", "312.945.7420", "1-312-945-7420", "+1 (312) 945 7420",
                             "011 1 312 945 7420", "0013129457420"})
        EXPECT_EQ(contact::read_phone_number(text), E164::parse("+13129457420")) << text;
    for (const auto* text : {"", "945-7420", "312 945 742x", "1+3129457420", "++13129457420", "not a number"})
        EXPECT_FALSE(contact::read_phone_number(text)) << text;
}

TEST(PhoneNumber, IsShownTheWayItsReadersWriteIt) {
    EXPECT_EQ(contact::display(*E164::parse("+13129457420")), "(312) 945-7420");
    EXPECT_EQ(contact::display(*E164::parse("+35319605860")), "+353 196 058 60");
    EXPECT_EQ(contact::display(*E164::parse("+4930123456")), "+493 012 3456");
}

TEST(PhoneNumber, ShowsItsDisplayFormReadsBack) {
    for (const auto* text : {"+13129457420", "+35319605860", "+4930123456", "+2904123", "+10000000000", "+13120000000"})
        EXPECT_EQ(contact::read_phone_number(contact::display(*E164::parse(text))), E164::parse(text));
}

TEST(PhoneNumber, IsLoggedByItsLastFourDigits) {
    EXPECT_EQ(contact::masked(*E164::parse("+13129457420")), "***7420");
}

TEST(PhoneNumber, NoGarbageIsTakenForOne) {
    std::mt19937 random{8};
    for (int round = 0; round < 20000; ++round) {
        std::string text(random() % 20, '\0');
        for (auto& c : text) c = "+0123456789 ()-.x\0\xff"[random() % 20];
        if (const auto number = contact::read_phone_number(text)) EXPECT_EQ(E164::parse(number->value()), number);
    }
}

}  // namespace
}  // namespace wib
