#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "shared/core/secret.hpp"

namespace wib::db {

/// One file of migrations/: "0007_calls.sql". Files without a number (bootstrap.sql) are not migrations.
struct Migration {
    std::string version;  ///< the file's name without ".sql"
    std::string text;
    std::string checksum;  ///< SHA-256 of the file, lower hex
};

/// What is wrong with the folder or the database; nothing was changed by the file it names.
struct MigrationError : std::exception {
    std::string reason;
    explicit MigrationError(std::string r) : reason(std::move(r)) {}
    [[nodiscard]] const char* what() const noexcept override { return reason.c_str(); }
};

/// The folder's migrations in order. Throws MigrationError when two carry the same number.
[[nodiscard]] std::vector<Migration> read_migrations(const std::filesystem::path& folder);

enum class DryRun { no, yes };

/// Told of each migration as it is applied (or, in a dry run, of each that would be).
using MigrationNews = std::function<void(const Migration&, std::chrono::milliseconds took)>;

/// Brings the database up to the folder, forward only, each file in a transaction of its own, under an advisory lock
/// (two at once: the second finds the work done). Refuses when a file already applied was changed or is missing, and
/// when a new file is numbered before one already applied. Runs as wib_owner over a direct connection.
///
/// Row-level security binds the owner too, so a data change over all tenants is marked:
///     -- backfill calls
///     update calls set …;
///     -- end backfill
/// It runs once for each organization, with that organization set, and fails when it touched no row of a table that,
/// counted without restriction, has some.
/// Returns how many migrations were applied (or pending).
int migrate(const Secret& owner_url, const std::vector<Migration>& migrations, DryRun dry_run,
            const MigrationNews& news);

}  // namespace wib::db
