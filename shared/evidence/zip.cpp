#include "shared/evidence/zip.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "shared/core/ensure.hpp"

namespace wib::evidence {
namespace {

constexpr std::uint32_t kLocal = 0x04034b50, kDescriptor = 0x08074b50, kCentral = 0x02014b50, kEnd = 0x06054b50;
constexpr std::uint16_t kVersion = 20;  // 2.0: folders
constexpr std::uint16_t kUtf8 = 1 << 11, kFollows = 1 << 3;
constexpr std::uint16_t kFirstDay = 0x0021;  // 1 January 1980, the earliest there is
constexpr std::size_t kCentralSize = 46, kEndSize = 22;
constexpr std::uint64_t kMostBytes = std::numeric_limits<std::uint32_t>::max() - 1;

constexpr auto kCrc = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
        table[byte] = crc;
    }
    return table;
}();

/// Little-endian fields one after another.
class Fields {
  public:
    Fields& two(std::uint64_t value) { return write(value, 2); }
    Fields& four(std::uint64_t value) { return write(value, 4); }
    Fields& text(std::string_view text) {
        out_ += text;
        return *this;
    }
    std::string take() { return std::move(out_); }

  private:
    Fields& write(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) out_ += static_cast<char>(value >> (8 * i) & 0xff);
        return *this;
    }
    std::string out_;
};

std::uint16_t flags(const ZipEntry& entry) {
    return entry.is_streamed ? kUtf8 | kFollows : kUtf8;
}

}  // namespace

std::uint32_t crc32(ByteView bytes, std::uint32_t seed) {
    std::uint32_t crc = ~seed;
    for (const auto byte : bytes) crc = (crc >> 8) ^ kCrc[(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xff];
    return ~crc;
}

bool is_entry_name(std::string_view name) {
    if (name.empty() || name.size() > kLongestEntryName || name.back() == '/') return false;
    bool is_first = true;  // of its folder or file
    for (const char c : name) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_first && !is_plain) return false;
        if (!is_plain && c != '.' && c != '-' && c != '_' && c != '/') return false;
        is_first = c == '/';
    }
    return true;
}

std::string local_header(const ZipEntry& entry) {
    const bool is_known = !entry.is_streamed;
    return Fields{}
        .four(kLocal)
        .two(kVersion)
        .two(flags(entry))
        .two(0)  // stored
        .two(0)  // midnight
        .two(kFirstDay)
        .four(is_known ? entry.crc : 0)
        .four(is_known ? entry.size : 0)
        .four(is_known ? entry.size : 0)
        .two(entry.name.size())
        .two(0)
        .text(entry.name)
        .take();
}

std::string descriptor(const ZipEntry& entry) {
    return Fields{}.four(kDescriptor).four(entry.crc).four(entry.size).four(entry.size).take();
}

std::string directory(std::span<const ZipEntry> entries, std::uint32_t offset) {
    Fields out;
    std::size_t size = 0;
    for (const auto& entry : entries) {
        size += kCentralSize + entry.name.size();
        out.four(kCentral).two(kVersion).two(kVersion).two(flags(entry)).two(0).two(0).two(kFirstDay);
        out.four(entry.crc).four(entry.size).four(entry.size).two(entry.name.size());
        out.two(0).two(0).two(0).two(0).four(0).four(entry.offset).text(entry.name);
    }
    out.four(kEnd).two(0).two(0).two(entries.size()).two(entries.size()).four(size).four(offset).two(0);
    return out.take();
}

void ZipWriter::append(ByteView bytes, Bytes& out) {
    out.insert(out.end(), bytes.begin(), bytes.end());
    written_ += bytes.size();
    ensure(written_ <= kMostBytes, "a bundle's size was asked for before it was written");
}

void ZipWriter::whole(std::string_view name, ByteView content, Bytes& out) {
    ensure(is_entry_name(name), "an entry's name can stand in a bundle");
    entries_.push_back({.name = std::string{name},
                        .is_streamed = false,
                        .crc = crc32(content),
                        .size = static_cast<std::uint32_t>(content.size()),
                        .offset = static_cast<std::uint32_t>(written_)});
    append(as_bytes(local_header(entries_.back())), out);
    append(content, out);
}

void ZipWriter::begin(std::string_view name, Bytes& out) {
    ensure(is_entry_name(name), "an entry's name can stand in a bundle");
    entries_.push_back({.name = std::string{name},
                        .is_streamed = true,
                        .crc = 0,
                        .size = 0,
                        .offset = static_cast<std::uint32_t>(written_)});
    append(as_bytes(local_header(entries_.back())), out);
}

void ZipWriter::piece(ByteView content, Bytes& out) {
    auto& entry = entries_.back();
    entry.crc = crc32(content, entry.crc);
    entry.size += static_cast<std::uint32_t>(content.size());
    append(content, out);
}

void ZipWriter::end(Bytes& out) {
    append(as_bytes(descriptor(entries_.back())), out);
}

void ZipWriter::finish(Bytes& out) {
    append(as_bytes(directory(entries_, static_cast<std::uint32_t>(written_))), out);
}

std::optional<std::uint64_t> zip_size(std::span<const ZipContent> contents) {
    std::uint64_t size = kEndSize;
    if (contents.size() > kMostZipEntries) return std::nullopt;
    for (const auto& content : contents) {
        if (!is_entry_name(content.name) || content.size > kMostBytes) return std::nullopt;
        size += kLocalHeaderSize + content.size + (content.is_streamed ? kDescriptorSize : 0);
        size += kCentralSize + 2 * content.name.size();
        if (size > kMostBytes) return std::nullopt;
    }
    return size;
}

}  // namespace wib::evidence
