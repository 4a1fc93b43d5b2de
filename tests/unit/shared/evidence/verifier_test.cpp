#include "shared/evidence/verifier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

#include "tests/support/bundles.hpp"

namespace wib::evidence {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using wib::testing::a_bundle;
using wib::testing::a_signing_key;
using wib::testing::a_spool;
using wib::testing::an_audit_extract;
using wib::testing::bundle_parts;
using wib::testing::BundleParts;
using wib::testing::the_trusted;

Report verify(ByteView bundle, std::vector<NamedVerifyKey> trusted = the_trusted(), std::size_t piece = SIZE_MAX) {
    BundleVerifier verifier{std::move(trusted)};
    while (!bundle.empty()) {
        const auto some = bundle.first(std::min(piece, bundle.size()));
        if (!verifier.feed(some)) break;
        bundle = bundle.subspan(some.size());
    }
    return verifier.finish();
}

FlawKind flaw(ByteView bundle, std::vector<NamedVerifyKey> trusted = the_trusted()) {
    const auto report = verify(bundle, std::move(trusted));
    EXPECT_FALSE(report.holds);
    return report.flaw ? report.flaw->kind : FlawKind{};
}

/// A bundle of parts as somebody with the key would sign it, whatever stands in them.
FlawKind flaw_of(const BundleParts& parts) {
    return flaw(a_bundle(parts));
}

TEST(Bundle, HoldsWhenNothingWasChanged) {
    const auto bundle = a_bundle(bundle_parts());
    const auto report = verify(bundle);
    EXPECT_TRUE(report.holds) << codec::print(report);
    EXPECT_EQ(report.trust, Trust::trusted);
    EXPECT_EQ(report.call_id, wib::testing::a_header().call);
    EXPECT_EQ(report.witness, Witness::witnessed);
    EXPECT_THAT(report.files,
                ElementsAre(Field(&CheckedFile::path, "recordings/1.spool"),
                            Field(&CheckedFile::path, "transcripts/1.json"), Field(&CheckedFile::path, "gate.json"),
                            Field(&CheckedFile::path, "notes.txt"), Field(&CheckedFile::path, "audit.json")));
    EXPECT_GT(report.files.front().records.value(), 100);
    EXPECT_EQ(report.files.back().records, 2);
}

// What is said of it does not depend on how it came, where it is flawed as little as where it is not.
TEST(Bundle, IsReadInPiecesOfAnySize) {
    const auto whole = a_bundle(bundle_parts());
    for (const std::size_t at : {std::size_t{0}, whole.size() / 5, whole.size() / 2, whole.size() - 1}) {
        auto bundle = whole;
        if (at > 0) bundle[at] ^= std::byte{1};
        const auto report = codec::print(verify(bundle));
        for (const std::size_t piece : {1, 2, 3, 7, 29, 30, 31, 46, 1000})
            EXPECT_EQ(codec::print(verify(bundle, the_trusted(), piece)), report) << piece << ", changed at " << at;
    }
}

// tests/fixtures/evidence was written with the first version of the format: what was handed out once is verified for
// ever, and the same contents still give the same bytes.
TEST(Bundle, IsTheSameBytesWheneverItIsMade) {
    std::ifstream file{std::string{WIB_SOURCE_DIR} + "/tests/fixtures/evidence/bundle.zip", std::ios::binary};
    const std::string first{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(as_text(a_bundle(bundle_parts())), first);
    EXPECT_TRUE(verify(as_bytes(first)).holds);
}

// Exhaustive: no byte of a bundle is without meaning.
TEST(Bundle, ShowsEveryByteThatIsChanged) {
    const auto bundle = a_bundle(bundle_parts());
    for (std::size_t i = 0; i < bundle.size(); ++i)
        for (const auto flip : {std::byte{0x01}, std::byte{0x80}, std::byte{0xff}}) {
            auto changed = bundle;
            changed[i] ^= flip;
            const auto report = verify(changed);
            ASSERT_FALSE(report.holds) << "byte " << i;
            ASSERT_LE(report.flaw->offset, static_cast<std::int64_t>(bundle.size()));
        }
}

TEST(Bundle, ShowsWhereverItIsCut) {
    const auto bundle = a_bundle(bundle_parts());
    for (std::size_t size = 0; size < bundle.size(); ++size) {
        const auto report = verify(ByteView{bundle}.first(size));
        ASSERT_FALSE(report.holds) << size;
        ASSERT_EQ(report.flaw->kind, FlawKind::cut_short) << size;
    }
}

TEST(Bundle, EndsWhereItEnds) {
    auto bundle = a_bundle(bundle_parts());
    const auto size = static_cast<std::int64_t>(bundle.size());
    bundle.push_back(std::byte{0});
    const auto report = verify(bundle);
    EXPECT_EQ(report.flaw, (Flaw{FlawKind::more_follows, "", size, ""}));
    EXPECT_EQ(flaw({}), FlawKind::cut_short);
    EXPECT_EQ(flaw(as_bytes("<html>This is no bundle, but long enough to see that.</html>")), FlawKind::not_a_bundle);
}

// Bytes taken out, put in and put elsewhere: a generated sample.
TEST(Bundle, ShowsBytesThatWereMoved) {
    const auto bundle = a_bundle(bundle_parts());
    std::mt19937 random{7};
    const auto at = [&] { return static_cast<std::ptrdiff_t>(random() % bundle.size()); };
    for (int i = 0; i < 2'000; ++i) {
        auto changed = bundle;
        switch (i % 3) {
            case 0:
                changed.erase(changed.begin() + at());
                break;
            case 1:
                changed.insert(changed.begin() + at(), static_cast<std::byte>(random()));
                break;
            default:
                std::rotate(changed.begin(), changed.begin() + 1 + at() % 50, changed.end());
        }
        if (changed != bundle) {
            ASSERT_FALSE(verify(changed).holds) << i;
        }
    }
}

TEST(Bundle, NamesTheFileThatWasChanged) {
    const auto parts = bundle_parts();
    const auto bundle = a_bundle(parts);
    for (std::size_t i = 0; i < parts.contents.size(); ++i) {
        const auto& content = parts.contents[i];
        if (content.empty()) continue;
        auto changed = bundle;
        const auto found = std::ranges::search(changed, content);
        ASSERT_FALSE(found.empty());
        found[content.size() / 2] ^= std::byte{1};
        const auto report = verify(changed);
        EXPECT_EQ(report.flaw->kind, FlawKind::file_changed);
        EXPECT_EQ(report.flaw->path, parts.manifest.files[i].path);
        EXPECT_EQ(report.files.size(), i) << "those before it held";
    }
}

TEST(Bundle, IsWorthWhatItsSignerIs) {
    const auto bundle = a_bundle(bundle_parts());
    const auto untold = verify(bundle, {});
    EXPECT_TRUE(untold.holds);
    EXPECT_EQ(untold.trust, Trust::not_told);
    EXPECT_EQ(untold.signing_key, print_verifier_key(wib::testing::kSigner, a_signing_key().verify_key()));
    EXPECT_EQ(flaw(bundle, the_trusted(a_signing_key('x'))), FlawKind::unknown_signer);
    EXPECT_EQ(flaw(bundle, {{"another.example/evidence", a_signing_key().verify_key()}}), FlawKind::unknown_signer);
    const auto strange_log =
        verify(a_bundle(bundle_parts()), {{std::string{wib::testing::kSigner}, a_signing_key().verify_key()}});
    EXPECT_TRUE(strange_log.holds) << "one key signs both here; which name a log has is not what is trusted";
}

TEST(Bundle, IsNotSignedByWhoeverSaysSo) {
    const auto parts = bundle_parts();
    auto ours = a_bundle(parts);
    const auto theirs = a_bundle(parts, a_signing_key('x'));
    // Their signature under our manifest: as long as ours, in its place.
    const auto gap = [](const Bytes& bundle) { return as_text(bundle).find("\n\n"); };
    ASSERT_EQ(ours.size(), theirs.size());
    auto swapped = ours;
    std::copy(theirs.begin() + static_cast<std::ptrdiff_t>(gap(theirs)),
              theirs.begin() + static_cast<std::ptrdiff_t>(gap(theirs)) + 100,
              swapped.begin() + static_cast<std::ptrdiff_t>(gap(ours)));
    EXPECT_FALSE(verify(swapped).holds);
    EXPECT_EQ(flaw(theirs), FlawKind::unknown_signer);
}

TEST(Bundle, HoldsRecordingsThatAreWholeAndThisCalls) {
    const auto with_spool = [](Bytes spool) {
        BundleParts parts;
        parts.manifest = bundle_parts().manifest;
        parts.manifest.files.clear();
        parts.add_spool("recordings/1.spool", std::move(spool));
        return parts;
    };
    EXPECT_TRUE(verify(a_bundle(with_spool(a_spool(1, 4)))).holds);

    auto torn = a_spool(1, 4);
    torn.resize(torn.size() - 5);
    EXPECT_EQ(flaw_of(with_spool(torn)), FlawKind::recording_broken) << "signed without its end";
    auto damaged = a_spool(1, 4);
    damaged[damaged.size() / 2] ^= std::byte{1};
    EXPECT_EQ(flaw_of(with_spool(damaged)), FlawKind::recording_broken) << "damaged before it was signed";

    auto other_head = with_spool(a_spool(1, 4));
    other_head.manifest.files.front().chain_head->digest[0] ^= std::byte{1};
    EXPECT_EQ(flaw_of(other_head), FlawKind::recording_broken);
    auto no_head = with_spool(a_spool(1, 4));
    no_head.manifest.files.front().chain_head.reset();
    EXPECT_EQ(flaw_of(no_head), FlawKind::recording_broken);
    auto other_call = with_spool(a_spool(1, 4));
    other_call.manifest.call_id = *CallId::parse("99999999-9999-4999-8999-999999999999");
    EXPECT_EQ(flaw_of(other_call), FlawKind::recording_broken);
    auto other_tenant = with_spool(a_spool(1, 4));
    other_tenant.manifest.organization_id = *OrgId::parse("99999999-9999-4999-8999-999999999999");
    EXPECT_EQ(flaw_of(other_tenant), FlawKind::recording_broken);
}

TEST(Bundle, ProvesThatItsAuditEntriesAreInTheLog) {
    const auto with_extract = [](const AuditExtract& extract) {
        BundleParts parts;
        parts.manifest = bundle_parts().manifest;
        parts.manifest.files.clear();
        parts.add(FileKind::audit, Authority::authoritative, "audit.json", "application/json",
                  to_bytes(codec::print(extract)));
        return parts;
    };
    const auto genuine = *codec::parse<AuditExtract>(an_audit_extract(a_signing_key()));
    EXPECT_TRUE(verify(a_bundle(with_extract(genuine))).holds);

    auto extract = genuine;
    extract.entries[0].leaf = codec::base64(as_bytes("record 7"));
    EXPECT_EQ(flaw_of(with_extract(extract)), FlawKind::audit_unproven);
    extract = genuine;
    extract.entries[0].index = 2;
    EXPECT_EQ(flaw_of(with_extract(extract)), FlawKind::audit_unproven);
    extract = genuine;
    extract.entries[0].index = 5;
    EXPECT_EQ(flaw_of(with_extract(extract)), FlawKind::audit_unproven) << "beyond the log";
    extract = genuine;
    extract.entries[0].index = -1;
    EXPECT_EQ(flaw_of(with_extract(extract)), FlawKind::audit_malformed);
    extract = genuine;
    extract.entries[1].proof.pop_back();
    EXPECT_EQ(flaw_of(with_extract(extract)), FlawKind::audit_unproven);
    extract = genuine;
    extract.entries[1].proof[0] = "no hash";
    EXPECT_EQ(flaw_of(with_extract(extract)), FlawKind::audit_malformed);
    extract = genuine;
    extract.checkpoint.replace(extract.checkpoint.find("\n5\n"), 3, "\n6\n");
    EXPECT_EQ(flaw_of(with_extract(extract)), FlawKind::audit_forged);
    extract = genuine;
    extract.log_key = print_verifier_key(wib::testing::kLog, a_signing_key('x').verify_key());
    EXPECT_EQ(flaw_of(with_extract(extract)), FlawKind::unknown_signer);
}

TEST(BundleWriter, StopsAtAFileThatIsNotTheManifests) {
    const auto parts = bundle_parts();
    const auto made = [&] {
        return BundleWriter::make(parts.manifest, wib::testing::kSigner, a_signing_key()).value();
    };
    Bytes out;
    auto writer = made();
    writer.begin(out);
    auto changed = parts.contents[0];
    changed[3] ^= std::byte{1};
    EXPECT_FALSE(writer.piece(changed, out)) << "changed since";
    writer = made();
    writer.begin(out);
    auto longer = parts.contents[0];
    longer.push_back(std::byte{0});
    EXPECT_FALSE(writer.piece(longer, out)) << "longer";
}

TEST(BundleWriter, SaysHowLongItWillBe) {
    const auto parts = bundle_parts();
    const auto writer = BundleWriter::make(parts.manifest, wib::testing::kSigner, a_signing_key()).value();
    EXPECT_EQ(writer.size(), a_bundle(parts).size());
}

}  // namespace
}  // namespace wib::evidence
