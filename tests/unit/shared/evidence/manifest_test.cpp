#include "shared/evidence/manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/bundles.hpp"

namespace wib::evidence {
namespace {

using ::testing::HasSubstr;

class ManifestTest : public ::testing::Test {
  protected:
    Manifest manifest = wib::testing::bundle_parts().manifest;

    static std::string with(std::string text, std::string_view from, std::string_view to) {
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return text.replace(at, from.size(), to);
    }
    static ManifestFault fault(const std::string& text) {
        const auto parsed = parse_manifest(text);
        EXPECT_FALSE(parsed) << text;
        return parsed ? ManifestFault{} : parsed.error();
    }
};

TEST_F(ManifestTest, ComesBackAsItWasPrinted) {
    const auto text = print(manifest);
    EXPECT_THAT(text, HasSubstr(R"("format":"wib-evidence/1")"));
    const auto parsed = parse_manifest(text);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, manifest);
}

TEST_F(ManifestTest, HasOneSpelling) {
    const auto text = print(manifest);
    EXPECT_EQ(fault(with(text, ",", ", ")), ManifestFault::not_canonical);
    EXPECT_EQ(fault(text + "\n"), ManifestFault::not_canonical);
    EXPECT_EQ(fault(with(text, "\"version\":1", "\"version\":1.0")), ManifestFault::not_canonical);
    EXPECT_EQ(fault(with(text, "\"supersedes\":null,", "")), ManifestFault::not_canonical);
    EXPECT_EQ(fault(with(text, "recordings", "\\u0072ecordings")), ManifestFault::not_canonical);
    EXPECT_EQ(fault(with(text, "\"version\":1", "\"version\":1,\"version\":1")), ManifestFault::malformed);
    EXPECT_EQ(fault(with(text, "\"version\":1", "\"version\":1,\"worth\":1")), ManifestFault::malformed);
    EXPECT_EQ(fault(with(text, "wib-evidence/1", "wib-evidence/2")), ManifestFault::other_format);
    EXPECT_EQ(fault("{}"), ManifestFault::malformed);
    EXPECT_EQ(fault(""), ManifestFault::malformed);
    const auto head = to_string(*manifest.files.front().chain_head);
    auto upper = head;
    for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_EQ(fault(with(text, head, upper)), ManifestFault::not_canonical);
}

TEST_F(ManifestTest, NamesFilesABundleCanHold) {
    auto changed = manifest;
    changed.files[1].path = changed.files[0].path;
    EXPECT_EQ(fault(print(changed)), ManifestFault::bad_file);
    for (const auto* path : {"manifest.json", "manifest.note", "../etc/passwd", "/a", "a//b"}) {
        changed = manifest;
        changed.files[0].path = path;
        EXPECT_EQ(fault(print(changed)), ManifestFault::bad_file) << path;
    }
    for (const std::int64_t size : {std::int64_t{-1}, std::int64_t{1} << 32, std::int64_t{1} << 62}) {
        changed = manifest;
        changed.files[0].size = size;
        EXPECT_EQ(fault(print(changed)), ManifestFault::bad_file) << size;
    }
    changed = manifest;
    changed.files[0].size = changed.files[1].size = changed.files[2].size = 2'000'000'000;
    EXPECT_EQ(fault(print(changed)), ManifestFault::bad_file) << "together they are too long";
}

// What was given to us afterwards can never be what counts (rules §8).
TEST_F(ManifestTest, GivesNoAuthorityToWhatNobodyWitnessed) {
    manifest.witness = Witness::not_witnessed;
    EXPECT_EQ(fault(print(manifest)), ManifestFault::false_authority);
    for (auto& file : manifest.files) file.authority = Authority::statement;
    EXPECT_TRUE(parse_manifest(print(manifest)));
}

}  // namespace
}  // namespace wib::evidence
