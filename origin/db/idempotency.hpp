#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/idempotency.hpp"

namespace wib::db {

/// Idempotency keys in Postgres, which decides (rules §5). Each step is a transaction of its own: a key is taken before
/// its request begins and kept or given back after it, so a crash in between leaves a key that frees itself in a
/// minute.
class PostgresIdempotency final : public http::IdempotencyStore {
  public:
    explicit PostgresIdempotency(Database& database) : database_(database) {}

    Task<http::Claimed> claim(http::IdempotencyClaim claim, Deadline deadline) override;
    Task<void> keep(http::IdempotencyClaim claim, http::KeptReply reply, Deadline deadline) override;
    Task<void> release(http::IdempotencyClaim claim, Deadline deadline) override;

  private:
    Database& database_;
};

}  // namespace wib::db
