// SHA-256 natively: OpenSSL's uses the processor's own instructions where it has them (libsodium's is plain C
// everywhere), several times as fast: every media frame and every envelope is hashed. Its one-step interface is
// declared old, but it is the only one whose state is a plain value; EVP's lives on the heap and costs more than
// hashing a frame does.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <new>

#include "shared/crypto/hash.hpp"

namespace wib::crypto {

Sha256::Sha256() {
    static_assert(sizeof(SHA256_CTX) <= sizeof(state_) && alignof(SHA256_CTX) <= 8);
    SHA256_Init(::new (state_.data()) SHA256_CTX);
}

void Sha256::update(ByteView bytes) {
    SHA256_Update(std::launder(reinterpret_cast<SHA256_CTX*>(state_.data())), bytes.data(), bytes.size());
}

Digest Sha256::digest() const {
    auto state = *std::launder(reinterpret_cast<const SHA256_CTX*>(state_.data()));
    Digest digest;
    SHA256_Final(reinterpret_cast<unsigned char*>(digest.data()), &state);
    return digest;
}

}  // namespace wib::crypto
