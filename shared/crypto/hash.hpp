#pragma once
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "shared/core/bytes.hpp"
#include "shared/core/secret.hpp"

namespace wib::crypto {

/// A SHA-256 digest, public by nature: compared and printed freely.
using Digest = std::array<std::byte, 32>;

[[nodiscard]] Digest sha256(ByteView bytes);
[[nodiscard]] inline Digest sha256(std::string_view text) {
    return sha256(as_bytes(text));
}
/// Lower-case hex of the digest: what columns and headers hold.
[[nodiscard]] std::string sha256_hex(std::string_view text);

/// SHA-256 of bytes that come piece by piece.
class Sha256 {
  public:
    Sha256();
    void update(ByteView bytes);
    void update(std::string_view text) { update(as_bytes(text)); }
    /// The digest of everything so far; more may follow.
    [[nodiscard]] Digest digest() const;

  private:
    alignas(8) std::array<std::byte, 112> state_;  // the library's own state; the size is asserted where it is used
};

/// A message authentication code. Its comparison takes the same time whatever differs.
class Mac {
  public:
    explicit Mac(const std::array<std::byte, 32>& bytes) : bytes_(bytes) {}
    [[nodiscard]] ByteView bytes() const { return bytes_; }
    bool operator==(const Mac& other) const;

  private:
    std::array<std::byte, 32> bytes_;
};

/// HMAC-SHA256 (RFC 2104) over the parts one after another. A key may have any length.
[[nodiscard]] Mac hmac_sha256(const Secret& key, std::initializer_list<ByteView> parts);
[[nodiscard]] Mac hmac_sha256(const Secret& key, std::string_view text);

/// Same bytes? Time depends on the lengths alone, which may be known.
[[nodiscard]] bool equal_constant_time(ByteView a, ByteView b);
[[nodiscard]] inline bool equal_constant_time(std::string_view a, std::string_view b) {
    return equal_constant_time(as_bytes(a), as_bytes(b));
}

}  // namespace wib::crypto
