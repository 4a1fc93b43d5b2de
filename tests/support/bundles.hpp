#pragma once
// Evidence bundles small enough to change everywhere, for tests of whatever reads them.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "shared/codec/base64.hpp"
#include "shared/evidence/bundle.hpp"
#include "shared/evidence/checkpoint.hpp"
#include "shared/evidence/merkle.hpp"
#include "shared/record/spool.hpp"
#include "tests/support/spools.hpp"

namespace wib::testing {

inline crypto::SigningKey a_signing_key(char filler = 'k') {
    const std::string seed(32, filler);
    return *crypto::SigningKey::from_seed(as_bytes(seed));
}

inline constexpr std::string_view kSigner = "bond.example/evidence";
inline constexpr std::string_view kLog = "bond.example/audit/11111111-1111-4111-8111-111111111111";

/// Five records in an audit log, of which the bundle shows two.
inline std::string an_audit_extract(const crypto::SigningKey& key) {
    evidence::Frontier log;
    std::map<std::pair<std::uint8_t, std::uint64_t>, evidence::Digest> nodes;
    std::vector<std::string> records;
    for (int i = 0; i < 5; ++i) {
        records.push_back("record " + std::to_string(i));
        evidence::append(log, evidence::leaf_hash(as_bytes(records.back())), [&](const evidence::Grown& grown) {
            nodes[{grown.node.level, grown.node.index}] = grown.hash;
        });
    }
    evidence::AuditExtract extract{
        .checkpoint =
            evidence::sign({.origin = std::string{kLog}, .size = log.size, .root = evidence::root_of(log)}, key),
        .entries = {},
        .log_key = evidence::print_verifier_key(kLog, key.verify_key())};
    for (const std::uint64_t index : {1, 4}) {
        auto& entry = extract.entries.emplace_back();
        entry.index = static_cast<std::int64_t>(index);
        entry.leaf = codec::base64(as_bytes(records[index]));
        for (const auto& step : evidence::prove_inclusion(
                 index, log.size, [&](const evidence::Node& node) { return nodes.at({node.level, node.index}); }))
            entry.proof.push_back(codec::base64(step));
    }
    return codec::print(extract);
}

/// What a bundle is made of: its manifest without a signature, and its files' contents in order.
struct BundleParts {
    evidence::Manifest manifest;
    std::vector<Bytes> contents;

    void add(evidence::FileKind kind, evidence::Authority authority, std::string path, std::string media_type,
             Bytes content) {
        manifest.files.push_back({.authority = authority,
                                  .chain_head = std::nullopt,
                                  .kind = kind,
                                  .made_by = std::nullopt,
                                  .made_from = {},
                                  .media_type = std::move(media_type),
                                  .path = std::move(path),
                                  .sha256 = {crypto::sha256(content)},
                                  .size = static_cast<std::int64_t>(content.size())});
        contents.push_back(std::move(content));
    }
    void add_spool(std::string path, Bytes content) {
        record::SpoolReader reader;
        reader.feed(content);
        while (reader.next()) {
        }
        add(evidence::FileKind::recording, evidence::Authority::authoritative, std::move(path),
            std::string{record::kSpoolContentType}, std::move(content));
        manifest.files.back().chain_head = evidence::Sha256Text{reader.head()};
    }
};

/// A second of sound in short frames, a transcript, a decision, an empty file and the audit log's word on it.
inline BundleParts bundle_parts(std::size_t frame_bytes = 4) {
    BundleParts parts;
    parts.manifest.call_id = a_header().call;
    parts.manifest.organization_id = a_header().organization;
    parts.manifest.made_at = kSpoolStart;
    parts.add_spool("recordings/1.spool", a_spool(1, frame_bytes));
    parts.add(evidence::FileKind::transcript, evidence::Authority::authoritative, "transcripts/1.json",
              "application/json", to_bytes(R"({"utterances":[]})"));
    parts.add(evidence::FileKind::gate, evidence::Authority::statement, "gate.json", "application/json",
              to_bytes(R"({"allowed":true})"));
    parts.add(evidence::FileKind::other, evidence::Authority::statement, "notes.txt", "text/plain", {});
    parts.add(evidence::FileKind::audit, evidence::Authority::authoritative, "audit.json", "application/json",
              to_bytes(an_audit_extract(a_signing_key())));
    return parts;
}

inline Bytes a_bundle(const BundleParts& parts, const crypto::SigningKey& key = a_signing_key()) {
    auto writer = evidence::BundleWriter::make(parts.manifest, kSigner, key).value();
    Bytes out;
    writer.begin(out);
    for (const auto& content : parts.contents)
        if (!content.empty() && !writer.piece(content, out)) return {};
    writer.finish(out);
    return out;
}

inline std::vector<evidence::NamedVerifyKey> the_trusted(const crypto::SigningKey& key = a_signing_key()) {
    return {{std::string{kSigner}, key.verify_key()}, {std::string{kLog}, key.verify_key()}};
}

}  // namespace wib::testing
