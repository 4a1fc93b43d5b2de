#pragma once
#include <optional>

#include "origin/db/tenant_tx.hpp"
#include "origin/http/idempotency.hpp"

namespace wib::db {

/// Idempotency keys in Postgres, which decides (rules §5). A key is taken before its request begins and kept or given
/// back after it, each in a transaction of its own. A crash in between leaves a key that frees itself in a minute if
/// nothing was changed under it, and that tells of the change if something was (answer_with_change).
class PostgresIdempotency final : public http::IdempotencyStore {
  public:
    explicit PostgresIdempotency(Database& database) : database_(database) {}

    Task<http::Claimed> claim(http::IdempotencyClaim claim, Deadline deadline) override;
    Task<void> keep(http::IdempotencyClaim claim, http::KeptReply reply, Deadline deadline) override;
    Task<void> release(http::IdempotencyClaim claim, http::GivenBack why, Deadline deadline) override;

  private:
    Database& database_;
};

/// Writes, with the change that is being made in `tx`, what is answered under the request's key should this process not
/// come to answer: change and answer are committed together or not at all. Nothing without a key. Throws RefusedError
/// when the key has been lost to somebody else.
Task<void> answer_with_change(TenantTx& tx, const std::optional<http::IdempotencyClaim>& claim, http::KeptReply reply);

}  // namespace wib::db
