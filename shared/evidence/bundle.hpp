#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/bytes.hpp"
#include "shared/crypto/ed25519.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/evidence/manifest.hpp"
#include "shared/evidence/zip.hpp"

namespace wib::evidence {

/// Makes a bundle's bytes from front to back: the manifest, its signed note, and the files in the manifest's order,
/// whose contents come in pieces. Hands nothing out as whole that its own verifier would refuse: a file that is not
/// what the manifest says stops it.
class BundleWriter {
  public:
    /// Signs the manifest as `signer`; nothing when its files cannot stand in a bundle.
    [[nodiscard]] static std::optional<BundleWriter> make(Manifest manifest, std::string_view signer,
                                                          const crypto::SigningKey& key);

    /// The bundle's whole length, known before its first byte is made.
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] const Manifest& manifest() const { return manifest_; }
    /// Canonical, as it stands in the bundle.
    [[nodiscard]] const std::string& manifest_text() const { return manifest_text_; }

    /// Appends what comes before the first file.
    void begin(Bytes& out);
    /// Appends the next piece of the manifest's files, one file after the other: a piece never holds of two. False when
    /// the file ends here and is not the one of the manifest, or is longer: the bundle is to be given up.
    [[nodiscard]] bool piece(ByteView content, Bytes& out);
    /// The file whose content is wanted; nothing when all are in.
    [[nodiscard]] const ManifestFile* wanted() const;
    /// How much of it is in already.
    [[nodiscard]] std::uint64_t taken() const { return taken_; }
    /// Appends what comes after the last file.
    void finish(Bytes& out);

  private:
    BundleWriter() = default;
    bool open_files(Bytes& out);

    Manifest manifest_;
    std::string manifest_text_, note_;
    std::uint64_t size_ = 0;
    ZipWriter zip_;
    std::size_t at_ = 0;
    std::uint64_t taken_ = 0;
    crypto::Sha256 hash_;
};

}  // namespace wib::evidence
