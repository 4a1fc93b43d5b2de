#include "origin/db/batch_tx.hpp"

#include <algorithm>
#include <chrono>

#include "origin/db/actor_name.hpp"
#include "origin/db/server_error.hpp"

namespace wib::db {

void throw_meaning(const pqxx::sql_error& error, std::string_view statement) {
    const std::string message = error.what();
    // libpqxx 6 forgets the code of this one.
    if (dynamic_cast<const pqxx::insufficient_privilege*>(&error))
        throw StatementError(statement, "42501", message.substr(0, message.find('\n')));
    throw_meaning(ServerError{std::string(statement), error.sqlstate(), {}, message.substr(0, message.find('\n'))});
}

BatchDatabase::BatchDatabase(Secret url, BlockingPool& threads) : threads_(threads), stash_(std::make_shared<Stash>()) {
    stash_->url = std::move(url);
}

std::unique_ptr<pqxx::connection> BatchDatabase::Stash::take() {
    {
        const std::scoped_lock lock{mutex};
        while (!idle.empty()) {
            auto connection = std::move(idle.back());
            idle.pop_back();
            // Reading what has arrived notices a server that hung up meanwhile.
            try {
                connection->get_notifs();
                if (connection->is_open()) return connection;
            } catch (const pqxx::failure&) {
                // Dead: let it go and look at the next.
            }
        }
    }
    return std::make_unique<pqxx::connection>(url.reveal());
}

void BatchDatabase::Stash::put(std::unique_ptr<pqxx::connection> connection) {
    const std::scoped_lock lock{mutex};
    idle.push_back(std::move(connection));
}

void BatchDatabase::enter(pqxx::work& transaction, const Tenant& tenant, Deadline deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.remaining(Deadline::Clock::now())).count();
    const auto actor = tenant.actor ? to_string(*tenant.actor) : std::string{};
    transaction.exec_params(
        "select set_config('statement_timeout', $4::text, true) from wib.enter($1::uuid, $2::text, nullif($3, "
        "'')::uuid)",
        to_string(tenant.organization), std::string(name_of(tenant.actor_kind)), actor,
        std::to_string(std::clamp<std::int64_t>(left, 1, 2'147'483'647)));
}

}  // namespace wib::db
