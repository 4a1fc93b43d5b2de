#pragma once
#include <array>
#include <cstddef>
#include <optional>

#include "shared/core/bytes.hpp"

/// Ed25519 (RFC 8032) as libsodium checks it: non-canonical S, small-order keys and points are refused.
namespace wib::crypto {

/// A public key of 32 bytes.
class VerifyKey {
  public:
    [[nodiscard]] static std::optional<VerifyKey> from_bytes(ByteView bytes);
    [[nodiscard]] ByteView bytes() const { return bytes_; }

  private:
    explicit VerifyKey(const std::array<std::byte, 32>& bytes) : bytes_(bytes) {}
    std::array<std::byte, 32> bytes_;
};

using Signature = std::array<std::byte, 64>;

enum class Verdict { genuine, forged };
/// A signature of another length than 64 bytes is forged.
[[nodiscard]] Verdict verify_ed25519(const VerifyKey& key, ByteView message, ByteView signature);

/// A private key, made from its 32-byte seed. Wiped when it ends.
class SigningKey {
  public:
    [[nodiscard]] static std::optional<SigningKey> from_seed(ByteView seed);
    SigningKey(const SigningKey&) = default;
    SigningKey& operator=(const SigningKey&) = default;
    ~SigningKey();
    [[nodiscard]] VerifyKey verify_key() const;
    [[nodiscard]] Signature sign(ByteView message) const;

  private:
    SigningKey() = default;
    std::array<std::byte, 64> bytes_{};
};

}  // namespace wib::crypto
