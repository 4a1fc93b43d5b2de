#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/bytes.hpp"

/// The container of a bundle: a ZIP file (PKWARE APPNOTE 6.3.10) of one form. Entries are stored as they are, in the
/// order in which they were put in, all with the same time, and nothing has an extra field or a comment: the same
/// contents give the same bytes, wherever and whenever they are written, and a byte that does not follow from the
/// contents is a fault. Any program that knows ZIP can unpack it.
namespace wib::evidence {

/// CRC-32 as ZIP has it (ISO-HDLC), continuing from `seed`.
[[nodiscard]] std::uint32_t crc32(ByteView bytes, std::uint32_t seed = 0);

/// Whether an entry may have that name: lower-case letters, digits, `.`, `-`, `_`, in folders parted by `/`, each
/// beginning with a letter or digit. So no reader can be led out of its folder, and no two names are one on another
/// system.
[[nodiscard]] bool is_entry_name(std::string_view name);
inline constexpr std::size_t kLongestEntryName = 200;

/// An entry as the directory at the end tells of it.
struct ZipEntry {
    std::string name;
    bool is_streamed = false;
    std::uint32_t crc = 0;
    std::uint32_t size = 0;
    std::uint32_t offset = 0;
};

/// The fixed bytes around contents. `local_header` of a streamed entry says nothing of crc and size: they follow the
/// content in its descriptor.
[[nodiscard]] std::string local_header(const ZipEntry& entry);
[[nodiscard]] std::string descriptor(const ZipEntry& entry);
/// The directory of all entries and the file's end, which stand at `offset`.
[[nodiscard]] std::string directory(std::span<const ZipEntry> entries, std::uint32_t offset);

inline constexpr std::size_t kLocalHeaderSize = 30;  ///< without the name
inline constexpr std::size_t kDescriptorSize = 16;
inline constexpr std::size_t kMostZipEntries = 10'000;

/// Makes the file's bytes, piece by piece; does not write them anywhere. Whoever uses it has asked zip_size() first.
class ZipWriter {
  public:
    /// Appends an entry whose content is at hand.
    void whole(std::string_view name, ByteView content, Bytes& out);
    /// Appends the header of an entry whose content comes in pieces; then each piece, which is appended too; then its
    /// end.
    void begin(std::string_view name, Bytes& out);
    void piece(ByteView content, Bytes& out);
    void end(Bytes& out);
    /// Appends the directory. Nothing comes after it.
    void finish(Bytes& out);

  private:
    void append(ByteView bytes, Bytes& out);

    std::vector<ZipEntry> entries_;
    std::uint64_t written_ = 0;
};

struct ZipContent {
    std::string_view name;
    std::uint64_t size = 0;
    bool is_streamed = false;
};
/// How long the file will be; nothing when it would go beyond what a plain ZIP can say (4 GiB less a byte, 10,000
/// entries) or a name may not stand in one.
[[nodiscard]] std::optional<std::uint64_t> zip_size(std::span<const ZipContent> contents);

}  // namespace wib::evidence
