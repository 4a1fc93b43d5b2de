#include "origin/db/postgres.hpp"

#include <algorithm>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <deque>
#include <map>
#include <utility>
#include <variant>

#include "generated/sql/db.hpp"
#include "origin/db/actor_name.hpp"
#include "origin/db/subject_keys.hpp"
#include "shared/codec/text.hpp"
#include "shared/core/ensure.hpp"

namespace wib::db {

namespace asio = boost::asio;
using Clock = Deadline::Clock;

namespace {

std::string_view actor_type(const Tenant& tenant, const AuditEntry& entry) {
    if (entry.user) return "human";
    switch (tenant.actor_kind) {
        case ActorKind::webhook:
            return "vendor";
        case ActorKind::job:
        case ActorKind::service:
            return "automation";
        case ActorKind::session:
        case ActorKind::api_key:
        case ActorKind::founder:
        case ActorKind::anonymous:
            return "system";
    }
    broken_promise("an ActorKind is one of its values", std::source_location::current());
}

/// What remains until the deadline, as statement_timeout wants it: at least 1 (0 would mean for ever).
std::string milliseconds_left(Deadline deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.remaining(Clock::now())).count();
    return std::to_string(std::clamp<std::int64_t>(left, 1, 2'147'483'647));
}

Param text_or_null(const std::string& text) {
    return text.empty() ? Param{} : Param{text};
}

/// What a stranger's header holds, made fit to be stored: valid UTF-8 without NUL, about `most` bytes. An audit row
/// must never be what makes a change fail.
std::string presentable(std::string_view text, std::size_t most) {
    std::string clean;
    for (std::size_t at = 0; at < text.size() && clean.size() < most;) {
        const auto length = codec::utf8_length(text, at);
        if (length == 0 || text[at] == '\0') {
            clean += '?';
            ++at;
        } else {
            clean += text.substr(at, length);
            at += length;
        }
    }
    return clean;
}

/// An address, or nothing when it is none.
Param address_or_null(const std::string& text) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(text, error);
    return error ? Param{} : Param{address.to_string()};
}

/// One call to audit(), kept until the batch leaves: by then the person's key is known.
struct AuditDraft {
    std::string action, resource_type, old_value, new_value, correlation_id, client_address, user_agent, personal,
        label, kind;
    std::optional<Uuid> resource;
    std::optional<UserId> user;
    std::optional<SubjectName> actor, about;
};

struct Item {
    Statement statement;
    Params params;
};

using Queued = std::variant<Item, AuditDraft>;

}  // namespace

struct PostgresDatabase::Share {
    Share(asio::io_context& c, std::shared_ptr<Pool> p) : context(c), pool(std::move(p)) {}
    asio::io_context& context;
    std::shared_ptr<Pool> pool;
    SubjectKeyCache keys;
};

namespace {

/// Tells the observer how a round trip went, however it ends.
class Watched {
  public:
    Watched(Pool& pool, std::string_view statement, std::size_t statements)
        : pool_(pool), statement_(statement), statements_(static_cast<int>(statements)) {
        pool_.count_exchange();
    }
    ~Watched() { pool_.observer().exchanged(statement_, statements_, Clock::now() - began_, outcome_); }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;
    void ended(Observer::Outcome outcome) { outcome_ = outcome; }

  private:
    Pool& pool_;
    std::string_view statement_;
    int statements_;
    Clock::time_point began_ = Clock::now();
    Observer::Outcome outcome_ = Observer::Outcome::failed;
};

class PostgresTx final : public TenantTx {
  public:
    PostgresTx(std::shared_ptr<Pool> pool, SubjectKeyCache& keys, const Secret& master, Pool::Lease lease,
               Tenant tenant, Deadline deadline)
        : pool_(std::move(pool)),
          keys_(keys),
          master_(master),
          connection_(std::move(lease.connection)),
          may_be_stale_(lease.reused),
          tenant_(std::move(tenant)),
          deadline_(deadline) {}

    ~PostgresTx() override {
        if (!connection_) return;
        if (connection_->well() && connection_->in_transaction()) {
            try {
                connection_->send_and_forget(sql::rollback_transaction);
            } catch (const std::exception&) {
                // It is broken now, and give_back drops it: the server rolls back by itself.
            }
        }
        pool_->give_back(std::move(connection_));
    }

    void enqueue(const Statement& statement, Params params) override {
        queued_.emplace_back(Item{statement, std::move(params)});
    }

    Task<Rows> run(const Statement& statement, Params params) override {
        enqueue(statement, std::move(params));
        auto rows = co_await flush(End::open);
        co_return std::move(rows.back());
    }

    Task<Rows> run_last(const Statement& statement, Params params) override {
        enqueue(statement, std::move(params));
        auto rows = co_await flush(End::commit);
        co_return std::move(rows.at(rows.size() - 2));
    }

    Task<Rows> run_alone(const Statement& statement, Params params) override {
        ensure(connection_ && !ended_ && !begun_ && queued_.empty(), "a lone read is its transaction's only statement");
        const std::vector<Item> batch{enter(statement.plan), {statement, std::move(params)}};
        auto rows = co_await travel(batch, End::open, true);
        ended_ = true;
        co_return std::move(rows.back());
    }

    Task<void> commit() override {
        if (ended_ && !begun_) co_return;
        if (!begun_ && queued_.empty()) {
            ended_ = true;
            co_return;
        }
        co_await flush(End::commit);
    }

    void audit(const AuditEntry& entry) override {
        AuditDraft draft{.action = std::string(entry.action),
                         .resource_type = std::string(entry.resource_type),
                         .old_value = entry.old_value,
                         .new_value = entry.new_value,
                         .correlation_id = presentable(entry.correlation_id, 200),
                         .client_address = presentable(entry.client_address, 100),
                         .user_agent = presentable(entry.user_agent, 500),
                         .personal = entry.personal,
                         .label = entry.actor_label.empty() ? tenant_.label : entry.actor_label,
                         .kind = std::string(actor_type(tenant_, entry)),
                         .resource = entry.resource,
                         .user = entry.user,
                         .actor = {},
                         .about = {}};
        if (entry.user && !(entry.client_address.empty() && entry.user_agent.empty()))
            draft.actor = SubjectName{tenant_.organization, "user", entry.user->value};
        if (entry.about && !entry.personal.empty())
            draft.about = SubjectName{tenant_.organization, std::string(entry.about->kind), entry.about->id};
        ensure(entry.personal.empty() || entry.about, "personal values say whose they are");
        queued_.emplace_back(std::move(draft));
    }

  private:
    enum class End { open, commit };

    Item enter(Plan plan = Plan::by_values) const {
        Params params{to_string(tenant_.organization), std::string(name_of(tenant_.actor_kind)),
                      tenant_.actor ? Param{to_string(*tenant_.actor)} : Param{}, milliseconds_left(deadline_),
                      plan == Plan::once ? "force_generic_plan" : "auto"};
        if (!tenant_.rights) return {sql::enter, std::move(params)};
        params.insert(params.end(), {tenant_.rights->roles, tenant_.rights->permission, tenant_.rights->plans});
        return {sql::enter_with, std::move(params)};
    }

    /// Sends everything queued, with BEGIN and wib.enter before it the first time and COMMIT behind it the last.
    Task<std::vector<Rows>> flush(End end) {
        ensure(connection_ && !ended_, "a transaction is not used after its end");
        co_await learn_keys();
        std::vector<Item> batch;
        const bool first = !begun_;
        if (first) {
            batch.push_back({sql::begin_transaction, {}});
            batch.push_back(enter());
        }
        for (auto& queued : queued_) {
            if (auto* draft = std::get_if<AuditDraft>(&queued)) {
                batch.push_back({sql::insert_audit_log, row_of(*draft)});
            } else {
                batch.push_back(std::move(std::get<Item>(queued)));
            }
        }
        queued_.clear();
        if (end == End::commit) batch.push_back({sql::commit_transaction, {}});
        begun_ = true;
        auto rows = co_await travel(batch, end, first);
        if (end == End::commit) {
            ended_ = true;
            // A transaction that had failed before answers COMMIT with a rollback.
            if (connection_->in_transaction() || rows.back().tag() != "COMMIT")
                throw StatementError("commit_transaction", "25P02", "the transaction had already failed");
            for (const auto& [name, key] : made_keys_) keys_.keep(name, key, Clock::now());
        }
        if (first) rows.erase(rows.begin(), rows.begin() + 2);
        co_return rows;
    }

    Task<std::vector<Rows>> travel(const std::vector<Item>& batch, End end, bool first) {
        // What the name tells best is the statement the caller waits for, not the COMMIT behind it.
        const auto& told = end == End::commit && batch.size() > 1 ? batch[batch.size() - 2] : batch.back();
        for (;;) {
            Watched watched{*pool_, told.statement.name, batch.size()};
            bool sent = false;
            std::string lost;
            try {
                for (const auto& item : batch) connection_->send(item.statement, item.params);
                sent = true;
                auto rows = co_await connection_->exchange(deadline_);
                watched.ended(Observer::Outcome::done);
                co_return rows;
            } catch (const ConnectionLost& why) {
                lost = why.reason;
            } catch (const RefusedError&) {
                watched.ended(Observer::Outcome::refused);
                throw;
            }
            const bool in_doubt = sent && end == End::commit;
            // It had stood idle and died unnoticed; nothing of ours can have happened, so a fresh one may try again.
            if (!may_be_stale_ || !first || in_doubt || deadline_.passed(Clock::now()))
                throw UnavailableError(lost,
                                       in_doubt ? UnavailableError::Effect::in_doubt : UnavailableError::Effect::none);
            pool_->give_back(std::move(connection_));
            auto lease = co_await pool_->acquire(deadline_);
            connection_ = std::move(lease.connection);
            may_be_stale_ = false;
        }
    }

    /// Sees to it that the key of everybody named in the queued audit rows is known: from memory, or in one look each.
    Task<void> learn_keys() {
        std::vector<SubjectName> unknown;
        for (const auto& queued : queued_) {
            const auto* draft = std::get_if<AuditDraft>(&queued);
            if (!draft) continue;
            for (const auto* name : {&draft->actor, &draft->about})
                if (*name && !key_of(**name)) unknown.push_back(**name);
        }
        if (unknown.empty()) co_return;
        // Put aside, not given up: when a key cannot be had the rows are still due, and the commit fails for them.
        struct Aside {
            std::vector<Queued>& queue;
            std::vector<Queued> held = std::exchange(queue, {});
            ~Aside() { queue = std::move(held); }
        } const aside{queued_};
        for (const auto& name : unknown)
            if (!key_of(name)) made_keys_.insert_or_assign(name, co_await load_or_make_key(*this, master_, name));
    }

    const KnownKey* key_of(const SubjectName& name) const {
        if (const auto made = made_keys_.find(name); made != made_keys_.end()) return &made->second;
        return keys_.find(name, Clock::now());
    }

    Params row_of(const AuditDraft& draft) const {
        Param actor_sealed, actor_key, subject_sealed, subject_key;
        if (draft.actor) {
            // Somebody who has been forgotten stays so: their new values are not written at all.
            if (const auto* known = key_of(*draft.actor); known && known->key) {
                boost::json::object who{{"ip_address", draft.client_address}, {"user_agent", draft.user_agent}};
                actor_sealed =
                    encode_bytea(seal_value(*known->key, known->id, "audit_logs.actor_sealed", serialize(who)));
                actor_key = to_string(known->id);
            }
        }
        if (draft.about) {
            if (const auto* known = key_of(*draft.about); known && known->key) {
                subject_sealed =
                    encode_bytea(seal_value(*known->key, known->id, "audit_logs.subject_sealed", draft.personal));
                subject_key = to_string(known->id);
            }
        }
        return Params{to_string(tenant_.organization),
                      encode(draft.user),
                      draft.kind,
                      text_or_null(draft.label),
                      draft.action,
                      text_or_null(draft.resource_type),
                      encode(draft.resource),
                      text_or_null(draft.old_value),
                      text_or_null(draft.new_value),
                      draft.user ? Param{} : address_or_null(draft.client_address),
                      draft.user ? Param{} : text_or_null(draft.user_agent),
                      actor_sealed,
                      actor_key,
                      subject_sealed,
                      subject_key,
                      text_or_null(draft.correlation_id)};
    }

    std::shared_ptr<Pool> pool_;
    SubjectKeyCache& keys_;
    const Secret& master_;
    std::unique_ptr<Connection> connection_;
    bool may_be_stale_;
    Tenant tenant_;
    Deadline deadline_;
    std::vector<Queued> queued_;
    std::map<SubjectName, KnownKey> made_keys_;  // true only once committed
    bool begun_ = false;
    bool ended_ = false;
};

/// A connection for one statement outside any tenant; goes back whatever happens.
struct Borrowed {
    std::shared_ptr<Pool> pool;
    std::unique_ptr<Connection> connection;
    ~Borrowed() {
        if (connection) pool->give_back(std::move(connection));
    }
};

}  // namespace

PostgresDatabase::PostgresDatabase(DatabaseConfig config, const std::vector<asio::io_context*>& threads,
                                   Observer& observer)
    : master_key_(std::move(config.master_key)) {
    ensure(!threads.empty(), "a database serves at least one thread");
    ensure(master_key_.reveal().size() == SubjectKey::kSize, "the master key has 32 bytes");
    const auto connection = std::make_shared<const ConnectionConfig>(std::move(config.connection));
    const auto share = std::max<std::size_t>(1, config.connections / threads.size());
    for (auto* context : threads)
        shares_.push_back(std::make_unique<Share>(
            *context,
            std::make_shared<Pool>(context->get_executor(), connection, Pool::Limits{share, config.queue}, observer)));
}

PostgresDatabase::~PostgresDatabase() {
    for (const auto& share : shares_) share->pool->retire();
}

PostgresDatabase::Share& PostgresDatabase::share_of(asio::execution_context& context) {
    for (auto& share : shares_)
        if (&share->context == &context) return *share;
    broken_promise("the database is asked from one of its own threads", std::source_location::current());
}

Task<std::unique_ptr<TenantTx>> PostgresDatabase::begin(Tenant tenant, Deadline deadline) {
    auto& share = share_of(asio::query(co_await asio::this_coro::executor, asio::execution::context));
    auto lease = co_await share.pool->acquire(deadline);
    co_return std::make_unique<PostgresTx>(share.pool, share.keys, master_key_, std::move(lease), std::move(tenant),
                                           deadline);
}

Task<Rows> PostgresDatabase::door(const Statement& statement, Params params, Deadline deadline) {
    auto& share = share_of(asio::query(co_await asio::this_coro::executor, asio::execution::context));
    Borrowed borrowed{share.pool, (co_await share.pool->acquire(deadline)).connection};
    Watched watched{*share.pool, statement.name, 2};
    try {
        // Both in one implicit transaction, ended by the sync: the time limit holds for this statement alone.
        borrowed.connection->send(sql::set_statement_timeout, {milliseconds_left(deadline)});
        borrowed.connection->send(statement, params);
        auto rows = co_await borrowed.connection->exchange(deadline);
        watched.ended(Observer::Outcome::done);
        co_return std::move(rows.back());
    } catch (const ConnectionLost& lost) {
        throw UnavailableError(lost.reason, UnavailableError::Effect::in_doubt);
    } catch (const RefusedError&) {
        watched.ended(Observer::Outcome::refused);
        throw;
    }
}

PoolStats PostgresDatabase::stats() const {
    PoolStats sum;
    for (const auto& share : shares_) {
        const auto one = share->pool->stats();
        sum.open += one.open;
        sum.in_use += one.in_use;
        sum.waiting += one.waiting;
        sum.opened += one.opened;
        sum.dropped += one.dropped;
        sum.refused_full += one.refused_full;
        sum.exchanges += one.exchanges;
    }
    return sum;
}

}  // namespace wib::db
