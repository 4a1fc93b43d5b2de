#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/secret.hpp"

/// Keys that programs come with (rules §1): "wib_live_" and 32 random bytes. Shown once; everybody keeps the hash
/// alone.
namespace wib::identity {

inline constexpr std::string_view kApiKeyPrefix = "wib_live_";

/// The caller brings the randomness.
[[nodiscard]] Secret api_key(const std::array<std::uint8_t, 32>& random);
[[nodiscard]] bool is_api_key(std::string_view text);
/// What people recognise a key by: its beginning.
[[nodiscard]] std::string shown_prefix(const Secret& key);
/// The key a request carries as "Authorization: Bearer wib_live_…"; nothing when it carries none that is well formed.
[[nodiscard]] std::optional<std::string_view> find_api_key(std::string_view authorization);
/// Where the edge keeps a key's claims in KV: "k:<hash>".
[[nodiscard]] inline std::string key_claims_key(std::string_view key_hash) {
    return "k:" + std::string{key_hash};
}

}  // namespace wib::identity
