#pragma once
#include "origin/db/tenant_tx.hpp"
#include "shared/identity/principal.hpp"

/// What is no organisation's has no transaction that asks whether the session lives: these ask.
namespace wib::db {

/// Throws RefusedError: session_revoked unless the principal's session lives and is that person's, not_a_member for
/// whoever has none (an API key).
Task<void> require_person(Database& database, const Principal& principal, Deadline deadline);
/// Throws RefusedError: role_lacks unless the session lives and its person is of the platform now. A service has no
/// session: what it may do is held against the row as its request comes in (origin/http/envelope.hpp).
Task<void> require_platform(Database& database, const Principal& principal, Deadline deadline);

}  // namespace wib::db
