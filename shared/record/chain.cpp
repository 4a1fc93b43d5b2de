#include "shared/record/chain.hpp"

#include <array>
#include <cstring>

namespace wib::record {
namespace {

const unsigned char* raw(ByteView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

using CrcTables = std::array<std::array<std::uint32_t, 256>, 8>;

/// Eight tables: eight bytes a step ("slicing-by-8").
constexpr CrcTables crc_tables() {
    constexpr std::uint32_t kReversedPolynomial = 0x82f63b78;
    CrcTables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kReversedPolynomial : 0);
        tables[0][byte] = crc;
    }
    for (std::uint32_t byte = 0; byte < 256; ++byte)
        for (std::size_t k = 1; k < 8; ++k)
            tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xff];
    return tables;
}

constexpr CrcTables kCrc = crc_tables();

#if defined(__x86_64__)
// The processor's own instruction for this very polynomial, eight bytes a step.
__attribute__((target("sse4.2"))) std::uint32_t crc32c_by_instruction(ByteView bytes, std::uint32_t crc) {
    const auto* at = raw(bytes);
    std::size_t left = bytes.size();
    std::uint64_t wide = crc;
    for (; left >= 8; at += 8, left -= 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, at, sizeof eight);
        wide = __builtin_ia32_crc32di(wide, eight);
    }
    crc = static_cast<std::uint32_t>(wide);
    for (; left > 0; ++at, --left) crc = __builtin_ia32_crc32qi(crc, *at);
    return crc;
}
#endif

}  // namespace

std::uint32_t crc32c(ByteView bytes, std::uint32_t seed) {
    std::uint32_t crc = ~seed;
#if defined(__x86_64__)
    static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
    if (has_instruction) return ~crc32c_by_instruction(bytes, crc);
#endif
    const auto* at = raw(bytes);
    std::size_t left = bytes.size();
    for (; left >= 8; at += 8, left -= 8) {
        const std::uint32_t low =
            crc ^ (static_cast<std::uint32_t>(at[0]) | static_cast<std::uint32_t>(at[1]) << 8 |
                   static_cast<std::uint32_t>(at[2]) << 16 | static_cast<std::uint32_t>(at[3]) << 24);
        crc = kCrc[7][low & 0xff] ^ kCrc[6][(low >> 8) & 0xff] ^ kCrc[5][(low >> 16) & 0xff] ^ kCrc[4][low >> 24] ^
              kCrc[3][at[4]] ^ kCrc[2][at[5]] ^ kCrc[1][at[6]] ^ kCrc[0][at[7]];
    }
    for (; left > 0; ++at, --left) crc = (crc >> 8) ^ kCrc[0][(crc ^ *at) & 0xff];
    return ~crc;
}

Chain::Chain() {
    since_.update(Digest{});
}

void Chain::add(ByteView bytes) {
    since_.update(bytes);
}

Digest Chain::seal() {
    const auto head = since_.digest();
    since_ = {};
    since_.update(head);
    return head;
}

Digest Chain::peek() const {
    return since_.digest();
}

}  // namespace wib::record
