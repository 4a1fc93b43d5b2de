#pragma once
#include <array>
#include <initializer_list>

#include "shared/core/bytes.hpp"
#include "shared/core/secret.hpp"

/// SHA-1 (RFC 3174), for the one sender whose scheme still asks for it (shared/webhooks/twilio.hpp). Collisions of
/// SHA-1 are within reach; forging an HMAC with it is not. Nothing of ours is made with it.
namespace wib::crypto {

using Sha1Digest = std::array<std::byte, 20>;

[[nodiscard]] Sha1Digest sha1(ByteView bytes);
/// HMAC-SHA1 (RFC 2104) over the parts one after another. A key may have any length.
[[nodiscard]] Sha1Digest hmac_sha1(const Secret& key, std::initializer_list<ByteView> parts);

}  // namespace wib::crypto
