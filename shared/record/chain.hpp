#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "shared/core/bytes.hpp"

namespace wib::record {

/// A SHA-256.
using Digest = std::array<std::byte, 32>;

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
    void start_from(const Digest& head);

    struct alignas(8) State {
        std::array<std::byte, 128> bytes;  // room for crypto_hash_sha256_state, checked in chain.cpp
    };
    State state_;
};

/// SHA-256 of a file that arrives in pieces.
class StreamHash {
  public:
    StreamHash();
    void add(ByteView bytes);
    /// The hash of everything added; the object is spent.
    [[nodiscard]] Digest finish();

  private:
    struct alignas(8) State {
        std::array<std::byte, 128> bytes;
    };
    State state_;
};

}  // namespace wib::record
