#pragma once
#include <string_view>

namespace wib::db {

/// One embedded `.sql` file. The name is the file's name without ".sql"; it is the statement's name in logs and metrics
/// too. Generated into "generated/sql/<feature>.hpp" as `wib::sql::<name>` by origin/db/embed_sql.cmake.
struct Statement {
    std::string_view name;
    std::string_view text;
};

}  // namespace wib::db
