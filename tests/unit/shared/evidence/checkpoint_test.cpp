#include "shared/evidence/checkpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/codec/base64.hpp"

namespace wib::evidence {
namespace {

using ::testing::EndsWith;
using ::testing::StartsWith;

crypto::SigningKey key_of(char filler) {
    const std::string seed(32, filler);
    return *crypto::SigningKey::from_seed(as_bytes(seed));
}

class CheckpointTest : public ::testing::Test {
  protected:
    const crypto::SigningKey key = key_of('k');
    const Checkpoint checkpoint{.origin = "bond.example/audit/de300000-0000-4000-8000-000000000001",
                                .size = 20'852'163,
                                .root = leaf_hash(as_bytes("a root"))};
    const NamedVerifyKey trusted{checkpoint.origin, key.verify_key()};

    NoteFault fault(const std::string& note) {
        const auto opened = open_note(note, trusted);
        EXPECT_FALSE(opened) << note;
        return opened ? NoteFault{} : opened.error();
    }
};

// The key and the note of golang.org/x/mod/sumdb/note's documentation, whose format C2SP's signed note is.
constexpr std::string_view kGoKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kGoNote =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

TEST(SignedNote, AgreesWithTheKnownKeyAndSignature) {
    const auto key = parse_verifier_key(kGoKey);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->name, "PeterNeumann");
    EXPECT_EQ(key_id(key->name, key->key), 0xc74f20a3u);
    EXPECT_EQ(print_verifier_key(key->name, key->key), kGoKey);
    // Genuinely signed, and no checkpoint: the second line is no size.
    EXPECT_EQ(open_note(kGoNote, *key).error(), NoteFault::malformed);
    auto forged = std::string{kGoNote};
    forged[0] = 'i';
    EXPECT_EQ(open_note(forged, *key).error(), NoteFault::forged);
}

TEST(SignedNote, TakesNoKeyThatIsNotItself) {
    for (const auto* text :
         {"", "PeterNeumann", "PeterNeumann+c74f20a3",
          "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
          "PeterNeumanm+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
          "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
          "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
          "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann+c74f20a3+AQ=="})
        EXPECT_FALSE(parse_verifier_key(text)) << text;
}

TEST_F(CheckpointTest, IsThreeLinesThatPeopleCanRead) {
    EXPECT_EQ(print(checkpoint), "bond.example/audit/de300000-0000-4000-8000-000000000001\n20852163\n" +
                                     codec::base64(checkpoint.root) + "\n");
    const auto note = sign(checkpoint, key);
    EXPECT_THAT(note, StartsWith(print(checkpoint) + "\n\u2014 " + checkpoint.origin + " "));
    EXPECT_THAT(note, EndsWith("=\n"));
}

TEST_F(CheckpointTest, ComesBackAsItWasSigned) {
    for (const std::uint64_t size : {0ULL, 1ULL, 999ULL, ~0ULL}) {
        auto one = checkpoint;
        one.size = size;
        const auto opened = open_note(sign(one, key), trusted);
        ASSERT_TRUE(opened) << size;
        EXPECT_EQ(*opened, one);
    }
}

TEST_F(CheckpointTest, NoByteOfItCanBeChanged) {
    const auto note = sign(checkpoint, key);
    for (std::size_t at = 0; at < note.size(); ++at)
        for (const char other : {'A', '0', '\n', ' ', '\xff'}) {
            auto changed = note;
            if (changed[at] == other) continue;
            changed[at] = other;
            EXPECT_FALSE(open_note(changed, trusted)) << at << " to " << static_cast<int>(other);
        }
    for (std::size_t length = 0; length < note.size(); ++length)
        EXPECT_FALSE(open_note(std::string_view{note}.substr(0, length), trusted)) << length;
    EXPECT_FALSE(open_note(note + "\n", trusted));
    EXPECT_FALSE(open_note("\n" + note, trusted));
}

TEST_F(CheckpointTest, IsNobodysButTheTrustedKeys) {
    EXPECT_EQ(fault(sign(checkpoint, key_of('x'))), NoteFault::unsigned_) << "another key of the same name";
    auto other_log = checkpoint;
    other_log.origin = "bond.example/audit/other";
    EXPECT_EQ(fault(sign(other_log, key)), NoteFault::unsigned_) << "the same key under another name";
}

TEST_F(CheckpointTest, WitnessesMayCountersign) {
    auto note = sign(checkpoint, key);
    const auto witness = sign({.origin = "witness.example", .size = 0, .root = {}}, key_of('w'));
    note += witness.substr(witness.find("\n\n") + 2);
    const auto opened = open_note(note, trusted);
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, checkpoint);
    std::string crowded = sign(checkpoint, key);
    for (int i = 0; i < 16; ++i) crowded += witness.substr(witness.find("\n\n") + 2);
    EXPECT_EQ(fault(crowded), NoteFault::malformed);
}

TEST_F(CheckpointTest, ExtensionLinesAreSignedAndOtherwiseLeftAlone) {
    const auto signed_text = [&](const std::string& text) {
        const auto signature = key.sign(as_bytes(text));
        const auto id = key_id(checkpoint.origin, key.verify_key());
        Bytes both;
        for (int shift = 24; shift >= 0; shift -= 8) both.push_back(static_cast<std::byte>((id >> shift) & 255));
        both.insert(both.end(), signature.begin(), signature.end());
        return text + "\n\u2014 " + checkpoint.origin + " " + codec::base64(both) + "\n";
    };
    const auto text = print(checkpoint);
    EXPECT_TRUE(open_note(signed_text(text), trusted));
    EXPECT_TRUE(open_note(signed_text(text + "an extension\n"), trusted));
    for (const auto& bad : {checkpoint.origin + "\n01\n" + codec::base64(checkpoint.root) + "\n",
                            checkpoint.origin + "\n-1\n" + codec::base64(checkpoint.root) + "\n",
                            checkpoint.origin + "\n18446744073709551616\n" + codec::base64(checkpoint.root) + "\n",
                            checkpoint.origin + "\n1\nAAAA\n", checkpoint.origin + "\n1\n", std::string{"\n1\nAAAA\n"}})
        EXPECT_EQ(fault(signed_text(bad)), NoteFault::malformed) << bad;
}

}  // namespace
}  // namespace wib::evidence
