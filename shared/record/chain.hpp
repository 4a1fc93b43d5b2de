#pragma once
#include <cstddef>
#include <cstdint>

#include "shared/core/bytes.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::record {

using crypto::Digest;

/// CRC-32C (Castagnoli) of `bytes`, continuing from `seed`. Finds torn writes; proves nothing against a forger.
[[nodiscard]] std::uint32_t crc32c(ByteView bytes, std::uint32_t seed = 0);

/// A hash chain over a growing file: head₀ is all zero, headₙ = SHA-256(headₙ₋₁ ‖ every byte since headₙ₋₁ was taken).
/// So one head speaks for every byte before it, and costs one pass however often heads are taken.
class Chain {
  public:
    Chain();
    /// The file grew by these bytes.
    void add(ByteView bytes);
    /// The head over everything so far; the next link starts from it.
    Digest seal();
    /// The head seal() would give, leaving the chain as it is.
    [[nodiscard]] Digest peek() const;

  private:
    crypto::Sha256 since_;
};

}  // namespace wib::record
