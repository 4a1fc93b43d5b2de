#include "origin/health/schema.hpp"

#include <algorithm>
#include <array>

#include "generated/sql/health.hpp"

namespace wib::health {
namespace {

constexpr std::array<std::string_view, 19> kKeyTables{
    "account_events", "api_keys",       "audit_logs",       "call_facts",       "call_legs",
    "calls",          "command_outbox", "email_outbox",     "idempotency_keys", "job_runs",
    "org_members",    "organizations",  "recordings",       "scheduler_leases", "sessions",
    "subject_keys",   "users",          "webhook_failures", "webhook_inbox"};

struct Recorded {
    std::string_view table, name, type;
};
constexpr Recorded kExpected[] = {
#include "origin/health/expected_columns.inc"
};

bool is_of_same_name(const Column& one, const Column& other) {
    return one.table == other.table && one.name == other.name;
}
const Column* find(const std::vector<Column>& columns, const Column& wanted) {
    const auto found = std::ranges::find_if(columns, [&](const Column& one) { return is_of_same_name(one, wanted); });
    return found == columns.end() ? nullptr : &*found;
}

}  // namespace

std::span<const std::string_view> key_tables() {
    return kKeyTables;
}

std::vector<Column> expected_columns() {
    std::vector<Column> columns;
    for (const auto& [table, name, type] : kExpected)
        columns.push_back({std::string{table}, std::string{name}, std::string{type}});
    return columns;
}

Task<std::vector<Column>> load_columns(db::Database& database, Deadline deadline) {
    std::string names = "{";
    for (const auto table : kKeyTables) names.append(names.size() > 1 ? "," : "").append(table);
    const auto rows = co_await database.door(sql::list_columns, {names + '}'}, deadline);
    std::vector<Column> columns;
    for (const auto row : rows)
        columns.push_back({row["table_name"].as<std::string>(), row["column_name"].as<std::string>(),
                           row["column_type"].as<std::string>()});
    co_return columns;
}

api::SchemaHealthReply compare(const std::vector<Column>& actual) {
    const auto expected = expected_columns();
    api::SchemaHealthReply reply{.success = true,
                                 .healthy = true,
                                 .tables = {kKeyTables.begin(), kKeyTables.end()},
                                 .columns = static_cast<std::int32_t>(expected.size()),
                                 .faults = {},
                                 .unexpected = {}};
    for (const auto& column : expected) {
        const auto* is = find(actual, column);
        if (is && is->type == column.type) continue;
        reply.faults.push_back({column.table, column.name, column.type, is ? is->type : ""});
    }
    for (const auto& column : actual)
        if (!find(expected, column)) reply.unexpected.push_back({column.table, column.name, "", column.type});
    reply.healthy = reply.faults.empty();
    return reply;
}

}  // namespace wib::health
