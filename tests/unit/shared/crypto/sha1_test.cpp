#include "shared/crypto/sha1.hpp"

#include <gtest/gtest.h>

#include "shared/codec/hex.hpp"

namespace wib::crypto {
namespace {

// RFC 3174 §7.3.
TEST(Sha1, AgreesWithTheRfc) {
    EXPECT_EQ(codec::hex(sha1(as_bytes("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(codec::hex(sha1(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
              "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    EXPECT_EQ(codec::hex(sha1({})), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    EXPECT_EQ(codec::hex(sha1(as_bytes(std::string(1'000'000, 'a')))), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

// RFC 2202 §3, cases 1, 2, 3, 6 and 7.
TEST(Sha1, AuthenticatesAsTheRfcSays) {
    const auto mac = [](std::string key, std::string_view text) {
        return codec::hex(hmac_sha1(Secret{std::move(key)}, {as_bytes(text)}));
    };
    EXPECT_EQ(mac(std::string(20, '\x0b'), "Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00");
    EXPECT_EQ(mac("Jefe", "what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    EXPECT_EQ(mac(std::string(20, '\xaa'), std::string(50, '\xdd')), "125d7342b9ac11cd91a39af48aa17b4f63f175d3");
    EXPECT_EQ(mac(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
              "aa4ae5e15272d00e95705637ce8a3b55ed402112");
    EXPECT_EQ(mac(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"),
              "e8e99d0f45237d786d6bbaa7965c7808bbff1a91");
}

// Every length round the block's end, in one piece and in two.
TEST(Sha1, DoesNotCareHowItsInputIsCut) {
    const Secret key{"k"};
    for (std::size_t size = 0; size < 200; ++size) {
        const std::string text(size, 'x');
        const auto whole = hmac_sha1(key, {as_bytes(text)});
        for (const std::size_t cut : {std::size_t{0}, size / 3, size})
            EXPECT_EQ(hmac_sha1(key, {as_bytes(text).first(cut), as_bytes(text).subspan(cut)}), whole) << size;
    }
}

}  // namespace
}  // namespace wib::crypto
