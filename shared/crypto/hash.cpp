#include "shared/crypto/hash.hpp"

#include <sodium.h>

#include <new>

#include "shared/codec/hex.hpp"

namespace wib::crypto {
namespace {

const unsigned char* raw(const std::byte* bytes) {
    return reinterpret_cast<const unsigned char*>(bytes);
}
unsigned char* raw(std::byte* bytes) {
    return reinterpret_cast<unsigned char*>(bytes);
}

}  // namespace

Digest sha256(ByteView bytes) {
    Digest digest;
    crypto_hash_sha256(raw(digest.data()), raw(bytes.data()), bytes.size());
    return digest;
}

std::string sha256_hex(std::string_view text) {
    return codec::hex(sha256(text));
}

Sha256::Sha256() {
    static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(state_));
    static_assert(alignof(crypto_hash_sha256_state) <= 8);
    crypto_hash_sha256_init(::new (state_.data()) crypto_hash_sha256_state);
}

void Sha256::update(ByteView bytes) {
    auto* state = std::launder(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()));
    crypto_hash_sha256_update(state, raw(bytes.data()), bytes.size());
}

Digest Sha256::digest() const {
    auto state = *std::launder(reinterpret_cast<const crypto_hash_sha256_state*>(state_.data()));
    Digest digest;
    crypto_hash_sha256_final(&state, raw(digest.data()));
    return digest;
}

bool Mac::operator==(const Mac& other) const {
    return equal_constant_time(bytes(), other.bytes());
}

Mac hmac_sha256(const Secret& key, std::initializer_list<ByteView> parts) {
    crypto_auth_hmacsha256_state state;
    const auto key_bytes = as_bytes(key.reveal());
    crypto_auth_hmacsha256_init(&state, raw(key_bytes.data()), key_bytes.size());
    for (const auto part : parts) crypto_auth_hmacsha256_update(&state, raw(part.data()), part.size());
    std::array<std::byte, 32> mac;
    crypto_auth_hmacsha256_final(&state, raw(mac.data()));
    return Mac{mac};
}

Mac hmac_sha256(const Secret& key, std::string_view text) {
    return hmac_sha256(key, {as_bytes(text)});
}

bool equal_constant_time(ByteView a, ByteView b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace wib::crypto
