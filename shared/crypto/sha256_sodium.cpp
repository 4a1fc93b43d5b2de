// SHA-256 in WebAssembly, where libsodium is all there is.
#include <sodium.h>

#include <new>

#include "shared/crypto/hash.hpp"

namespace wib::crypto {

Sha256::Sha256() {
    static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(state_) && alignof(crypto_hash_sha256_state) <= 8);
    crypto_hash_sha256_init(::new (state_.data()) crypto_hash_sha256_state);
}

void Sha256::update(ByteView bytes) {
    auto* state = std::launder(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()));
    crypto_hash_sha256_update(state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

Digest Sha256::digest() const {
    auto state = *std::launder(reinterpret_cast<const crypto_hash_sha256_state*>(state_.data()));
    Digest digest;
    crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(digest.data()));
    return digest;
}

}  // namespace wib::crypto
