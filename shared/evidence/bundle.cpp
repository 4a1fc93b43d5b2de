#include "shared/evidence/bundle.hpp"

#include <utility>

#include "shared/core/ensure.hpp"
#include "shared/evidence/note.hpp"

namespace wib::evidence {

std::optional<BundleWriter> BundleWriter::make(Manifest manifest, std::string_view signer,
                                               const crypto::SigningKey& key) {
    BundleWriter made;
    manifest.signing_key = print_verifier_key(signer, key.verify_key());
    made.manifest_text_ = print(manifest);
    if (!parse_manifest(made.manifest_text_)) return std::nullopt;
    made.manifest_ = std::move(manifest);
    made.note_ = sign_note(manifest_statement(made.manifest_text_), signer, key);
    std::vector<ZipContent> contents{{kManifestPath, made.manifest_text_.size(), false},
                                     {kNotePath, made.note_.size(), false}};
    for (const auto& file : made.manifest_.files)
        contents.push_back({file.path, static_cast<std::uint64_t>(file.size), true});
    made.size_ = zip_size(contents).value();
    return made;
}

void BundleWriter::begin(Bytes& out) {
    zip_.whole(kManifestPath, as_bytes(manifest_text_), out);
    zip_.whole(kNotePath, as_bytes(note_), out);
    if (wanted() != nullptr) zip_.begin(wanted()->path, out);
    ensure(open_files(out), "files without content are as the manifest says");
}

const ManifestFile* BundleWriter::wanted() const {
    return at_ < manifest_.files.size() ? &manifest_.files[at_] : nullptr;
}

bool BundleWriter::piece(ByteView content, Bytes& out) {
    ensure(wanted() != nullptr, "a file is wanted");
    taken_ += content.size();
    if (std::cmp_greater(taken_, wanted()->size)) return false;
    hash_.update(content);
    zip_.piece(content, out);
    return open_files(out);
}

/// Ends every file that is complete and opens the next, until content is wanted.
bool BundleWriter::open_files(Bytes& out) {
    while (wanted() != nullptr && std::cmp_equal(taken_, wanted()->size)) {
        if (hash_.digest() != wanted()->sha256.digest) return false;
        zip_.end(out);
        hash_ = crypto::Sha256{};
        taken_ = 0;
        ++at_;
        if (wanted() != nullptr) zip_.begin(wanted()->path, out);
    }
    return true;
}

void BundleWriter::finish(Bytes& out) {
    ensure(wanted() == nullptr, "every file is in");
    zip_.finish(out);
}

}  // namespace wib::evidence
