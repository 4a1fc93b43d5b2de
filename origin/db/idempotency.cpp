#include "origin/db/idempotency.hpp"

#include "generated/sql/db.hpp"

namespace wib::db {
namespace {

// The key belongs to a person whose session the request's own transaction checks; here only the organisation matters.
Tenant keeper(const http::IdempotencyClaim& claim) {
    return {.organization = claim.organization, .actor_kind = ActorKind::job, .actor = {}, .label = "idempotency"};
}

http::Claimed read_claimed(const http::IdempotencyClaim& claim, Row row) {
    if (row["body_hash"].text() != claim.body_digest) return http::Mismatch{};
    if (row["status"].text() != "done") return http::Running{};
    return http::KeptReply{.status = row["response_status"].as<int>(),
                           .content_type = row["response_content_type"].maybe<std::string>().value_or(""),
                           .body = row["response_body"].maybe<std::string>().value_or("")};
}

}  // namespace

Task<http::Claimed> PostgresIdempotency::claim(http::IdempotencyClaim claim, Deadline deadline) {
    auto tx = co_await database_.begin(keeper(claim), deadline);
    const auto taken = co_await tx->exec(sql::claim_idempotency_key, claim.organization, claim.user, claim.method, claim.path, claim.key, claim.body_digest);
    const auto held = taken.empty() ? co_await tx->exec(sql::find_idempotency_key, claim.organization, claim.user, claim.method, claim.path, claim.key) : Rows{};
    co_await tx->commit();
    if (!taken.empty()) co_return http::Fresh{};
    if (held.empty()) co_return http::Running{};  // gone between the two looks: somebody is at work on it
    co_return read_claimed(claim, held.front());
}

Task<void> PostgresIdempotency::keep(http::IdempotencyClaim claim, http::KeptReply reply, Deadline deadline) {
    auto tx = co_await database_.begin(keeper(claim), deadline);
    tx->queue(sql::keep_idempotent_reply, claim.organization, claim.user, claim.method, claim.path, claim.key, claim.body_digest, reply.status,
              reply.content_type, reply.body);
    co_await tx->commit();
}

Task<void> PostgresIdempotency::release(http::IdempotencyClaim claim, Deadline deadline) {
    auto tx = co_await database_.begin(keeper(claim), deadline);
    tx->queue(sql::release_idempotency_key, claim.organization, claim.user, claim.method, claim.path, claim.key, claim.body_digest);
    co_await tx->commit();
}

}  // namespace wib::db
