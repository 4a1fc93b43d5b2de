#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "origin/db/rows.hpp"
#include "origin/db/statement.hpp"
#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/identity/principal.hpp"

namespace wib::db {

/// A parameter as libpq wants it: text, or SQL null.
using Param = std::optional<std::string>;
using Params = std::vector<Param>;

/// Turns a value into a parameter. Specialised like Decode; std::optional<T> becomes null when empty.
template <class T>
Param encode(const T& value);

/// For whom a transaction runs: bound by `wib.enter` before the first statement.
struct Tenant {
    OrgId organization;
    ActorKind actor_kind;            ///< session, api_key, job or webhook
    std::optional<Uuid> actor;       ///< checked for expiry and revocation when session or api_key
    std::string label{};             ///< job or vendor name
};

/// One audit row, written in the transaction of the change it tells of (rules §6).
struct AuditEntry {
    std::string_view action;         ///< "call:started"
    std::string_view resource_type;  ///< "call"
    std::optional<Uuid> resource{};
    std::string old_value{};         ///< JSON object or empty
    std::string new_value{};         ///< JSON object or empty; secrets never, phone numbers as last four
    std::optional<UserId> user{};
    std::string client_address{};
    std::string user_agent{};
    std::string correlation_id{};
};

/// What the database says when the answer is no by its own rules.
enum class Refusal { session_revoked, not_a_member, unique_violation, foreign_key_violation, check_violation };
struct RefusedError : std::exception {
    Refusal refusal;
    std::string constraint;
    RefusedError(Refusal r, std::string c) : refusal(r), constraint(std::move(c)) {}
    [[nodiscard]] const char* what() const noexcept override { return "refused by the database"; }
};
/// The ground shook: no connection, deadline passed, protocol broken. One catch per request turns it into 503/504.
struct UnavailableError : std::exception {
    std::string reason;
    explicit UnavailableError(std::string r) : reason(std::move(r)) {}
    [[nodiscard]] const char* what() const noexcept override { return reason.c_str(); }
};

/// A transaction in which the tenant is set and cannot be forgotten. BEGIN and `wib.enter` travel with the first statement,
/// so a single read costs one round trip. Destroyed without commit(), it is rolled back.
class TenantTx {
  public:
    virtual ~TenantTx() = default;

    /// Sends the statement with everything queued before it and waits for its rows.
    template <class... Args>
    Task<Rows> exec(const Statement& statement, const Args&... args) {
        return run(statement, Params{encode(args)...});
    }
    /// Queues the statement; it leaves with the next exec() or commit(), whose failure is its failure.
    template <class... Args>
    void queue(const Statement& statement, const Args&... args) {
        enqueue(statement, Params{encode(args)...});
    }
    /// Queues the audit row of this change.
    virtual void audit(const AuditEntry& entry) = 0;
    /// Success is declared here alone: when the server has answered the COMMIT and the sync behind it without an error.
    virtual Task<void> commit() = 0;

    virtual Task<Rows> run(const Statement& statement, Params params) = 0;
    virtual void enqueue(const Statement& statement, Params params) = 0;
};

/// The door to Postgres for the request path (async libpq in pipeline mode on the caller's executor).
class Database {
  public:
    virtual ~Database() = default;
    /// Takes a connection (waiting at most until `deadline`) and prepares BEGIN + wib.enter. Throws UnavailableError.
    virtual Task<std::unique_ptr<TenantTx>> begin(Tenant tenant, Deadline deadline) = 0;
    /// One statement outside any tenant: only the functions of `wib_door` answer it (sign-in, session look-up, inbox).
    virtual Task<Rows> door(const Statement& statement, Params params, Deadline deadline) = 0;
};

}  // namespace wib::db
