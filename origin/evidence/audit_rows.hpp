#pragma once
#include <span>
#include <string>
#include <vector>

#include "origin/db/tenant_tx.hpp"
#include "shared/evidence/audit_leaf.hpp"
#include "shared/evidence/merkle.hpp"

/// The log's rows as values, and back.
namespace wib::evidence {

/// What is in the tables cannot be a log: rows are missing or say what no sequencer wrote.
struct BrokenLogError : std::exception {
    std::string reason;
    explicit BrokenLogError(std::string r) : reason(std::move(r)) {}
    [[nodiscard]] const char* what() const noexcept override { return reason.c_str(); }
};

[[nodiscard]] AuditRecord stored_record(const db::Row& row);
/// Throws db::DecodeError when the column holds no digest.
[[nodiscard]] Digest stored_digest(const db::Field& field);

/// The perfect subtrees' tops, one behind the other, as a bytea holds them.
[[nodiscard]] Frontier stored_frontier(std::uint64_t size, const db::Field& tops);
[[nodiscard]] std::string tops_of(const Frontier& log);

/// "{a,b}": what Postgres reads as an array. The words need no quotes.
[[nodiscard]] std::string array_of(std::span<const std::string> words);

/// The nodes' hashes in one query, and a look-up over them. Throws BrokenLogError for one that is not there.
[[nodiscard]] Task<std::vector<Digest>> load_nodes(db::TenantTx& tx, std::vector<Node> nodes);

}  // namespace wib::evidence
