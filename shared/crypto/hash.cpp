#include "shared/crypto/hash.hpp"

#include <sodium.h>

#include <algorithm>

#include "shared/codec/hex.hpp"

namespace wib::crypto {

Digest sha256(ByteView bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.digest();
}

std::string sha256_hex(std::string_view text) {
    return codec::hex(sha256(text));
}

bool Mac::operator==(const Mac& other) const {
    return equal_constant_time(bytes(), other.bytes());
}

Mac hmac_sha256(const Secret& key, std::initializer_list<ByteView> parts) {
    constexpr std::size_t kBlock = 64;
    std::array<std::byte, kBlock> padded{};
    const auto given = as_bytes(key.reveal());
    if (given.size() > kBlock) {
        std::ranges::copy(sha256(given), padded.begin());
    } else {
        std::ranges::copy(given, padded.begin());
    }
    const auto masked_with = [&](std::byte mask) {
        auto block = padded;
        for (auto& octet : block) octet ^= mask;
        Sha256 hash;
        hash.update(block);
        sodium_memzero(block.data(), block.size());
        return hash;
    };
    auto inner = masked_with(std::byte{0x36}), outer = masked_with(std::byte{0x5c});
    sodium_memzero(padded.data(), padded.size());
    for (const auto part : parts) inner.update(part);
    outer.update(inner.digest());
    return Mac{outer.digest()};
}

Mac hmac_sha256(const Secret& key, std::string_view text) {
    return hmac_sha256(key, {as_bytes(text)});
}

bool equal_constant_time(ByteView a, ByteView b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace wib::crypto
