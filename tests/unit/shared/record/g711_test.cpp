#include "shared/record/g711.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>

namespace wib::record {
namespace {

// Fixture: tables of ITU-T G.711 in the 16-bit scaling, cross-checked with CPython's audioop.
simdjson::padded_string fixture() {
    return simdjson::padded_string::load(std::string{WIB_SOURCE_DIR} + "/tests/fixtures/g711_tables.json").value();
}

TEST(G711, DecodesEveryCodeAsTheTablesOfTheStandard) {
    simdjson::dom::parser parser;
    const auto json = fixture();
    const simdjson::dom::element tables = parser.parse(json);
    for (const auto& [name, codec] : {std::pair{"ulaw_to_s16", Codec::pcmu}, std::pair{"alaw_to_s16", Codec::pcma}}) {
        std::size_t code = 0;
        for (const std::int64_t sample : tables[name].get_array()) {
            EXPECT_EQ(decode_table(codec)[code], sample) << name << " " << code;
            ++code;
        }
        EXPECT_EQ(code, 256u);
    }
}

TEST(G711, EncodesAsTheReferenceCoder) {
    simdjson::dom::parser parser;
    const auto json = fixture();
    const simdjson::dom::element tables = parser.parse(json);
    for (const simdjson::dom::element sample : tables["encode_samples"].get_array()) {
        const auto linear = static_cast<std::int16_t>(std::int64_t{sample["s16"]});
        EXPECT_EQ(encode_sample(Codec::pcmu, linear), std::int64_t{sample["ulaw"]}) << linear;
        EXPECT_EQ(encode_sample(Codec::pcma, linear), std::int64_t{sample["alaw"]}) << linear;
    }
}

TEST(G711, EveryCodeSurvivesTheRoundTrip) {
    for (const auto codec : {Codec::pcmu, Codec::pcma})
        for (int code = 0; code < 256; ++code) {
            const auto linear = decode_table(codec)[static_cast<std::size_t>(code)];
            EXPECT_EQ(decode_table(codec)[encode_sample(codec, linear)], linear) << code;
        }
}

TEST(G711, SilenceIsTheQuietestCode) {
    EXPECT_EQ(decode_table(Codec::pcmu)[std::to_integer<std::size_t>(silence(Codec::pcmu))], 0);
    EXPECT_EQ(decode_table(Codec::pcma)[std::to_integer<std::size_t>(silence(Codec::pcma))], 8);
}

}  // namespace
}  // namespace wib::record
