#include "origin/db/living.hpp"

#include "generated/sql/db.hpp"

namespace wib::db {
namespace {

void require_session_of_somebody(const Principal& principal) {
    if (principal.kind != ActorKind::session || !principal.actor || !principal.user)
        throw RefusedError{Refusal::not_a_member, "a person's own"};
}

}  // namespace

Task<void> require_person(Database& database, const Principal& principal, Deadline deadline) {
    require_session_of_somebody(principal);
    co_await database.door(sql::require_session, {to_string(*principal.actor), to_string(*principal.user)}, deadline);
}

Task<void> require_platform(Database& database, const Principal& principal, Deadline deadline) {
    // Its rights stand in its token, which nothing here knows of and which ends within minutes.
    if (principal.kind == ActorKind::service) co_return;
    require_session_of_somebody(principal);
    co_await database.door(sql::require_platform_admin, {to_string(*principal.actor)}, deadline);
}

}  // namespace wib::db
