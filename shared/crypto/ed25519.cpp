#include "shared/crypto/ed25519.hpp"

#include <sodium.h>

#include <algorithm>

namespace wib::crypto {
namespace {

const unsigned char* raw(const std::byte* bytes) {
    return reinterpret_cast<const unsigned char*>(bytes);
}
unsigned char* raw(std::byte* bytes) {
    return reinterpret_cast<unsigned char*>(bytes);
}

}  // namespace

std::optional<VerifyKey> VerifyKey::from_bytes(ByteView bytes) {
    std::array<std::byte, 32> copy;
    if (bytes.size() != copy.size()) return std::nullopt;
    std::ranges::copy(bytes, copy.begin());
    return VerifyKey{copy};
}

Verdict verify_ed25519(const VerifyKey& key, ByteView message, ByteView signature) {
    if (signature.size() != crypto_sign_BYTES) return Verdict::forged;
    const int refused = crypto_sign_verify_detached(raw(signature.data()), raw(message.data()), message.size(),
                                                    raw(key.bytes().data()));
    return refused == 0 ? Verdict::genuine : Verdict::forged;
}

std::optional<SigningKey> SigningKey::from_seed(ByteView seed) {
    if (seed.size() != crypto_sign_SEEDBYTES) return std::nullopt;
    SigningKey key;
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key;
    crypto_sign_seed_keypair(public_key.data(), raw(key.bytes_.data()), raw(seed.data()));
    return key;
}

SigningKey::~SigningKey() {
    sodium_memzero(bytes_.data(), bytes_.size());
}

VerifyKey SigningKey::verify_key() const {
    // libsodium keeps the public key behind the seed.
    return *VerifyKey::from_bytes(ByteView{bytes_}.subspan(crypto_sign_SEEDBYTES));
}

Signature SigningKey::sign(ByteView message) const {
    Signature signature;
    crypto_sign_detached(raw(signature.data()), nullptr, raw(message.data()), message.size(), raw(bytes_.data()));
    return signature;
}

}  // namespace wib::crypto
