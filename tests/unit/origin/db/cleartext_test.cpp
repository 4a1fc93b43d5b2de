#include "origin/db/cleartext.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wib::db {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Cleartext, NothingOfThisMachineAndNothingWhoseCertificateIsChecked) {
    for (const auto* url :
         {"postgresql://wib_app:x@/wib", "postgresql://wib_app:x@/wib?host=/var/run/postgresql", "dbname=wib",
          "postgresql://wib_app:x@127.0.0.1:5432/wib", "postgresql://wib_app:x@[::1]/wib", "host=localhost dbname=wib",
          "postgresql://wib_app:x@db.example.com/wib?sslmode=verify-full", "host=@abstract dbname=wib",
          "postgresql://wib_app:x@db.example.com/wib?hostaddr=127.0.0.1"})
        EXPECT_THAT(reached_in_the_clear(url), IsEmpty()) << url;
}

TEST(Cleartext, EveryLesserModeFallsBackOrTakesAnyCertificate) {
    const std::string url = "postgresql://wib_app:x@db.example.com/wib";
    EXPECT_THAT(reached_in_the_clear(url), ElementsAre("db.example.com"));
    for (const auto* mode : {"disable", "allow", "prefer", "require", "verify-ca"})
        EXPECT_THAT(reached_in_the_clear(url + "?sslmode=" + mode), ElementsAre("db.example.com")) << mode;
}

TEST(Cleartext, NamesEveryServerOfAList) {
    EXPECT_THAT(reached_in_the_clear("postgresql://wib_app:x@127.0.0.1:5432,one.example,two.example:5433/wib"),
                ElementsAre("one.example", "two.example"));
    EXPECT_THAT(reached_in_the_clear("host=localhost hostaddr=203.0.113.9 dbname=wib"), ElementsAre("203.0.113.9"))
        << "a name of ours does not make an address ours";
}

TEST(Cleartext, WhatCannotBeReadIsToldWhenItIsUsed) {
    EXPECT_THAT(reached_in_the_clear("postgresql://[broken"), IsEmpty());
}

}  // namespace
}  // namespace wib::db
