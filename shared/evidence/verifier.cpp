#include "shared/evidence/verifier.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "shared/codec/base64.hpp"
#include "shared/evidence/checkpoint.hpp"
#include "shared/evidence/merkle.hpp"
#include "shared/evidence/zip.hpp"
#include "shared/record/spool.hpp"

namespace wib::evidence {
namespace {

constexpr std::size_t kLongestExtract = std::size_t{16} << 20;
/// Where the size of a local header's content stands.
constexpr std::size_t kCrcAt = 14, kSizeAt = 22;

std::uint32_t four_at(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{static_cast<std::uint8_t>(bytes[at + i])} << (8 * i);
    return value;
}

/// What is wrong with a file, without the place, which the reader knows.
struct Wrong {
    FlawKind kind;
    std::string detail;
};

FlawKind of_manifest(NoteFault fault) {
    return fault == NoteFault::forged ? FlawKind::forged : FlawKind::unsigned_;
}

/// A recording on its way through: its records in order, its chain, and that it is this call's.
class SpoolCheck {
  public:
    SpoolCheck(const Manifest& manifest, const ManifestFile& file) : manifest_(manifest), file_(file) {}

    std::optional<Wrong> feed(ByteView bytes) {
        reader_.feed(bytes);
        while (const auto record = reader_.next())
            if (const auto* header = std::get_if<record::Header>(&*record))
                if (header->organization != manifest_.organization_id || header->call != manifest_.call_id)
                    return Wrong{FlawKind::recording_broken, "another call's"};
        if (reader_.fault() != record::SpoolFault::none)
            return Wrong{FlawKind::recording_broken, "record " + std::to_string(reader_.records() + 1)};
        return std::nullopt;
    }
    [[nodiscard]] std::optional<Wrong> finish() const {
        if (!reader_.ended() || std::cmp_not_equal(reader_.valid_bytes(), file_.size))
            return Wrong{FlawKind::recording_broken, "it has no end"};
        if (!file_.chain_head || file_.chain_head->digest != reader_.head())
            return Wrong{FlawKind::recording_broken, "its chain's head is not the one that was signed"};
        return std::nullopt;
    }
    [[nodiscard]] std::int64_t records() const { return static_cast<std::int64_t>(reader_.records()); }

  private:
    const Manifest& manifest_;
    const ManifestFile& file_;
    record::SpoolReader reader_;
};

std::optional<Proof> read_proof(const AuditProof& entry) {
    Proof proof;
    for (const auto& step : entry.proof) {
        const auto bytes = codec::parse_base64(step);
        if (!bytes || bytes->size() != Digest{}.size()) return std::nullopt;
        std::ranges::copy(*bytes, proof.emplace_back().begin());
    }
    return proof;
}

/// How many entries are in the log, or what is wrong.
Result<std::int64_t, Wrong> check_audit(std::string_view text, std::span<const NamedVerifyKey> trusted) {
    const auto extract = codec::parse<AuditExtract>(text, {.max_bytes = kLongestExtract});
    if (!extract) return unexpected(Wrong{FlawKind::audit_malformed, "no audit extract"});
    const auto key = parse_verifier_key(extract->log_key);
    if (!key) return unexpected(Wrong{FlawKind::audit_malformed, "no key of a log"});
    if (!trusted.empty() && std::ranges::none_of(trusted, [&](const auto& one) {
            return std::ranges::equal(one.key.bytes(), key->key.bytes());
        }))
        return unexpected(Wrong{FlawKind::unknown_signer, extract->log_key});
    const auto checkpoint = open_note(extract->checkpoint, *key);
    if (!checkpoint)
        return unexpected(
            Wrong{checkpoint.error() == NoteFault::malformed ? FlawKind::audit_malformed : FlawKind::audit_forged,
                  "the checkpoint"});
    for (const auto& entry : extract->entries) {
        const auto leaf = codec::parse_base64(entry.leaf);
        const auto proof = read_proof(entry);
        const auto index = static_cast<std::uint64_t>(entry.index);
        if (!leaf || !proof || entry.index < 0)
            return unexpected(Wrong{FlawKind::audit_malformed, "entry " + std::to_string(entry.index)});
        if (index >= checkpoint->size ||
            !is_included(leaf_hash(*leaf), index, checkpoint->size, *proof, checkpoint->root))
            return unexpected(Wrong{FlawKind::audit_unproven, "entry " + std::to_string(entry.index)});
    }
    return static_cast<std::int64_t>(extract->entries.size());
}

}  // namespace

/// Where in the bundle we are. Small fixed parts are gathered and compared whole with what they must be; contents go
/// through.
class BundleVerifier::Reading {
  public:
    explicit Reading(std::vector<NamedVerifyKey> trusted) : trusted_(std::move(trusted)) {
        expect_whole(kManifestPath);
    }

    bool feed(ByteView bytes) {
        while (!bytes.empty() && !report_.flaw) {
            const auto taken = stage_ == Stage::content ? pass(bytes) : gather(bytes);
            bytes = bytes.subspan(taken);
        }
        return !report_.flaw;
    }

    [[nodiscard]] std::uint64_t position() const { return position_; }

    Report finish() {
        if (!report_.flaw && stage_ != Stage::over) fail(FlawKind::cut_short, {});
        report_.holds = !report_.flaw;
        return report_;
    }

  private:
    enum class Stage { whole_header, whole, file_header, content, descriptor, directory, over };

    void fail(FlawKind kind, std::string detail) {
        const bool is_file = stage_ != Stage::directory && stage_ != Stage::over && kind != FlawKind::not_a_bundle;
        report_.flaw =
            Flaw{kind, is_file ? entry_.name : std::string{}, static_cast<std::int64_t>(position_), std::move(detail)};
    }

    /// Takes what is still wanted of the part that is gathered, and looks at it when it is complete.
    std::size_t gather(ByteView bytes) {
        if (stage_ == Stage::over) {
            fail(FlawKind::more_follows, {});
            return 0;
        }
        const auto taken = std::min(wanted_ - part_.size(), bytes.size());
        part_ += as_text(bytes.first(taken));
        position_ += taken;
        if (part_.size() == wanted_) look();
        return taken;
    }

    void want(Stage stage, std::size_t size) {
        stage_ = stage;
        wanted_ = size;
        part_.clear();
        if (size == 0) look();
    }

    void look() {
        switch (stage_) {
            case Stage::whole_header:
                return begin_whole();
            case Stage::whole:
                return end_whole();
            case Stage::file_header:
                return begin_file();
            case Stage::descriptor:
                return end_file();
            case Stage::directory:
                if (part_ != directory(entries_, entry_.offset)) return fail(FlawKind::container, "the directory");
                stage_ = Stage::over;
                return;
            case Stage::content:
            case Stage::over:
                return;
        }
    }

    void expect_whole(std::string_view name) {
        entry_ = {.name = std::string{name}, .is_streamed = false, .crc = 0, .size = 0, .offset = next_offset_};
        want(Stage::whole_header, kLocalHeaderSize + name.size());
    }

    void begin_whole() {
        entry_.crc = four_at(part_, kCrcAt);
        entry_.size = four_at(part_, kSizeAt);
        const bool is_first = entry_.name == kManifestPath;
        const auto longest = is_first ? kLongestManifest : kMaxNote;
        if (part_ != local_header(entry_) || entry_.size > longest)
            return is_first ? fail(FlawKind::not_a_bundle, {}) : fail(FlawKind::container, "a header");
        next_offset_ += static_cast<std::uint32_t>(part_.size()) + entry_.size;
        want(Stage::whole, entry_.size);
    }

    void end_whole() {
        if (crc32(as_bytes(part_)) != entry_.crc) return fail(FlawKind::file_changed, "its checksum");
        entries_.push_back(entry_);
        if (entry_.name == kManifestPath) {
            auto manifest = parse_manifest(part_);
            if (!manifest) return fail(FlawKind::manifest, std::string{codec::enum_name(manifest.error())});
            manifest_ = std::move(*manifest);
            statement_ = manifest_statement(part_);
            tell_manifest();
            return expect_whole(kNotePath);
        }
        if (check_signature()) expect_file();
    }

    void tell_manifest() {
        report_.signing_key = manifest_.signing_key;
        report_.organization_id = manifest_.organization_id;
        report_.call_id = manifest_.call_id;
        report_.made_at = manifest_.made_at;
        report_.witness = manifest_.witness;
    }

    bool check_signature() {
        const auto key = parse_verifier_key(manifest_.signing_key);
        if (!key) return fail(FlawKind::unsigned_, "no key"), false;
        const auto text = signed_text(part_, *key);
        if (!text) return fail(of_manifest(text.error()), {}), false;
        if (*text != statement_) return fail(FlawKind::forged, "it signs something else"), false;
        const bool is_trusted = std::ranges::any_of(
            trusted_, [&](const auto& one) { return print_verifier_key(one.name, one.key) == manifest_.signing_key; });
        if (!trusted_.empty() && !is_trusted) return fail(FlawKind::unknown_signer, manifest_.signing_key), false;
        report_.trust = is_trusted ? Trust::trusted : Trust::not_told;
        return true;
    }

    [[nodiscard]] const ManifestFile& file() const { return manifest_.files[at_]; }

    void expect_file() {
        if (at_ == manifest_.files.size()) {
            entry_.offset = next_offset_;
            return want(Stage::directory, directory(entries_, next_offset_).size());
        }
        entry_ = {.name = file().path, .is_streamed = true, .crc = 0, .size = 0, .offset = next_offset_};
        want(Stage::file_header, kLocalHeaderSize + entry_.name.size());
    }

    void begin_file() {
        if (part_ != local_header(entry_)) return fail(FlawKind::container, "a header");
        hash_ = crypto::Sha256{};
        spool_.reset();
        spool_wrong_.reset();
        extract_.clear();
        if (file().kind == FileKind::recording) spool_.emplace(manifest_, file());
        if (file().kind == FileKind::audit && std::cmp_greater(file().size, kLongestExtract))
            return fail(FlawKind::audit_malformed, "too long");
        stage_ = Stage::content;
        if (file().size == 0) want(Stage::descriptor, kDescriptorSize);
    }

    /// Takes what belongs to the file.
    std::size_t pass(ByteView bytes) {
        const auto left = static_cast<std::uint64_t>(file().size) - entry_.size;
        const auto piece = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size())));
        position_ += piece.size();
        hash_.update(piece);
        entry_.crc = crc32(piece, entry_.crc);
        entry_.size += static_cast<std::uint32_t>(piece.size());
        if (spool_)
            if (auto wrong = spool_->feed(piece); wrong && !spool_wrong_) spool_wrong_ = std::move(wrong);
        if (file().kind == FileKind::audit) extract_ += as_text(piece);
        if (piece.size() == left) want(Stage::descriptor, kDescriptorSize);
        return piece.size();
    }

    void end_file() {
        // A changed file is told as such, whatever else its change broke.
        if (hash_.digest() != file().sha256.digest) {
            const auto inside = spool_wrong_ ? spool_wrong_->detail : std::string{};
            return fail(FlawKind::file_changed, inside);
        }
        if (part_ != descriptor(entry_)) return fail(FlawKind::container, "a checksum");
        CheckedFile held{file().path, file().kind, file().authority, file().size, std::nullopt};
        if (spool_) {
            if (!spool_wrong_) spool_wrong_ = spool_->finish();
            if (spool_wrong_) return fail(spool_wrong_->kind, spool_wrong_->detail);
            held.records = spool_->records();
        }
        if (file().kind == FileKind::audit) {
            const auto entries = check_audit(extract_, trusted_);
            if (!entries) return fail(entries.error().kind, entries.error().detail);
            held.records = *entries;
        }
        report_.files.push_back(std::move(held));
        entries_.push_back(entry_);
        next_offset_ +=
            static_cast<std::uint32_t>(kLocalHeaderSize + entry_.name.size() + kDescriptorSize) + entry_.size;
        ++at_;
        expect_file();
    }

    std::vector<NamedVerifyKey> trusted_;
    Report report_;
    std::uint64_t position_ = 0;

    Stage stage_ = Stage::whole_header;
    std::string part_;
    std::size_t wanted_ = 0;
    ZipEntry entry_;
    std::uint32_t next_offset_ = 0;
    std::vector<ZipEntry> entries_;

    Manifest manifest_;
    std::string statement_;
    std::size_t at_ = 0;
    crypto::Sha256 hash_;
    std::optional<SpoolCheck> spool_;
    std::optional<Wrong> spool_wrong_;
    std::string extract_;
};

BundleVerifier::BundleVerifier(std::vector<NamedVerifyKey> trusted)
    : reading_(std::make_unique<Reading>(std::move(trusted))) {}
BundleVerifier::BundleVerifier(BundleVerifier&&) noexcept = default;
BundleVerifier& BundleVerifier::operator=(BundleVerifier&&) noexcept = default;
BundleVerifier::~BundleVerifier() = default;

bool BundleVerifier::feed(ByteView bytes) {
    return reading_->feed(bytes);
}
std::uint64_t BundleVerifier::position() const {
    return reading_->position();
}
Report BundleVerifier::finish() {
    return reading_->finish();
}

}  // namespace wib::evidence
