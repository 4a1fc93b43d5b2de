#include <gtest/gtest.h>

#include <limits>
#include <tuple>

#include "origin/db/server_error.hpp"
#include "origin/db/tenant_tx.hpp"

namespace wib::db {
namespace {

template <class T>
T there_and_back(const T& value) {
    return Decode<T>::from(*encode(value));
}

TEST(Values, ComeBackAsTheyWent) {
    EXPECT_EQ(there_and_back(std::string("a 'b' \\ ü")), "a 'b' \\ ü");
    EXPECT_TRUE(there_and_back(true));
    EXPECT_FALSE(there_and_back(false));
    EXPECT_EQ(there_and_back(std::numeric_limits<std::int64_t>::min()), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(there_and_back(0.1), 0.1);
    const auto call = CallId{Uuid{{1, 2, 3}}};
    EXPECT_EQ(there_and_back(call), call);
    const auto at = from_unix_micros(1'700'000'000'123'456);
    EXPECT_EQ(there_and_back(at), at);
    EXPECT_EQ(Decode<Instant>::from("2023-11-14 22:13:20.123456+00"), at);
    EXPECT_EQ(decode_bytea(encode_bytea(std::string("\0\xff z", 4))), std::string("\0\xff z", 4));
}

TEST(Values, AreNullWhenThereIsNone) {
    EXPECT_EQ(encode(std::nullopt), std::nullopt);
    EXPECT_EQ(encode(std::optional<CallId>{}), std::nullopt);
    EXPECT_EQ(encode(std::optional<int>{3}), "3");
    EXPECT_EQ(encode("literal"), "literal");
    EXPECT_THROW(std::ignore = Field(nullptr, 0, true).as<std::string>(), DecodeError);
    EXPECT_EQ(Field(nullptr, 0, true).maybe<int>(), std::nullopt);
}

TEST(Values, AreRefusedWhenTheTextIsNoSuchThing) {
    EXPECT_THROW(Decode<int>::from("12x"), DecodeError);
    EXPECT_THROW(Decode<std::int16_t>::from("40000"), DecodeError);
    EXPECT_THROW(Decode<bool>::from("yes"), DecodeError);
    EXPECT_THROW(Decode<Uuid>::from("1"), DecodeError);
    EXPECT_THROW(Decode<Instant>::from("yesterday"), DecodeError);
    EXPECT_THROW(std::ignore = decode_bytea("616263"), DecodeError);
}

template <class Error>
bool means(const char* sqlstate) {
    try {
        throw_meaning({"statement", sqlstate, "constraint", "message"});
    } catch (const Error&) {
        return true;
    } catch (...) {
    }
    return false;
}

TEST(ServerErrors, MeanNoOrUnavailableOrOurMistake) {
    for (const auto* no : {"WB001", "WB002", "23505", "23503", "23001", "23514"})
        EXPECT_TRUE(means<RefusedError>(no)) << no;
    for (const auto* gone : {"", "57P01", "57P03", "08006", "57014", "40001", "40P01", "53300", "55P03", "25P03"})
        EXPECT_TRUE(means<UnavailableError>(gone)) << gone;
    for (const auto* ours : {"42501", "42601", "22P02", "25P02", "23502"})
        EXPECT_TRUE(means<StatementError>(ours)) << ours;
}

}  // namespace
}  // namespace wib::db
