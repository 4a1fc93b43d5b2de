#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/secret.hpp"
#include "shared/core/strong_id.hpp"

namespace wib::db {

/// How a person can be forgotten in rows that must stand for ever (design §13, Forgetting): personal values are sealed
/// with a key of that person's own, the key is wrapped by the master key, and erasure destroys the wrapped key. Row,
/// ciphertext and every hash over them stay as they were.
///
/// XChaCha20-Poly1305 throughout; a sealed text is version (1 byte) ‖ nonce (24) ‖ ciphertext and tag. Both seals bind
/// the place they were made for as additional data, so neither can be moved to another tenant, person or column.

/// A person's key in the clear; wiped when it goes out of scope.
class SubjectKey {
  public:
    static constexpr std::size_t kSize = 32;
    SubjectKey() = default;
    ~SubjectKey();
    SubjectKey(const SubjectKey&) = default;
    SubjectKey& operator=(const SubjectKey&) = default;
    /// A new random key.
    static SubjectKey make();

    std::array<std::uint8_t, kSize> octets{};
};

/// Whose key it is: part of what the wrap is bound to.
struct KeyOwner {
    OrgId organization;
    std::string_view kind;  ///< "user", "consumer" or "account"
    Uuid subject;
};

/// Wraps a person's key under the 32-byte master key.
[[nodiscard]] std::string wrap_key(const Secret& master, const KeyOwner& owner, const SubjectKey& key);
/// Nothing when the wrap was made for somebody else, by another master key, or was tampered with.
[[nodiscard]] std::optional<SubjectKey> unwrap_key(const Secret& master, const KeyOwner& owner,
                                                   std::string_view wrapped);

/// Seals a value for one place: `place` names table and column ("audit_logs.actor_sealed").
[[nodiscard]] std::string seal_value(const SubjectKey& key, Uuid key_id, std::string_view place,
                                     std::string_view value);
[[nodiscard]] std::optional<std::string> open_value(const SubjectKey& key, Uuid key_id, std::string_view place,
                                                    std::string_view sealed);

}  // namespace wib::db
