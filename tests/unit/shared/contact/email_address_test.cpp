#include "shared/contact/email_address.hpp"

#include <gtest/gtest.h>

namespace wib {
namespace {

TEST(EmailAddress, IsComparedTrimmedAndInLowerCase) {
    EXPECT_EQ(EmailAddress::parse("  Grace@Harbor.EXAMPLE ")->value(), "grace@harbor.example");
    EXPECT_EQ(EmailAddress::parse("grace+calls@harbor.example")->value(), "grace+calls@harbor.example");
    EXPECT_EQ(EmailAddress::parse("o'neil@a-b.co.uk")->value(), "o'neil@a-b.co.uk");
}

TEST(EmailAddress, TakesNothingThatNoLetterReaches) {
    for (const auto* text : {"",
                             "@",
                             "a",
                             "a@b",
                             "a@b.",
                             "@b.c",
                             "a@.c",
                             "a@b..c",
                             "a b@c.d",
                             "a@b@c.d",
                             ".a@b.c",
                             "a.@b.c",
                             "a..b@c.d",
                             "a@-b.c",
                             "a@b-.c",
                             "a@127.0.0.1",
                             "a@b.c\n",
                             "a@b.c\r\nBcc: d@e.f",
                             "Grace <a@b.c>",
                             "\"a\"@b.c",
                             "a@b.c,d@e.f",
                             "ä@b.c"})
        EXPECT_FALSE(EmailAddress::parse(text)) << text;
    EXPECT_FALSE(EmailAddress::parse(std::string(65, 'a') + "@b.c"));
    EXPECT_FALSE(EmailAddress::parse("a@" + std::string(64, 'b') + ".c"));
    std::string long_domain = "a@";
    while (long_domain.size() < 254) long_domain += "bbbb.";
    EXPECT_FALSE(EmailAddress::parse(long_domain + "c"));
}

}  // namespace
}  // namespace wib
