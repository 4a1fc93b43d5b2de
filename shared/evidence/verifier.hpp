#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/core/bytes.hpp"
#include "shared/evidence/manifest.hpp"
#include "shared/evidence/note.hpp"

/// Verification of an evidence bundle by somebody who has the file and, at best, the signer's published key: no
/// network, no database, no trust in us. The bundle goes through once, in pieces of any size, and only its manifest and
/// its audit extract are ever held in memory.
namespace wib::evidence {

/// What did not hold.
enum class FlawKind {
    not_a_bundle,      ///< it does not begin as one
    cut_short,         ///< it ends before it is whole
    more_follows,      ///< something stands behind its end
    container,         ///< a byte of the ZIP itself is not what the contents make it
    manifest,          ///< the manifest is not one (`detail` is the ManifestFault)
    forged,            ///< the manifest's signature is not its key's
    unsigned_,         ///< the manifest's note has no signature of its key
    unknown_signer,    ///< the key is none of those that are trusted
    file_changed,      ///< a file is not the one that was signed
    recording_broken,  ///< a recording's chain of frames does not hold, or it is another call's
    audit_malformed,   ///< the audit extract is not one
    audit_forged,      ///< the log's checkpoint is not signed by its key
    audit_unproven,    ///< an entry is not in the log
};
BOOST_DESCRIBE_ENUM(FlawKind, not_a_bundle, cut_short, more_follows, container, manifest, forged, unsigned_,
                    unknown_signer, file_changed, recording_broken, audit_malformed, audit_forged, audit_unproven)

/// The first thing that does not hold.
struct Flaw {
    FlawKind kind = FlawKind::not_a_bundle;
    std::string path;
    std::int64_t offset = 0;
    std::string detail;

    static constexpr std::array about{codec::About{"path", "The file it is in; empty for the container"},
                                      codec::About{"offset", "How far into the bundle it was noticed, bytes"}};
    bool operator==(const Flaw&) const = default;
};
BOOST_DESCRIBE_STRUCT(Flaw, (), (kind, path, offset, detail))

enum class Trust {
    trusted,   ///< the signer's key is one of those the verifier was told
    not_told,  ///< the verifier was told none: the bundle is whole, and whose it is must be asked elsewhere
};
BOOST_DESCRIBE_ENUM(Trust, trusted, not_told)

/// A file that held.
struct CheckedFile {
    std::string path;
    FileKind kind = FileKind::other;
    Authority authority = Authority::authoritative;
    std::int64_t size = 0;
    std::optional<std::int64_t> records;

    static constexpr std::array about{
        codec::About{"records", "Records of a recording whose chain was checked, or entries proven to be in the log"}};
    bool operator==(const CheckedFile&) const = default;
};
BOOST_DESCRIBE_STRUCT(CheckedFile, (), (path, kind, authority, size, records))

struct Report {
    bool holds = false;
    std::optional<Flaw> flaw;
    std::optional<Trust> trust;
    std::optional<std::string> signing_key;
    std::optional<OrgId> organization_id;
    std::optional<CallId> call_id;
    std::optional<Instant> made_at;
    std::optional<Witness> witness;
    std::vector<CheckedFile> files;

    static constexpr std::array about{codec::About{"flaw", "The first thing that does not hold; null when all does"},
                                      codec::About{"files", "Those that were reached and held, in their order"}};
};
BOOST_DESCRIBE_STRUCT(Report, (), (holds, flaw, trust, signing_key, organization_id, call_id, made_at, witness, files))

class BundleVerifier {
  public:
    /// Keys whose signatures count, of bundles and of audit logs; none: see Trust::not_told.
    explicit BundleVerifier(std::vector<NamedVerifyKey> trusted);
    BundleVerifier(BundleVerifier&&) noexcept;
    BundleVerifier& operator=(BundleVerifier&&) noexcept;
    ~BundleVerifier();

    /// The next piece. False when a flaw was found: more will not change the report.
    bool feed(ByteView bytes);
    /// How many bytes were looked at.
    [[nodiscard]] std::uint64_t position() const;
    /// The bundle is over.
    [[nodiscard]] Report finish();

  private:
    class Reading;
    std::unique_ptr<Reading> reading_;
};

}  // namespace wib::evidence
