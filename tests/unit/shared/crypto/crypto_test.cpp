#include <gtest/gtest.h>

#include "shared/codec/hex.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/crypto/ed25519.hpp"
#include "shared/crypto/hash.hpp"
#include "tests/support/fixture.hpp"

namespace wib::crypto {

namespace {
struct HmacCase {
    std::string tc, key_hex, data_hex, hmac_sha256;
};
BOOST_DESCRIBE_STRUCT(HmacCase, (), (tc, key_hex, data_hex, hmac_sha256))
struct HmacFile {
    std::string source;
    std::vector<HmacCase> hmac_sha256;
};
BOOST_DESCRIBE_STRUCT(HmacFile, (), (source, hmac_sha256))

struct SignatureCase {
    std::string test, seed_hex, public_key_hex, message_hex, signature_hex;
};
BOOST_DESCRIBE_STRUCT(SignatureCase, (), (test, seed_hex, public_key_hex, message_hex, signature_hex))
struct SignatureFile {
    std::string source;
    std::vector<SignatureCase> vectors;
};
BOOST_DESCRIBE_STRUCT(SignatureFile, (), (source, vectors))
}  // namespace

namespace {

Secret secret_of(std::string_view hex) {
    return Secret{std::string{as_text(*codec::parse_hex(hex))}};
}

TEST(Sha256, KnowsTheVectorsOfFips180) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, OfPiecesIsThatOfTheWhole) {
    Sha256 hash;
    hash.update("ab");
    EXPECT_EQ(hash.digest(), sha256("ab"));
    hash.update("");
    hash.update("c");
    EXPECT_EQ(hash.digest(), sha256("abc"));

    // Pieces that end before, at and behind the edge of a block.
    std::string text;
    for (int at = 0; at < 700; ++at) text += static_cast<char>(at * 7);
    for (const std::size_t piece : {1u, 3u, 55u, 56u, 63u, 64u, 65u, 127u, 128u, 193u, 700u}) {
        Sha256 pieces;
        for (std::size_t at = 0; at < text.size(); at += piece) {
            pieces.update(std::string_view{text}.substr(at, piece));
            ASSERT_EQ(pieces.digest(), sha256(std::string_view{text}.substr(0, at + piece))) << piece << " at " << at;
        }
    }
}

TEST(Hmac, KnowsTheVectorsOfRfc4231) {
    const auto file = codec::parse<HmacFile>(test::fixture("crypto/hmac_sha256.json"));
    ASSERT_TRUE(file);
    ASSERT_EQ(file->hmac_sha256.size(), 6u);
    for (const auto& c : file->hmac_sha256) {
        const auto data = *codec::parse_hex(c.data_hex);
        const auto half = data.size() / 2;
        const auto mac = hmac_sha256(secret_of(c.key_hex), {ByteView{data}.first(half), ByteView{data}.subspan(half)});
        EXPECT_EQ(codec::hex(mac.bytes()), c.hmac_sha256) << c.tc;
    }
}

TEST(ConstantTime, EqualMeansSameBytesAndLength) {
    EXPECT_TRUE(equal_constant_time("", ""));
    EXPECT_TRUE(equal_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_constant_time("abc", "abcd"));
}

TEST(Ed25519, SignsAndVerifiesAsRfc8032) {
    const auto file = codec::parse<SignatureFile>(test::fixture("crypto/ed25519.json"));
    ASSERT_TRUE(file);
    for (const auto& c : file->vectors) {
        const auto key = SigningKey::from_seed(*codec::parse_hex(c.seed_hex));
        ASSERT_TRUE(key);
        const auto message = *codec::parse_hex(c.message_hex);
        EXPECT_EQ(codec::hex(key->verify_key().bytes()), c.public_key_hex) << c.test;
        EXPECT_EQ(codec::hex(key->sign(message)), c.signature_hex) << c.test;
        EXPECT_EQ(verify_ed25519(key->verify_key(), message, *codec::parse_hex(c.signature_hex)), Verdict::genuine)
            << c.test;
    }
}

TEST(Ed25519, RefusesEveryFlippedBit) {
    const auto key = *SigningKey::from_seed(sha256("a seed"));
    const auto message = to_bytes("what was said");
    const auto signature = key.sign(message);
    for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
        auto forged = signature;
        forged[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
        EXPECT_EQ(verify_ed25519(key.verify_key(), message, forged), Verdict::forged) << bit;
    }
    for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
        auto other = message;
        other[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
        EXPECT_EQ(verify_ed25519(key.verify_key(), other, signature), Verdict::forged) << bit;
    }
}

// S + L verifies under the bare equation; taking it would give one message two signatures.
TEST(Ed25519, RefusesANonCanonicalS) {
    const auto key = *SigningKey::from_seed(sha256("a seed"));
    auto signature = key.sign(to_bytes("x"));
    const auto order = *codec::parse_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += std::to_integer<unsigned>(signature[32 + i]) + std::to_integer<unsigned>(order[i]);
        signature[32 + i] = static_cast<std::byte>(carry & 255);
        carry >>= 8;
    }
    EXPECT_EQ(verify_ed25519(key.verify_key(), to_bytes("x"), signature), Verdict::forged);
}

TEST(Ed25519, RefusesWrongLengths) {
    EXPECT_FALSE(VerifyKey::from_bytes(to_bytes("short")));
    EXPECT_FALSE(SigningKey::from_seed(to_bytes("short")));
    const auto key = *SigningKey::from_seed(sha256("a seed"));
    EXPECT_EQ(verify_ed25519(key.verify_key(), {}, {}), Verdict::forged);
}

}  // namespace
}  // namespace wib::crypto
