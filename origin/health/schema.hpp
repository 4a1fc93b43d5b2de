#pragma once
#include <compare>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "origin/db/tenant_tx.hpp"
#include "shared/api/service.hpp"

/// Whether the database is the one this build was made for.
namespace wib::health {

struct Column {
    std::string table;
    std::string name;
    std::string type;  ///< as Postgres writes it: "timestamp with time zone", with "not null" where it is

    auto operator<=>(const Column&) const = default;
};

/// The tables without which nobody signs in, no call is placed or kept, and nothing is proven later.
[[nodiscard]] std::span<const std::string_view> key_tables();
/// Their columns after all migrations of this build, in order. Recorded from a database that the migrations made, never
/// written by hand (tests/unit/origin/health).
[[nodiscard]] std::vector<Column> expected_columns();

/// Their columns as they are, in the same order.
[[nodiscard]] Task<std::vector<Column>> load_columns(db::Database& database, Deadline deadline);

[[nodiscard]] api::SchemaHealthReply compare(const std::vector<Column>& actual);

}  // namespace wib::health
