#include "origin/db/idempotency.hpp"

#include "generated/sql/db.hpp"
#include "shared/core/ensure.hpp"

namespace wib::db {
namespace {

OrgId organization(const http::IdempotencyClaim& claim) {
    ensure(claim.principal.organization.has_value(), "keys are honoured for principals with an organisation");
    return *claim.principal.organization;
}

// A person's keys are theirs whichever session they are in; a program's belong to its API key.
Uuid actor(const http::IdempotencyClaim& claim) {
    if (claim.principal.user) return claim.principal.user->value;
    ensure(claim.principal.actor.has_value(), "keys are honoured for sessions and API keys");
    return *claim.principal.actor;
}

// A session that was revoked neither takes a key nor hears a kept answer: the tenant is the caller's own.
Tenant keeper(const http::IdempotencyClaim& claim) {
    return {.organization = organization(claim), .actor_kind = claim.principal.kind, .actor = claim.principal.actor};
}

http::Claimed read_claimed(const http::IdempotencyClaim& claim, Row row) {
    if (row["body_hash"].text() != claim.body_digest) return http::Mismatch{};
    if (!row["is_answered"].as<bool>()) return http::Running{};
    return http::KeptReply{.status = row["response_status"].as<int>(),
                           .content_type = row["response_content_type"].maybe<std::string>().value_or(""),
                           .body = row["response_body"].maybe<std::string>().value_or("")};
}

}  // namespace

Task<http::Claimed> PostgresIdempotency::claim(http::IdempotencyClaim claim, Deadline deadline) {
    auto tx = co_await database_.begin(keeper(claim), deadline);
    const auto taken = co_await tx->exec(sql::claim_idempotency_key, organization(claim), actor(claim), claim.method,
                                         claim.path, claim.key, claim.body_digest);
    const auto held = taken.empty() ? co_await tx->exec(sql::find_idempotency_key, organization(claim), actor(claim),
                                                        claim.method, claim.path, claim.key)
                                    : Rows{};
    co_await tx->commit();
    if (!taken.empty()) co_return http::Fresh{};
    if (held.empty()) co_return http::Running{};  // gone between the two looks: somebody is at work on it
    co_return read_claimed(claim, held.front());
}

Task<void> PostgresIdempotency::keep(http::IdempotencyClaim claim, http::KeptReply reply, Deadline deadline) {
    auto tx = co_await database_.begin(keeper(claim), deadline);
    tx->queue(sql::keep_idempotent_reply, organization(claim), actor(claim), claim.method, claim.path, claim.key,
              claim.body_digest, reply.status, reply.content_type, reply.body);
    co_await tx->commit();
}

Task<void> PostgresIdempotency::release(http::IdempotencyClaim claim, http::GivenBack why, Deadline deadline) {
    auto tx = co_await database_.begin(keeper(claim), deadline);
    tx->queue(sql::release_idempotency_key, organization(claim), actor(claim), claim.method, claim.path, claim.key,
              claim.body_digest, why == http::GivenBack::refused);
    co_await tx->commit();
}

Task<void> answer_with_change(TenantTx& tx, const std::optional<http::IdempotencyClaim>& claim, http::KeptReply reply) {
    if (!claim) co_return;
    const auto kept =
        co_await tx.exec(sql::answer_idempotency_key, organization(*claim), actor(*claim), claim->method, claim->path,
                         claim->key, claim->body_digest, reply.status, reply.content_type, reply.body);
    if (kept.empty()) throw RefusedError{Refusal::unique_violation, "idempotency_key_lost"};
}

}  // namespace wib::db
