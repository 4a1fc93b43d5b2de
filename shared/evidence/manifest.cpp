#include "shared/evidence/manifest.hpp"

#include <algorithm>
#include <set>

#include "shared/codec/hex.hpp"
#include "shared/evidence/note.hpp"
#include "shared/evidence/zip.hpp"

namespace wib::evidence {
namespace {

/// Paths a bundle may have, each once, and not more than a bundle can hold.
bool are_files(const std::vector<ManifestFile>& files) {
    std::set<std::string_view> paths{kManifestPath, kNotePath};
    std::vector<ZipContent> contents{{kManifestPath, kLongestManifest, false}, {kNotePath, kMaxNote, false}};
    for (const auto& file : files) {
        if (!paths.insert(file.path).second || file.size < 0) return false;
        contents.push_back({file.path, static_cast<std::uint64_t>(file.size), true});
    }
    return zip_size(contents).has_value();
}

}  // namespace

std::optional<Sha256Text> Sha256Text::parse(std::string_view text) {
    const auto bytes = codec::parse_hex(text);
    if (!bytes || bytes->size() != crypto::Digest{}.size()) return std::nullopt;
    Sha256Text hash;
    std::ranges::copy(*bytes, hash.digest.begin());
    return hash;
}

std::string to_string(const Sha256Text& hash) {
    return codec::hex(hash.digest);
}

std::string print(const Manifest& manifest) {
    return codec::print(manifest);
}

Result<Manifest, ManifestFault> parse_manifest(std::string_view text) {
    auto manifest = codec::parse<Manifest>(
        text,
        {.unknown = codec::Unknown::refused, .repeated = codec::Repeated::refused, .max_bytes = kLongestManifest});
    if (!manifest) return unexpected(ManifestFault::malformed);
    if (manifest->format != kManifestFormat) return unexpected(ManifestFault::other_format);
    if (print(*manifest) != text) return unexpected(ManifestFault::not_canonical);
    if (!are_files(manifest->files)) return unexpected(ManifestFault::bad_file);
    const bool is_claimed = std::ranges::any_of(
        manifest->files, [](const auto& file) { return file.authority == Authority::authoritative; });
    if (manifest->witness == Witness::not_witnessed && is_claimed) return unexpected(ManifestFault::false_authority);
    return std::move(*manifest);
}

std::string manifest_statement(std::string_view manifest) {
    return std::string{kManifestFormat}.append("\n").append(crypto::sha256_hex(manifest)).append("\n");
}

}  // namespace wib::evidence
