#pragma once
#include "origin/db/tenant_tx.hpp"
#include "shared/api/routes.hpp"

namespace wib::http {

/// What a row demands, in the words the database asks it with: made once for every row, and lives as long as the
/// process. Nothing for rows without a session.
[[nodiscard]] const db::Rights* rights_of(const api::Route& route);

}  // namespace wib::http
