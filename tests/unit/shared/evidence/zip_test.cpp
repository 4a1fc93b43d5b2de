#include "shared/evidence/zip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/codec/hex.hpp"

namespace wib::evidence {
namespace {

TEST(Zip, ChecksumIsTheOneOfZip) {
    EXPECT_EQ(crc32(as_bytes("123456789")), 0xcbf43926u);  // CRC-32/ISO-HDLC's check value
    EXPECT_EQ(crc32({}), 0u);
    EXPECT_EQ(crc32(as_bytes("56789"), crc32(as_bytes("1234"))), 0xcbf43926u);
}

// Field by field from APPNOTE 6.3.10, §4.3.7, §4.3.9, §4.3.12 and §4.3.16, so that it is other programs' format too.
TEST(Zip, IsWrittenAsTheFormatSays) {
    ZipWriter zip;
    Bytes out;
    zip.whole("a", as_bytes("hello"), out);
    zip.begin("b/c", out);
    zip.piece(as_bytes("wo"), out);
    zip.piece(as_bytes("rld"), out);
    zip.end(out);
    zip.finish(out);
    EXPECT_EQ(codec::hex(out),
              "504b0304"
              "1400"
              "0008"
              "0000"
              "0000"
              "2100"
              "86a61036"
              "05000000"
              "05000000"
              "0100"
              "0000"
              "61"
              "68656c6c6f"
              "504b0304"
              "1400"
              "0808"
              "0000"
              "0000"
              "2100"
              "00000000"
              "00000000"
              "00000000"
              "0300"
              "0000"
              "622f63"
              "776f726c64"
              "504b0708"
              "4311773a"
              "05000000"
              "05000000"
              "504b0102"
              "1400"
              "1400"
              "0008"
              "0000"
              "0000"
              "2100"
              "86a61036"
              "05000000"
              "05000000"
              "0100"
              "0000"
              "0000"
              "0000"
              "0000"
              "00000000"
              "00000000"
              "61"
              "504b0102"
              "1400"
              "1400"
              "0808"
              "0000"
              "0000"
              "2100"
              "4311773a"
              "05000000"
              "05000000"
              "0300"
              "0000"
              "0000"
              "0000"
              "0000"
              "00000000"
              "24000000"
              "622f63"
              "504b0506"
              "0000"
              "0000"
              "0200"
              "0200"
              "60000000"
              "5a000000"
              "0000");
    const std::array<ZipContent, 2> contents{{{"a", 5, false}, {"b/c", 5, true}}};
    EXPECT_EQ(zip_size(contents), out.size());
}

TEST(Zip, TakesNamesThatMeanTheSameEverywhere) {
    for (const auto* name : {"a", "manifest.json", "recordings/1.spool", "a/b/c-d_e.f", "0"})
        EXPECT_TRUE(is_entry_name(name)) << name;
    for (const std::string_view name : {"", "/a", "a/", "a//b", "../a", "a/../b", ".a", "a/.b", "-a", "_a", "A", "a b",
                                        "a\\b", "a:b", "\u00e9", "a\n"})
        EXPECT_FALSE(is_entry_name(name)) << name;
    EXPECT_TRUE(is_entry_name(std::string(200, 'a')));
    EXPECT_FALSE(is_entry_name(std::string(201, 'a')));
    EXPECT_FALSE(is_entry_name(std::string_view{"a\0b", 3}));
}

TEST(Zip, IsRefusedWhereItsFormWouldNotDo) {
    const auto alone = [](std::string_view name, std::uint64_t size) {
        const std::array<ZipContent, 1> contents{{{name, size, true}}};
        return zip_size(contents);
    };
    EXPECT_EQ(alone("a", 0), 30u + 1 + 16 + 46 + 1 + 22);
    EXPECT_TRUE(alone("a", 4'294'967'000));
    EXPECT_FALSE(alone("a", 4'294'967'295));
    EXPECT_FALSE(alone("a", ~0ULL));
    EXPECT_FALSE(alone("../a", 1));
    const std::vector<ZipContent> many(kMostZipEntries + 1, ZipContent{"a", 0, true});
    EXPECT_FALSE(zip_size(many));
    const std::vector<ZipContent> large(5, ZipContent{"a", 1'000'000'000, true});
    EXPECT_FALSE(zip_size(large));
}

}  // namespace
}  // namespace wib::evidence
