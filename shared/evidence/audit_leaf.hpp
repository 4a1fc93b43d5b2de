#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/bytes.hpp"
#include "shared/core/strong_id.hpp"

/// An audit row as the bytes its leaf is the hash of (docs/evidence.md, "What a leaf holds"): every column as it is
/// stored, so that whoever has the row has the leaf. Personal values stand in it as they were sealed: forgetting a
/// person destroys a key and leaves these bytes as they were.
namespace wib::evidence {

struct AuditRecord {
    OrgId organization{};
    Uuid id{};
    std::int64_t created_at_us = 0;  ///< since 1970-01-01T00:00:00Z
    std::optional<Uuid> user{};
    std::optional<std::string> actor_type{}, actor_label{}, action{}, resource_type{};
    std::optional<Uuid> resource{};
    std::optional<std::string> old_value{}, new_value{};  ///< as PostgreSQL prints a jsonb
    std::optional<std::string> ip_address{};              ///< as PostgreSQL prints an inet, with its mask
    std::optional<std::string> user_agent{};
    std::optional<Bytes> actor_sealed{};
    std::optional<Uuid> actor_key{};
    std::optional<Bytes> subject_sealed{};
    std::optional<Uuid> subject_key{};
    std::optional<std::string> metadata{};  ///< as PostgreSQL prints a jsonb
    std::optional<std::string> correlation_id{};
};

/// Begins with this line; another form would have another.
inline constexpr std::string_view kAuditLeafForm = "wib/audit-leaf/v1\n";

/// The form's line, then each member in the order above: its length in four bytes, the highest first, and its bytes;
/// FF FF FF FF alone for nothing. Ids are 16 bytes, the time is 8 (two's complement, the highest first).
[[nodiscard]] Bytes leaf_of(const AuditRecord& record);

}  // namespace wib::evidence
