#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "shared/crypto/hash.hpp"

/// What a bundle says it holds: every file with its size and hash, what it is and what it is worth. The one thing that
/// is signed; all else follows from it.
///
/// Members stand in the order of the alphabet: printed, that is canonical JSON, and only that form is a manifest.
namespace wib::evidence {

/// A SHA-256 as JSON has it: 64 lower-case hex digits.
struct Sha256Text {
    crypto::Digest digest{};
    bool operator==(const Sha256Text&) const = default;
    [[nodiscard]] static std::optional<Sha256Text> parse(std::string_view text);
    [[nodiscard]] static constexpr std::string_view expects() { return "must be 64 hex digits"; }
};
[[nodiscard]] std::string to_string(const Sha256Text& hash);

/// What a file is taken for (rules §8). `authoritative` is what counts; `derivative` can be made again from it;
/// `preview` was shown while it happened; `statement` is what somebody said of it.
enum class Authority { authoritative, derivative, preview, statement };
BOOST_DESCRIBE_ENUM(Authority, authoritative, derivative, preview, statement)

/// What the verifier does beyond comparing hashes: a `recording` is a spool whose chain is checked frame by frame,
/// `audit` holds leaves of the audit log with their proofs (AuditExtract); the others are taken as they are.
enum class FileKind { recording, audit, audio, transcript, translation, events, gate, consent, other };
BOOST_DESCRIBE_ENUM(FileKind, recording, audit, audio, transcript, translation, events, gate, consent, other)

struct ManifestFile {
    Authority authority = Authority::authoritative;
    std::optional<Sha256Text> chain_head;
    FileKind kind = FileKind::other;
    std::optional<std::string> made_by;
    std::vector<Sha256Text> made_from;
    std::string media_type;
    std::string path;
    Sha256Text sha256;
    std::int64_t size = 0;

    static constexpr std::array about{
        codec::About{"chain_head", "Of a recording: the head of its hash chain over the whole file"},
        codec::About{"made_by", "Vendor and model, of what was made by one"},
        codec::About{"made_from", "The very bytes it was made from, which need not be in the bundle"}};
    bool operator==(const ManifestFile&) const = default;
};
BOOST_DESCRIBE_STRUCT(ManifestFile, (),
                      (authority, chain_head, kind, made_by, made_from, media_type, path, sha256, size))

/// Whether we were there when it happened, or were given it afterwards.
enum class Witness { witnessed, not_witnessed };
BOOST_DESCRIBE_ENUM(Witness, witnessed, not_witnessed)

inline constexpr std::string_view kManifestFormat = "wib-evidence/1";

struct Manifest {
    CallId call_id;
    std::vector<ManifestFile> files;
    std::string format{kManifestFormat};
    Instant made_at{};
    OrgId organization_id;
    std::string signing_key;
    std::optional<Sha256Text> supersedes;
    std::int32_t version = 1;
    Witness witness = Witness::witnessed;

    static constexpr std::array about{
        codec::About{"signing_key", "Whose signature stands below, as a verifier key of C2SP's signed notes"},
        codec::About{"supersedes", "The manifest this one takes the place of"}};
    bool operator==(const Manifest&) const = default;
};
BOOST_DESCRIBE_STRUCT(Manifest, (),
                      (call_id, files, format, made_at, organization_id, signing_key, supersedes, version, witness))

/// A bundle begins with these two; then come the manifest's files in its order.
inline constexpr std::string_view kManifestPath = "manifest.json", kNotePath = "manifest.note";
inline constexpr std::size_t kLongestManifest = std::size_t{4} << 20;

/// Canonical JSON.
[[nodiscard]] std::string print(const Manifest& manifest);

enum class ManifestFault {
    malformed,        ///< no JSON of this form
    not_canonical,    ///< it says the same in another spelling
    other_format,     ///< of a version this verifier does not know
    bad_file,         ///< a path no bundle may have, twice the same, or a size that cannot be
    false_authority,  ///< what was not witnessed wears "authoritative"
};
BOOST_DESCRIBE_ENUM(ManifestFault, malformed, not_canonical, other_format, bad_file, false_authority)

[[nodiscard]] Result<Manifest, ManifestFault> parse_manifest(std::string_view text);

/// What is signed for a manifest: its format and its hash, a line each.
[[nodiscard]] std::string manifest_statement(std::string_view manifest);

/// A bundle's file of kind `audit`.
struct AuditProof {
    std::int64_t index = 0;
    std::string leaf;
    std::vector<std::string> proof;

    static constexpr std::array about{codec::About{"leaf", "The record as it was hashed, base64"},
                                      codec::About{"proof", "RFC 9162 §2.1.3: hashes, base64, lowest first"}};
};
BOOST_DESCRIBE_STRUCT(AuditProof, (), (index, leaf, proof))

struct AuditExtract {
    std::string checkpoint;
    std::vector<AuditProof> entries;
    std::string log_key;

    static constexpr std::array about{
        codec::About{"checkpoint", "A signed checkpoint of the organization's audit log (C2SP tlog-checkpoint)"},
        codec::About{"log_key", "The log's verifier key"}};
};
BOOST_DESCRIBE_STRUCT(AuditExtract, (), (checkpoint, entries, log_key))

}  // namespace wib::evidence
