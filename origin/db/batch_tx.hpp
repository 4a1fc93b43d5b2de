#pragma once
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "origin/db/tenant_tx.hpp"
#include "origin/runtime/blocking_pool.hpp"
#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/secret.hpp"

namespace wib::db {

/// Throws what a libpqxx error means in our words: RefusedError, UnavailableError or StatementError.
[[noreturn]] void throw_meaning(const pqxx::sql_error& error, std::string_view statement);

/// Blocking transactions for reports, imports and jobs, on threads of their own. Like TenantTx, one begins with
/// wib.enter, which binds the organization and refuses a revoked actor; unlike it, the whole of it is one function that
/// runs on a pool thread.
class BatchDatabase {
  public:
    /// At most as many connections as the pool has threads are ever open.
    BatchDatabase(Secret url, BlockingPool& threads);
    BatchDatabase(const BatchDatabase&) = delete;
    BatchDatabase& operator=(const BatchDatabase&) = delete;

    /// Runs `work(pqxx::work&)` in the tenant's transaction, commits, and brings its value back. `work` owns what it
    /// touches: past the deadline the caller leaves (UnavailableError, effect in doubt) and the work goes on alone
    /// until the server's statement_timeout ends it.
    template <class Work, class T = std::invoke_result_t<Work&, pqxx::work&>>
    Task<T> in_tenant(Tenant tenant, Work work, Deadline deadline) {
        auto result = co_await threads_.run(
            [stash = stash_, tenant = std::move(tenant), work = std::move(work), deadline]() mutable -> Kept<T> {
                return transact<T>(*stash, tenant, deadline, work);
            },
            deadline);
        if (!result) throw UnavailableError("batch work took too long", UnavailableError::Effect::in_doubt);
        if constexpr (!std::is_void_v<T>) co_return std::move(*result);
    }

  private:
    template <class T>
    using Kept = std::conditional_t<std::is_void_v<T>, bool, T>;

    /// Idle connections, shared with work that outlives its caller.
    struct Stash {
        Secret url;
        std::mutex mutex;
        std::vector<std::unique_ptr<pqxx::connection>> idle;
        std::unique_ptr<pqxx::connection> take();
        void put(std::unique_ptr<pqxx::connection> connection);
    };

    static void enter(pqxx::work& transaction, const Tenant& tenant, Deadline deadline);

    template <class T, class Work>
    static Kept<T> transact(Stash& stash, const Tenant& tenant, Deadline deadline, Work& work) {
        try {
            auto connection = stash.take();
            pqxx::work transaction{*connection};
            enter(transaction, tenant, deadline);
            if constexpr (std::is_void_v<T>) {
                work(transaction);
                transaction.commit();
                stash.put(std::move(connection));
                return true;
            } else {
                Kept<T> value = work(transaction);
                transaction.commit();
                stash.put(std::move(connection));
                return value;
            }
        } catch (const pqxx::in_doubt_error& error) {
            throw UnavailableError(error.what(), UnavailableError::Effect::in_doubt);
        } catch (const pqxx::broken_connection& error) {
            throw UnavailableError(error.what());
        } catch (const pqxx::sql_error& error) {
            throw_meaning(error, "batch");
        }
    }

    BlockingPool& threads_;
    std::shared_ptr<Stash> stash_;
};

}  // namespace wib::db
