#pragma once
#include <boost/asio/io_context.hpp>
#include <memory>
#include <vector>

#include "origin/db/connection.hpp"
#include "origin/db/observer.hpp"
#include "origin/db/pool.hpp"
#include "origin/db/tenant_tx.hpp"
#include "shared/core/secret.hpp"

namespace wib::db {

struct DatabaseConfig {
    ConnectionConfig connection;
    std::size_t connections = 8;  ///< for the whole process; every thread gets its share, at least one
    std::size_t queue = 256;      ///< waiters a thread before more are refused at once
    Secret master_key;            ///< 32 bytes; wraps the keys of people
};

/// The request path's Postgres. Each io thread has its own share of the connections, found by the executor that asks:
/// so begin() and door() are called from coroutines of the contexts handed in here. Coroutines that are still suspended
/// when this dies may be destroyed later, with their context, but never resumed.
class PostgresDatabase final : public Database {
  public:
    PostgresDatabase(DatabaseConfig config, const std::vector<boost::asio::io_context*>& threads,
                     Observer& observer = nobody_watching());
    ~PostgresDatabase() override;

    Task<std::unique_ptr<TenantTx>> begin(Tenant tenant, Deadline deadline) override;
    Task<Rows> door(const Statement& statement, Params params, Deadline deadline) override;

    /// All threads' shares together; from any thread.
    [[nodiscard]] PoolStats stats() const;

  private:
    struct Share;
    Share& share_of(boost::asio::execution_context& context);

    Secret master_key_;
    std::vector<std::unique_ptr<Share>> shares_;
};

}  // namespace wib::db
