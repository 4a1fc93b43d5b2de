// Whatever is bound as a parameter comes back from a real server as it went. The values are generated: the same ones in
// every run.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "origin/db/storable_json.hpp"
#include "shared/codec/text.hpp"
#include "tests/db/world.hpp"

namespace wib::testing {
namespace {

constexpr db::Statement kText{"echo_text", "select $1::text as v"};
constexpr db::Statement kBytes{"echo_bytes", "select $1::bytea as v"};
constexpr db::Statement kTime{"echo_time", "select $1::timestamptz as v"};
constexpr db::Statement kDouble{"echo_double", "select $1::float8 as v"};
constexpr db::Statement kWhole{"echo_whole", "select $1::int8 as v"};
constexpr db::Statement kId{"echo_id", "select $1::uuid as v"};
constexpr db::Statement kJson{"echo_json", "select $1::jsonb as v"};

class BoundValues : public ::testing::TestWithParam<Route> {
  public:
    template <class T>
    static Task<T> there_and_back(db::TenantTx& tx, const db::Statement& echo, const T& value) {
        const auto rows = co_await tx.exec(echo, value);
        co_return rows.front()["v"].template as<T>();
    }

    // Characters that mean something to somebody on the way: SQL, arrays, COPY, JSON, UTF-8's edges.
    std::string text() {
        static const std::vector<std::string> kPieces{"'",
                                                      "\"",
                                                      "\\",
                                                      "\\x00",
                                                      "$1",
                                                      "%s",
                                                      "{",
                                                      "}",
                                                      ",",
                                                      "\n",
                                                      "\r",
                                                      "\t",
                                                      "\x01",
                                                      "\x7f",
                                                      " ",
                                                      "NULL",
                                                      "\\N",
                                                      ";--",
                                                      "é",
                                                      "ß",
                                                      "字",
                                                      "\xf0\x9f\x98\x80",
                                                      "\xef\xbf\xbd",
                                                      "\xe2\x80\xae",
                                                      "a",
                                                      "0",
                                                      "E'",
                                                      "\xc2\x80",
                                                      "\xf4\x8f\xbf\xbf",
                                                      "\xee\x80\x80"};
        std::string made;
        for (auto pieces = random() % 12; pieces > 0; --pieces) made += kPieces[random() % kPieces.size()];
        return made;
    }
    std::string bytes() {
        std::string made(random() % 40, '\0');
        for (auto& byte : made) byte = static_cast<char>(random());
        return made;
    }
    Instant moment() {
        const auto first = parse_rfc3339("0001-01-01T00:00:00Z").value(),
                   last = parse_rfc3339("9999-12-31T23:59:59.999999Z").value();
        return from_unix_micros(std::uniform_int_distribution{unix_micros(first), unix_micros(last)}(random));
    }
    std::string json() {
        static const std::vector<std::string> kPieces{R"("\u0000")",
                                                      R"("\\u0000")",
                                                      R"("\\\u0000x")",
                                                      R"("a\u0000\u0000b")",
                                                      R"("\ud83d\ude00")",
                                                      "1e400000",
                                                      "-1E+0009999",
                                                      "1e-99999",
                                                      "0.1e308",
                                                      "-0",
                                                      "[]",
                                                      "{}",
                                                      "null",
                                                      R"(" \" 1e99999 ")",
                                                      "18446744073709551616"};
        std::string made = "[";
        for (auto pieces = random() % 6 + 1; pieces > 0; --pieces)
            made += R"({"k\u0000)" + std::to_string(pieces) + "\":" + kPieces[random() % kPieces.size()] +
                    (pieces > 1 ? "}," : "}");
        return made + "]";
    }

    World world{GetParam()};
    std::mt19937_64 random{20261121};
};
INSTANTIATE_TEST_SUITE_P(Over, BoundValues, ::testing::Values(Route::direct, Route::pgbouncer), name_of_route);

TEST_P(BoundValues, ComeBackAsTheyWent) {
    world.run([](BoundValues& t) -> Task<void> {
        auto tx = co_await t.world.db->begin(t.world.tenancy.as_session(), soon());
        for (int round = 0; round < 200; ++round) {
            const auto text = t.text();
            EXPECT_EQ(co_await there_and_back(*tx, kText, text), text);
            const auto bytes = t.bytes();
            const auto rows = co_await tx->exec(kBytes, db::encode_bytea(bytes));
            EXPECT_EQ(db::decode_bytea(rows.front()["v"].text()), bytes);
            const auto at = t.moment();
            EXPECT_EQ(co_await there_and_back(*tx, kTime, at), at) << to_rfc3339(at);
            const auto whole = static_cast<std::int64_t>(t.random());
            EXPECT_EQ(co_await there_and_back(*tx, kWhole, whole), whole);
            const auto real = std::bit_cast<double>(t.random());
            if (std::isfinite(real)) EXPECT_EQ(co_await there_and_back(*tx, kDouble, real), real);
            const CallId id{uuid_v4({static_cast<std::uint8_t>(round), static_cast<std::uint8_t>(whole)})};
            EXPECT_EQ(co_await there_and_back(*tx, kId, id), id);
        }
        co_await tx->commit();
    }(*this));
}

TEST_P(BoundValues, AnybodysJsonIsTakenOnceItIsStorable) {
    world.run([](BoundValues& t) -> Task<void> {
        auto tx = co_await t.world.db->begin(t.world.tenancy.as_session(), soon());
        for (int round = 0; round < 200; ++round) {
            const auto json = t.json();
            const auto rows = co_await tx->exec(kJson, db::storable_json(json));
            EXPECT_TRUE(rows.front()["v"].text().starts_with("[{")) << json;
        }
        co_await tx->commit();
    }(*this));
}

// libpq takes a text parameter up to its first NUL: silently less would be kept than was given.
TEST_P(BoundValues, TextWithANulIsRefusedAndNotCutShort) {
    const auto bind = [](BoundValues& t) -> Task<std::string> {
        auto tx = co_await t.world.db->begin(t.world.tenancy.as_session(), soon());
        co_return co_await there_and_back(*tx, kText, std::string("a\0b", 3));
    };
    EXPECT_THROW(std::ignore = world.run(bind(*this)), db::StatementError);
    const auto next = [](BoundValues& t) -> Task<std::string> {
        auto tx = co_await t.world.db->begin(t.world.tenancy.as_session(), soon());
        co_return co_await there_and_back(*tx, kText, std::string("ab"));
    };
    for (int round = 0; round < 4; ++round) EXPECT_EQ(world.run(next(*this)), "ab");
}

}  // namespace
}  // namespace wib::testing
