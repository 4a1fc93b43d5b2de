#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "shared/codec/base64.hpp"
#include "shared/codec/cookie.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/hex.hpp"
#include "shared/codec/text.hpp"
#include "shared/codec/url.hpp"

namespace wib::codec {
namespace {

using testing::ElementsAre;
using testing::Pair;

// Random bytes with a fixed seed: a failure repeats itself.
std::string garbage(std::mt19937& random, std::size_t longest) {
    std::string text(random() % (longest + 1), '\0');
    for (auto& c : text) c = static_cast<char>(random());
    return text;
}

TEST(Base64, KnowsTheVectorsOfRfc4648) {
    const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                     {"f", "Zg=="},
                                                                     {"fo", "Zm8="},
                                                                     {"foo", "Zm9v"},
                                                                     {"foob", "Zm9vYg=="},
                                                                     {"fooba", "Zm9vYmE="},
                                                                     {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : vectors) {
        EXPECT_EQ(base64(as_bytes(plain)), encoded);
        EXPECT_EQ(parse_base64(encoded), to_bytes(plain));
    }
    EXPECT_EQ(base64url(as_bytes("\xfb\xff\xfe")), "-__-");
    EXPECT_EQ(parse_base64url("-__-"), to_bytes("\xfb\xff\xfe"));
}

TEST(Base64, RefusesASecondSpellingOfTheSameBytes) {
    for (const auto* text :
         {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "Zm9v\n", " Zm9v", "Zm-v", "=", "====", "Z", "Zm9vY"})
        EXPECT_FALSE(parse_base64(text)) << text;
    for (const auto* text : {"Zg==", "Zh", "Zm9", "Zm+v", "Z", "Zm9v Zg"}) EXPECT_FALSE(parse_base64url(text)) << text;
}

TEST(Base64, ReadsBackWhateverItWrote) {
    std::mt19937 random{1};
    for (int round = 0; round < 2000; ++round) {
        const auto plain = to_bytes(garbage(random, 64));
        ASSERT_EQ(parse_base64(base64(plain)), plain);
        ASSERT_EQ(parse_base64url(base64url(plain)), plain);
        ASSERT_EQ(parse_hex(hex(plain)), plain);
    }
}

TEST(Base64, AcceptsOnlyWhatItWouldWrite) {
    std::mt19937 random{2};
    for (int round = 0; round < 20000; ++round) {
        const auto text = garbage(random, 8);
        if (const auto bytes = parse_base64(text)) ASSERT_EQ(base64(*bytes), text);
        if (const auto bytes = parse_base64url(text)) ASSERT_EQ(base64url(*bytes), text);
    }
}

TEST(Hex, ReadsEitherCaseAndRefusesTheRest) {
    EXPECT_EQ(parse_hex("00fFaB"), to_bytes(std::string_view("\x00\xff\xab", 3)));
    for (const auto* text : {"0", "0g", "0x00", " 00", "00 "}) EXPECT_FALSE(parse_hex(text)) << text;
}

TEST(Percent, EncodesAllButUnreserved) {
    EXPECT_EQ(percent_encode("a b/c?d=é~"), "a%20b%2Fc%3Fd%3D%C3%A9~");
    EXPECT_EQ(percent_decode("a%20b%2Fc+"), "a b/c+");
    for (const auto* text : {"%", "%2", "%zz", "a%0", "%00", "%ff", "%c3"}) EXPECT_FALSE(percent_decode(text)) << text;
}

TEST(Percent, ReadsBackWhateverItWrote) {
    std::mt19937 random{3};
    for (int round = 0; round < 2000; ++round) {
        const auto text = garbage(random, 4);
        const bool can_be_stored = is_utf8(text) && text.find('\0') == std::string::npos;
        ASSERT_EQ(percent_decode(percent_encode(text)), can_be_stored ? std::optional{text} : std::nullopt);
    }
}

TEST(Utf8, TakesOnlyShortestFormsAndNoSurrogates) {
    for (const auto* text : {"", "a", "é", "€", "😀", "\xf4\x8f\xbf\xbf"}) EXPECT_TRUE(is_utf8(text)) << text;
    for (const auto* text :
         {"\x80", "\xc0\xaf", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf0\x9f\x98", "\xff"})
        EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Query, KeepsOrderAndDecodesBothSides) {
    const auto params = parse_query("status=active&search=%2B1312&&empty&note=two+words&status=failed");
    ASSERT_TRUE(params);
    EXPECT_THAT(*params, ElementsAre(Pair("status", "active"), Pair("search", "+1312"), Pair("empty", ""),
                                     Pair("note", "two words"), Pair("status", "failed")));
    EXPECT_EQ(print_query({{"a b", "c&d"}, {"e", ""}}), "a%20b=c%26d&e=");
}

TEST(Query, RefusesBrokenEscapesAndTooMany) {
    EXPECT_FALSE(parse_query("a=%"));
    std::string many;
    for (std::size_t i = 0; i <= kMaxQueryParams; ++i) many += "a=1&";
    EXPECT_FALSE(parse_query(many));
    EXPECT_TRUE(parse_query(many.substr(4)));
}

TEST(Target, SplitsPathAndQuery) {
    const auto target = parse_target("/api/calls/1?page=2&x=a?b");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/api/calls/1");
    EXPECT_EQ(target->query, "page=2&x=a?b");
    EXPECT_TRUE(parse_target("/"));
    EXPECT_TRUE(parse_target("/api/calls/"));
}

TEST(Target, RefusesWhatTwoReadersCouldReadDifferently) {
    for (const auto* text : {"", "api", "//api", "/a//b", "/a/../b", "/a/./b", "/a/%2e%2e/b", "/a%2fb", "/a\\b",
                             "/a%5cb", "/a%00", "/a b", "/a#b", "/a%", "http://h/a", "*", "/\x7f", "/\xc3\xa9"})
        EXPECT_FALSE(parse_target(text)) << text;
    EXPECT_FALSE(parse_target("/" + std::string(kMaxTarget, 'a')));
}

TEST(Url, TakesConfiguredAddressesApart) {
    const auto plain = parse_url("https://api.telnyx.com/v2");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->scheme, "https");
    EXPECT_EQ(plain->host, "api.telnyx.com");
    EXPECT_EQ(plain->port, "");
    EXPECT_EQ(plain->target, "/v2");
    const auto six = parse_url("ws://[::1]:8790/media");
    ASSERT_TRUE(six);
    EXPECT_EQ(six->host, "::1");
    EXPECT_EQ(six->port, "8790");
    for (const auto* text : {"", "telnyx.com", "ftp://h", "http://", "http://:80", "http://h:", "http://h:99999999",
                             "http://u@h", "http://h#f", "http://[::1", "http://[::1]x", "http://h h", "http://h?x"})
        EXPECT_FALSE(parse_url(text)) << text;
}

TEST(Header, FindsBearerCredentials) {
    EXPECT_EQ(bearer("Bearer abc"), "abc");
    EXPECT_EQ(bearer("bearer  abc "), "abc");
    for (const auto* text : {"", "Bearer", "Bearer ", "Basic abc", "Bearer a b", "abc"})
        EXPECT_FALSE(bearer(text)) << text;
}

TEST(Header, LetsNoLineBreakThrough) {
    EXPECT_TRUE(is_field_value("a\tb \xc3\xa9"));
    EXPECT_FALSE(is_field_value("a\r\nX-Evil: 1"));
    EXPECT_FALSE(is_field_value(std::string_view("a\0b", 3)));
    EXPECT_TRUE(is_token("X-CSRF-Token"));
    for (const auto* text : {"", "a b", "a:", "\xc3\xa9"}) EXPECT_FALSE(is_token(text)) << text;
    EXPECT_EQ(media_type("Application/JSON ; charset=utf-8"), "application/json");
    EXPECT_TRUE(equal_without_case("Content-Type", "content-tYPE"));
    EXPECT_FALSE(equal_without_case("a", "ab"));
}

TEST(Range, IsCutToWhatThereIs) {
    EXPECT_EQ(*parse_range("bytes=0-499", 1000), (ByteInterval{0, 499}));
    EXPECT_EQ(*parse_range("bytes=500-", 1000), (ByteInterval{500, 999}));
    EXPECT_EQ(*parse_range("bytes=-100", 1000), (ByteInterval{900, 999}));
    EXPECT_EQ(*parse_range("bytes=-5000", 1000), (ByteInterval{0, 999}));
    EXPECT_EQ(*parse_range("bytes=0-99999", 1000), (ByteInterval{0, 999}));
}

TEST(Range, OutsideTheSizeCannotBeSatisfied) {
    EXPECT_FALSE(parse_range("bytes=1000-", 1000));
    EXPECT_FALSE(parse_range("bytes=-0", 1000));
    EXPECT_FALSE(parse_range("bytes=0-", 0));
}

TEST(Range, MalformedMeansTheWhole) {
    for (const auto* text :
         {"", "bytes", "bytes=", "bytes=a-b", "bytes=5-2", "items=0-1", "bytes=0-1,3-4", "bytes=99999999999999999999-"})
        EXPECT_EQ(parse_range(text, 1000), std::nullopt) << text;
}

TEST(Cookie, IsFoundByItsExactName) {
    EXPECT_EQ(find_cookie("a=1; __Host-wib=tok; b=2", "__Host-wib"), "tok");
    EXPECT_EQ(find_cookie("__Host-wib=\"tok\"", "__Host-wib"), "tok");
    EXPECT_EQ(find_cookie("x__Host-wib=no; __Host-wibx=no", "__Host-wib"), std::nullopt);
    EXPECT_EQ(find_cookie("", "a"), std::nullopt);
    EXPECT_EQ(find_cookie(";;a;=;a=", "a"), "");
}

TEST(Cookie, IsSetAsTheHostPrefixDemands) {
    EXPECT_EQ(set_cookie("__Host-wib", "tok", std::chrono::hours{1}),
              "__Host-wib=tok; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax");
    EXPECT_EQ(clear_cookie("__Host-wib"), "__Host-wib=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
}

TEST(Syntax, NoGarbageBreaksAParser) {
    std::mt19937 random{4};
    for (int round = 0; round < 20000; ++round) {
        const auto text = garbage(random, 40);
        if (const auto target = parse_target("/" + text)) EXPECT_LE(target->path.size(), kMaxTarget);
        if (const auto query = parse_query(text)) EXPECT_EQ(parse_query(print_query(*query)), query);
        if (const auto url = parse_url("https://" + text)) EXPECT_FALSE(url->host.empty());
        if (const auto range = parse_range("bytes=" + text, 100); range && *range) EXPECT_LE((*range)->last, 99u);
        (void)find_cookie(text, "a");
        (void)bearer(text);
    }
}

}  // namespace
}  // namespace wib::codec
