#include "origin/record/settled_spool.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "shared/codec/hex.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/record/wav.hpp"

namespace wib::record {
namespace {

constexpr std::size_t kPiece = 256 * 1024;
/// A crash tears off at most what one process had under way. More behind a damaged record is damage of another kind,
/// and for a person to look at.
constexpr std::uint64_t kLongestTear = 1024 * 1024;

class Descriptor {
  public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] int get() const { return descriptor_; }

    /// Up to buffer.size() bytes; none at the end. False on failure.
    [[nodiscard]] bool read(Bytes& buffer, std::size_t& got) const {
        for (;;) {
            const auto count = ::read(descriptor_, buffer.data(), buffer.size());
            if (count < 0 && errno == EINTR) continue;
            got = count < 0 ? 0 : static_cast<std::size_t>(count);
            return count >= 0;
        }
    }
    [[nodiscard]] bool write_all(ByteView left) const {
        while (!left.empty()) {
            const auto written = ::write(descriptor_, left.data(), left.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return false;
            left = left.subspan(static_cast<std::size_t>(written));
        }
        return true;
    }

  private:
    int descriptor_;
};

/// Feeds the file's records to `take`; false when the disk failed.
template <class Take>
bool read_records(const Descriptor& file, SpoolReader& reader, Take take) {
    Bytes piece(kPiece);
    for (std::size_t got = 0;;) {
        if (!file.read(piece, got)) return false;
        if (got == 0) return true;
        reader.feed(ByteView{piece}.first(got));
        while (const auto record = reader.next()) take(*record);
        if (reader.fault() != SpoolFault::none) return true;
    }
}

}  // namespace

Result<SettledSpool, SettleError> settle_spool(const std::string& path, EndReason reason, Instant now) {
    const Descriptor file{::open(path.c_str(), O_RDWR | O_CLOEXEC)};
    if (!file.is_open()) return unexpected(SettleError::disk);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return unexpected(SettleError::in_use);

    SpoolReader reader;
    Summariser sum;
    std::uint32_t stream_end_ms = 0;
    const auto note = [&](const Record& record) {
        sum.add(record);
        if (const auto* frame = std::get_if<Frame>(&record))
            stream_end_ms = std::max(
                stream_end_ms, frame->timestamp_ms + static_cast<std::uint32_t>(frame->payload.size() / kSamplesPerMs));
    };
    if (!read_records(file, reader, note)) return unexpected(SettleError::disk);
    if (reader.fault() == SpoolFault::not_a_spool || reader.fault() == SpoolFault::broken_chain)
        return unexpected(SettleError::unreadable);
    if (reader.records() == 0) return unexpected(SettleError::empty);
    const auto whole = ::lseek(file.get(), 0, SEEK_END);
    if (whole < 0) return unexpected(SettleError::disk);
    if (static_cast<std::uint64_t>(whole) - reader.valid_bytes() > kLongestTear)
        return unexpected(SettleError::unreadable);

    if (::ftruncate(file.get(), static_cast<off_t>(reader.valid_bytes())) != 0) return unexpected(SettleError::disk);
    if (!reader.ended()) {
        if (::lseek(file.get(), 0, SEEK_END) < 0) return unexpected(SettleError::disk);
        Bytes last;
        reader.writer_from_here().end(reason, stream_end_ms, now, last);
        if (!file.write_all(last) && ::ftruncate(file.get(), static_cast<off_t>(reader.valid_bytes())) != 0)
            return unexpected(SettleError::disk);
    }
    if (::fdatasync(file.get()) != 0) return unexpected(SettleError::disk);

    // Read anew: what is proven is what lies on the disk.
    if (::lseek(file.get(), 0, SEEK_SET) < 0) return unexpected(SettleError::disk);
    SpoolReader again;
    Summariser summary;
    crypto::Sha256 hash;
    Bytes piece(kPiece);
    std::uint64_t size = 0;
    for (std::size_t got = 0;;) {
        if (!file.read(piece, got)) return unexpected(SettleError::disk);
        if (got == 0) break;
        const auto bytes = ByteView{piece}.first(got);
        hash.update(bytes);
        size += got;
        again.feed(bytes);
        while (const auto record = again.next()) summary.add(*record);
    }
    if (again.fault() != SpoolFault::none || again.valid_bytes() != size) return unexpected(SettleError::unreadable);
    return SettledSpool{.file = {.path = path, .size = size, .sha256 = codec::hex(hash.digest())},
                        .summary = summary.finish(again)};
}

Result<ProvenFile, SettleError> render_spool(const SettledSpool& spool, const std::string& to) {
    const Descriptor from{::open(spool.file.path.c_str(), O_RDONLY | O_CLOEXEC)};
    const Descriptor out{::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (!from.is_open() || !out.is_open()) return unexpected(SettleError::disk);

    crypto::Sha256 hash;
    std::uint64_t size = 0;
    bool written = true;
    WavRenderer renderer{spool.summary, [&](ByteView piece) {
                             written = written && out.write_all(piece);
                             hash.update(piece);
                             size += piece.size();
                         }};
    SpoolReader reader;
    if (!read_records(from, reader, [&](const Record& record) { renderer.add(record); }))
        return unexpected(SettleError::disk);
    renderer.finish();
    if (!written || ::fdatasync(out.get()) != 0) return unexpected(SettleError::disk);
    return ProvenFile{.path = to, .size = size, .sha256 = codec::hex(hash.digest())};
}

}  // namespace wib::record
