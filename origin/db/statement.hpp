#pragma once
#include <string_view>

namespace wib::db {

/// How the server plans a named statement. It compares guesses: for `limit $1` it expects a tenth of all rows, so a
/// plan without values looks dear and it makes one with them again, each time. Where one plan is right for all values
/// (its file says `-- plan: once`), it is made once a connection; never where a parameter decides what is looked at.
enum class Plan { by_values, once };

/// One embedded `.sql` file. The name is the file's name without ".sql"; it is the statement's name in logs and metrics
/// too. Generated into "generated/sql/<feature>.hpp" as `wib::sql::<name>` by origin/db/embed_sql.cmake.
struct Statement {
    std::string_view name;
    std::string_view text;
    Plan plan = Plan::by_values;  ///< heeded where the statement is its transaction's only one (TenantTx::read)
};

}  // namespace wib::db
