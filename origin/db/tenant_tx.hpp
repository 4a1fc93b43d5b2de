#pragma once
#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
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

/// Turns a value into a parameter's text. Specialised for bool, the integers, double, Uuid, StrongId, Instant; a
/// feature specialises it for its enums with `static std::string text(const T&)`. Whatever reads as a std::string_view
/// needs none, nor does a type with a `text()` of its own (E164).
template <class T>
struct Encode;
template <>
struct Encode<bool> {
    static std::string text(bool value) { return value ? "true" : "false"; }
};
template <std::integral T>
    requires(!std::same_as<T, bool>)
struct Encode<T> {
    static std::string text(T value) { return std::to_string(value); }
};
template <>
struct Encode<double> {
    static std::string text(double value);
};
template <>
struct Encode<Uuid> {
    static std::string text(const Uuid& value) { return to_string(value); }
};
template <class Tag>
struct Encode<StrongId<Tag>> {
    static std::string text(const StrongId<Tag>& value) { return to_string(value); }
};
template <>
struct Encode<Instant> {
    static std::string text(const Instant& value) { return to_rfc3339(value); }
};
template <class T>
    requires requires(const T& value) {
        { value.text() } -> std::convertible_to<std::string_view>;
    }
struct Encode<T> {
    static std::string text(const T& value) { return std::string(std::string_view(value.text())); }
};

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

/// A parameter from a value; an empty std::optional and std::nullopt become null.
template <class T>
Param encode(const T& value) {
    if constexpr (std::same_as<T, std::nullopt_t>) {
        return std::nullopt;
    } else if constexpr (kIsOptional<T>) {
        return value ? encode(*value) : Param{};
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
        return std::string(std::string_view(value));
    } else {
        return Encode<T>::text(value);
    }
}
/// Bytes as a bytea parameter.
[[nodiscard]] std::string encode_bytea(std::string_view bytes);
/// A bytea field's text ("\\x…") back to bytes. Throws DecodeError.
[[nodiscard]] std::string decode_bytea(std::string_view text);

/// What a person or an API key must have besides their session, asked by the database as the transaction begins. Lists
/// are Postgres array literals ("{agent,manager}").
struct Rights {
    std::string roles;  ///< one of these
    Param permission;   ///< an API key must list it; without one the row is not for keys
    Param plans;        ///< one of these, where the row names a capability
};

/// For whom a transaction runs: bound by `wib.enter` before the first statement.
struct Tenant {
    OrgId organization;
    ActorKind actor_kind;            ///< session, api_key, job or webhook
    std::optional<Uuid> actor;       ///< checked for expiry and revocation when session or api_key
    std::string label{};             ///< job or vendor name
    const Rights* rights = nullptr;  ///< what the route's row demands; the transaction is refused without it
};

/// A person (or an account standing for one) whose values can be forgotten by destroying their key (design §13).
struct Subject {
    std::string_view kind;  ///< "user", "consumer" or "account"
    Uuid id;
};

/// One audit row, written in the transaction of the change it tells of (rules §6). With a user, address and agent are
/// sealed under that user's key; without one they are a vendor's or a job's and stand as they are.
struct AuditEntry {
    std::string_view action;         ///< "call:started"
    std::string_view resource_type;  ///< "call"
    std::optional<Uuid> resource{};
    std::string old_value{};  ///< JSON object or empty
    std::string new_value{};  ///< JSON object or empty; secrets never, phone numbers as last four
    std::optional<UserId> user{};
    std::string client_address{};
    std::string user_agent{};
    std::string correlation_id{};
    std::optional<Subject> about{};  ///< whose `personal` is
    std::string personal{};          ///< JSON object, sealed under the key of `about`; empty for none
    std::string actor_label{};       ///< a name that is no person's; the tenant's label when empty
};

/// What the database says when the answer is no by its own rules.
/// Of plan_lacks the constraint is the plan there is.
enum class Refusal {
    session_revoked,
    not_a_member,
    role_lacks,
    plan_lacks,
    unique_violation,
    foreign_key_violation,
    check_violation
};
struct RefusedError : std::exception {
    Refusal refusal;
    std::string constraint;
    RefusedError(Refusal r, std::string c) : refusal(r), constraint(std::move(c)) {}
    [[nodiscard]] const char* what() const noexcept override { return "refused by the database"; }
};
/// The ground shook: no connection, deadline passed, protocol broken. One catch per request turns it into 503/504.
struct UnavailableError : std::exception {
    std::string reason;
    /// Whether the change may stand although we could not hear so: only a commit (or a lone statement) that was sent
    /// and never answered is in doubt.
    enum class Effect { none, in_doubt };
    Effect effect;
    explicit UnavailableError(std::string r, Effect e = Effect::none) : reason(std::move(r)), effect(e) {}
    [[nodiscard]] const char* what() const noexcept override { return reason.c_str(); }
};
/// We were wrong: the server refused a statement as it is written (privilege, syntax, type). The text is for the log.
struct StatementError : std::exception {
    std::string statement;
    std::string sqlstate;
    std::string text;
    StatementError(std::string_view name, std::string_view state, std::string_view message)
        : statement(name), sqlstate(state), text(statement + ": " + sqlstate + " " + std::string(message)) {}
    [[nodiscard]] const char* what() const noexcept override { return text.c_str(); }
};

/// A transaction in which the tenant is set and cannot be forgotten. BEGIN and `wib.enter` travel with the first
/// statement, so a single read costs one round trip. Destroyed without commit(), it is rolled back.
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
    /// The last statement and the commit in one round trip; its rows are true when it returns. For
    /// `select wib.publish_event(…)`, which has to come last, and for single writes.
    template <class... Args>
    Task<Rows> exec_and_commit(const Statement& statement, const Args&... args) {
        return run_last(statement, Params{encode(args)...});
    }

    /// The only statement of this transaction, and it changes nothing: one round trip, after which the transaction is
    /// over. BEGIN and COMMIT need not be said, for what travels before one sync is one transaction.
    template <class... Args>
    Task<Rows> read(const Statement& statement, const Args&... args) {
        return run_alone(statement, Params{encode(args)...});
    }

    virtual Task<Rows> run_alone(const Statement& statement, Params params) {
        return run_last(statement, std::move(params));
    }
    virtual Task<Rows> run_last(const Statement& statement, Params params) {
        auto rows = co_await run(statement, std::move(params));
        co_await commit();
        co_return rows;
    }
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
