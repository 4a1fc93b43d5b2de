#include "origin/db/migrate.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <pqxx/pqxx>
#include <sstream>
#include <string_view>

#include "shared/crypto/hash.hpp"

namespace wib::db {

namespace {

/// A stretch of a file: plain SQL, or a backfill of one table.
struct Part {
    std::string sql;
    std::string table;  // empty: plain
};

std::vector<Part> parts_of(const Migration& migration) {
    std::vector<Part> parts{{}};
    std::istringstream lines{migration.text};
    std::string line;
    while (std::getline(lines, line)) {
        if (line.starts_with("-- backfill ")) {
            if (!parts.back().table.empty()) throw MigrationError(migration.version + ": a backfill inside a backfill");
            parts.push_back({{}, line.substr(std::string_view{"-- backfill "}.size())});
            if (!std::ranges::all_of(parts.back().table, [](char c) {
                    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                }))
                throw MigrationError(migration.version + ": a backfill names one table, not \"" + parts.back().table +
                                     "\"");
        } else if (line == "-- end backfill") {
            if (parts.back().table.empty()) throw MigrationError(migration.version + ": an end without a backfill");
            parts.push_back({});
        } else {
            parts.back().sql += line + "\n";
        }
    }
    if (!parts.back().table.empty()) throw MigrationError(migration.version + ": a backfill without an end");
    return parts;
}

void backfill(pqxx::work& transaction, const Migration& migration, const Part& part) {
    // Counted and listed as wib_backup, which row-level security does not bind; written as ourselves, whom it does.
    transaction.exec("set local role wib_backup");
    const auto rows = transaction.exec1("select count(*) from " + transaction.quote_name(part.table))[0].as<long>();
    const auto organizations = transaction.exec("select id from organizations order by id");
    transaction.exec("reset role");
    unsigned long touched = 0;
    for (const auto& organization : organizations) {
        transaction.exec_params("select set_config('app.current_organization_id', $1, true)", organization[0].c_str());
        touched += transaction.exec(part.sql).affected_rows();
    }
    transaction.exec("select set_config('app.current_organization_id', '', true)");
    if (rows > 0 && touched == 0)
        throw MigrationError(migration.version + ": the backfill of " + part.table + " touched none of its " +
                             std::to_string(rows) + " rows");
}

struct Applied {
    std::string checksum;
};

std::map<std::string, Applied> read_applied(pqxx::connection& connection) {
    pqxx::work transaction{connection};
    std::map<std::string, Applied> applied;
    if (transaction.exec1("select to_regclass('public.schema_migrations') is not null")[0].as<bool>())
        for (const auto& row : transaction.exec("select version, checksum from public.schema_migrations"))
            applied.emplace(row[0].c_str(), Applied{row[1].c_str()});
    transaction.commit();
    return applied;
}

void refuse_rewritten_history(const std::map<std::string, Applied>& applied, const std::vector<Migration>& migrations) {
    for (const auto& [version, record] : applied) {
        const auto file = std::ranges::find(migrations, version, &Migration::version);
        if (file == migrations.end())
            throw MigrationError(version + " was applied to this database but is missing from the folder");
        if (file->checksum != record.checksum)
            throw MigrationError(version + " was changed after it was applied; write a new migration instead");
    }
    if (applied.empty()) return;
    for (const auto& migration : migrations)
        if (!applied.contains(migration.version) && migration.version < applied.rbegin()->first)
            throw MigrationError(migration.version + " comes before " + applied.rbegin()->first +
                                 ", which was already applied");
}

void apply(pqxx::connection& connection, const Migration& migration, const MigrationNews& news) {
    const auto began = std::chrono::steady_clock::now();
    const auto parts = parts_of(migration);
    try {
        pqxx::work transaction{connection};
        for (const auto& part : parts) {
            if (!part.table.empty()) {
                backfill(transaction, migration, part);
            } else if (part.sql.find_first_not_of(" \t\r\n") != std::string::npos) {
                transaction.exec(part.sql);
            }
        }
        // A file that forgot to give a role back must not pass it on.
        transaction.exec("reset role");
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
        transaction.exec_params(
            "insert into public.schema_migrations (version, checksum, duration_ms) values ($1, $2, $3)",
            migration.version, migration.checksum, static_cast<int>(took.count()));
        transaction.commit();
        news(migration, took);
    } catch (const pqxx::failure& failure) {
        throw MigrationError(migration.version + ": " + failure.what());
    }
}

}  // namespace

std::vector<Migration> read_migrations(const std::filesystem::path& folder) {
    std::vector<Migration> found;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        const auto name = entry.path().filename().string();
        if (!name.ends_with(".sql") || name.empty() || name.front() < '0' || name.front() > '9') continue;
        std::ifstream in{entry.path(), std::ios::binary};
        std::string text{std::istreambuf_iterator<char>{in}, {}};
        if (!in.good() && !in.eof()) throw MigrationError(name + " cannot be read");
        auto checksum = crypto::sha256_hex(text);
        found.push_back({entry.path().stem().string(), std::move(text), std::move(checksum)});
    }
    if (error) throw MigrationError("the folder " + folder.string() + " cannot be read: " + error.message());
    std::ranges::sort(found, {}, &Migration::version);
    const auto number = [](const Migration& m) { return m.version.substr(0, m.version.find('_')); };
    const auto twin = std::ranges::adjacent_find(found, {}, number);
    if (twin != found.end())
        throw MigrationError(twin->version + " and " + std::next(twin)->version + " carry the same number");
    return found;
}

int migrate(const Secret& owner_url, const std::vector<Migration>& migrations, DryRun dry_run,
            const MigrationNews& news) {
    try {
        pqxx::connection connection{owner_url.reveal()};
        connection.set_client_encoding("UTF8");
        if (dry_run == DryRun::no) {
            pqxx::nontransaction session{connection};
            session.exec("set client_min_messages = warning");
            // Somebody else may be migrating: wait for them, but not for ever.
            session.exec("set lock_timeout = '5min'");
            session.exec("select pg_advisory_lock(hashtextextended('wib:migrate', 0))");
            session.exec("set lock_timeout = '30s'");
            session.exec(
                "create table if not exists public.schema_migrations (version text primary key, checksum text not "
                "null, "
                "duration_ms int not null default 0, applied_at timestamptz not null default now())");
            session.exec("grant select on public.schema_migrations to wib_app, wib_backup, wib_readonly");
        }
        const auto applied = read_applied(connection);
        refuse_rewritten_history(applied, migrations);
        int count = 0;
        for (const auto& migration : migrations) {
            if (applied.contains(migration.version)) continue;
            ++count;
            if (dry_run == DryRun::yes) {
                news(migration, {});
            } else {
                apply(connection, migration, news);
            }
        }
        return count;
    } catch (const pqxx::failure& failure) {
        throw MigrationError(failure.what());
    }
}

}  // namespace wib::db
