#include "origin/db/server_error.hpp"

#include "origin/db/tenant_tx.hpp"

namespace wib::db {

bool is_connection_failure(std::string_view sqlstate) {
    // 57P01–57P05: shutdown, crash, cannot connect now, database dropped, idle session timeout; 08: connection
    // exception (PgBouncer's own refusals among them); 25P03: idle in transaction too long.
    return sqlstate.empty() || sqlstate.starts_with("57P0") || sqlstate.starts_with("08") || sqlstate == "25P03";
}

void throw_meaning(const ServerError& error) {
    const std::string_view state = error.sqlstate;
    if (state == "WB001") throw RefusedError(Refusal::session_revoked, {});
    if (state == "WB002") throw RefusedError(Refusal::not_a_member, {});
    if (state == "WB003") throw RefusedError(Refusal::role_lacks, {});
    if (state == "WB004") throw RefusedError(Refusal::plan_lacks, error.constraint);
    if (state == "23505") throw RefusedError(Refusal::unique_violation, error.constraint);
    if (state == "23503" || state == "23001") throw RefusedError(Refusal::foreign_key_violation, error.constraint);
    if (state == "23514") throw RefusedError(Refusal::check_violation, error.constraint);
    if (is_connection_failure(state))
        throw UnavailableError("connection lost at " + error.statement + ": " + error.message);
    if (state == "57014") throw UnavailableError(error.statement + ": statement deadline passed");
    // Serialization failure, deadlock, lock not available, out of memory, disk or connections.
    if (state.starts_with("40") || state == "55P03" || state.starts_with("53") || state.starts_with("58"))
        throw UnavailableError(error.statement + ": " + error.sqlstate + " " + error.message);
    throw StatementError(error.statement, error.sqlstate, error.message);
}

}  // namespace wib::db
