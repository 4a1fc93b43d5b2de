#include "origin/evidence/audit_rows.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "generated/sql/evidence.hpp"

namespace wib::evidence {
namespace {

std::optional<Bytes> read_bytes(const db::Field& field) {
    if (field.is_null()) return std::nullopt;
    return to_bytes(db::decode_bytea(field.text()));
}

Digest digest_of(std::string_view bytes) {
    Digest digest{};
    if (bytes.size() != digest.size()) throw db::DecodeError("a digest has 32 bytes");
    std::ranges::copy(as_bytes(bytes), digest.begin());
    return digest;
}

}  // namespace

AuditRecord stored_record(const db::Row& row) {
    return {.organization = row["organization_id"].as<OrgId>(),
            .id = row["id"].as<Uuid>(),
            .created_at_us = row["created_at_us"].as<std::int64_t>(),
            .user = row["user_id"].maybe<Uuid>(),
            .actor_type = row["actor_type"].maybe<std::string>(),
            .actor_label = row["actor_label"].maybe<std::string>(),
            .action = row["action"].maybe<std::string>(),
            .resource_type = row["resource_type"].maybe<std::string>(),
            .resource = row["resource_id"].maybe<Uuid>(),
            .old_value = row["old_value"].maybe<std::string>(),
            .new_value = row["new_value"].maybe<std::string>(),
            .ip_address = row["ip_address"].maybe<std::string>(),
            .user_agent = row["user_agent"].maybe<std::string>(),
            .actor_sealed = read_bytes(row["actor_sealed"]),
            .actor_key = row["actor_key_id"].maybe<Uuid>(),
            .subject_sealed = read_bytes(row["subject_sealed"]),
            .subject_key = row["subject_key_id"].maybe<Uuid>(),
            .metadata = row["metadata"].maybe<std::string>(),
            .correlation_id = row["correlation_id"].maybe<std::string>()};
}

Digest stored_digest(const db::Field& field) {
    return digest_of(db::decode_bytea(field.text()));
}

Frontier stored_frontier(std::uint64_t size, const db::Field& tops) {
    const auto bytes = db::decode_bytea(tops.text());
    constexpr auto kSize = Digest{}.size();
    if (bytes.size() != static_cast<std::size_t>(std::popcount(size)) * kSize)
        throw BrokenLogError("the log's tops are not those of its size");
    Frontier log{.size = size, .tops = {}};
    for (std::size_t at = 0; at < bytes.size(); at += kSize)
        log.tops.push_back(digest_of(std::string_view{bytes}.substr(at, kSize)));
    return log;
}

std::string tops_of(const Frontier& log) {
    std::string bytes;
    for (const auto& top : log.tops) bytes += as_text(top);
    return bytes;
}

std::string array_of(std::span<const std::string> words) {
    std::string list = "{";
    for (const auto& word : words) list.append(list.size() > 1 ? "," : "").append(word);
    return list + "}";
}

Task<std::vector<Digest>> load_nodes(db::TenantTx& tx, std::vector<Node> nodes) {
    if (nodes.empty()) co_return std::vector<Digest>{};
    std::vector<std::string> levels, indexes;
    for (const auto& node : nodes) {
        levels.push_back(std::to_string(node.level));
        indexes.push_back(std::to_string(node.index));
    }
    std::map<std::pair<int, std::uint64_t>, Digest> found;
    for (const auto row : co_await tx.exec(sql::load_audit_nodes, array_of(levels), array_of(indexes)))
        found.emplace(std::pair{row["level"].as<int>(), row["node_index"].as<std::uint64_t>()},
                      stored_digest(row["hash"]));
    std::vector<Digest> hashes;
    for (const auto& node : nodes) {
        const auto hash = found.find({node.level, node.index});
        if (hash == found.end())
            throw BrokenLogError("node " + std::to_string(node.index) + " of level " + std::to_string(node.level) +
                                 " is missing");
        hashes.push_back(hash->second);
    }
    co_return hashes;
}

}  // namespace wib::evidence
