#include "shared/crypto/sha1.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace wib::crypto {
namespace {

constexpr std::size_t kBlock = 64;

class Sha1 {
  public:
    void update(ByteView bytes) {
        length_ += bytes.size();
        while (!bytes.empty()) {
            const auto room = std::min(kBlock - filled_, bytes.size());
            std::ranges::copy(bytes.first(room), block_.begin() + static_cast<std::ptrdiff_t>(filled_));
            filled_ += room;
            bytes = bytes.subspan(room);
            if (filled_ == kBlock) compress();
        }
    }
    // RFC 3174 §4: a one bit, zeros, and the length in bits at the end of a block.
    [[nodiscard]] Sha1Digest digest() {
        const auto bits = static_cast<std::uint64_t>(length_) * 8;
        block_[filled_++] = std::byte{0x80};
        if (filled_ > kBlock - sizeof bits) {
            std::fill(block_.begin() + static_cast<std::ptrdiff_t>(filled_), block_.end(), std::byte{0});
            compress();
        }
        std::fill(block_.begin() + static_cast<std::ptrdiff_t>(filled_), block_.end(), std::byte{0});
        for (std::size_t i = 0; i < sizeof bits; ++i)
            block_[kBlock - 1 - i] = static_cast<std::byte>((bits >> (8 * i)) & 0xff);
        compress();
        Sha1Digest digest;
        for (std::size_t i = 0; i < digest.size(); ++i)
            digest[i] = static_cast<std::byte>((state_[i / 4] >> (8 * (3 - i % 4))) & 0xff);
        return digest;
    }

  private:
    void compress() {
        std::array<std::uint32_t, 80> w{};
        for (std::size_t i = 0; i < kBlock; ++i) w[i / 4] = w[i / 4] << 8 | std::to_integer<std::uint32_t>(block_[i]);
        for (std::size_t i = 16; i < w.size(); ++i) w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        auto [a, b, c, d, e] = state_;
        for (std::size_t i = 0; i < w.size(); ++i) {
            const auto [mixed, constant] = round(i, b, c, d);
            const auto next = std::rotl(a, 5) + mixed + e + constant + w[i];
            e = d;
            d = c;
            c = std::rotl(b, 30);
            b = a;
            a = next;
        }
        const std::array<std::uint32_t, 5> sum{a, b, c, d, e};
        for (std::size_t i = 0; i < sum.size(); ++i) state_[i] += sum[i];
        filled_ = 0;
    }
    // §5: function and constant of the four groups of twenty rounds.
    struct Round {
        std::uint32_t mixed;
        std::uint32_t constant;
    };
    static Round round(std::size_t i, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
        if (i < 20) return {(b & c) | (~b & d), 0x5a827999};
        if (i < 40) return {b ^ c ^ d, 0x6ed9eba1};
        if (i < 60) return {(b & c) | (b & d) | (c & d), 0x8f1bbcdc};
        return {b ^ c ^ d, 0xca62c1d6};
    }

    std::array<std::uint32_t, 5> state_{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    std::array<std::byte, kBlock> block_{};
    std::size_t filled_ = 0;
    std::size_t length_ = 0;
};

}  // namespace

Sha1Digest sha1(ByteView bytes) {
    Sha1 hash;
    hash.update(bytes);
    return hash.digest();
}

Sha1Digest hmac_sha1(const Secret& key, std::initializer_list<ByteView> parts) {
    std::array<std::byte, kBlock> padded{};
    const auto bytes = as_bytes(key.reveal());
    if (bytes.size() > kBlock)
        std::ranges::copy(sha1(bytes), padded.begin());
    else
        std::ranges::copy(bytes, padded.begin());

    auto mask = padded;
    for (auto& byte : mask) byte ^= std::byte{0x36};
    Sha1 inner;
    inner.update(mask);
    for (const auto part : parts) inner.update(part);
    mask = padded;
    for (auto& byte : mask) byte ^= std::byte{0x5c};
    Sha1 outer;
    outer.update(mask);
    outer.update(inner.digest());
    return outer.digest();
}

}  // namespace wib::crypto
