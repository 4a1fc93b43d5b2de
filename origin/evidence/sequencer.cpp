#include "origin/evidence/sequencer.hpp"

#include <algorithm>

#include "generated/sql/evidence.hpp"
#include "origin/evidence/audit_rows.hpp"
#include "origin/runtime/within.hpp"
#include "shared/codec/hex.hpp"

namespace wib::evidence {
namespace {

using namespace std::chrono_literals;

constexpr auto kPause = 300ms;  // a leaf stands within a second of its row's commit
constexpr auto kPatience = 5s;  // for one look, or one batch
constexpr auto kPauseAfterFailure = 10s;
constexpr std::size_t kBatch = 500;  // some tens of milliseconds

/// A batch on its way into the log.
struct Growth {
    Frontier log;
    std::vector<std::string> rows, leaves, levels, indexes, hashes;

    void add(const AuditRecord& record) {
        const auto hash = leaf_hash(leaf_of(record));
        rows.push_back(to_string(record.id));
        leaves.push_back(codec::hex(hash));
        append(log, hash, [this](const Grown& grown) {
            if (grown.node.level == 0) return;
            levels.push_back(std::to_string(grown.node.level));
            indexes.push_back(std::to_string(grown.node.index));
            hashes.push_back(codec::hex(grown.hash));
        });
    }
};

/// Whether transaction `a` is before `b`; both in decimal.
bool is_before(std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

}  // namespace

LogMeters::LogMeters(observe::Metrics& metrics)
    : leaves(metrics.counter("wib_audit_leaves_total", "Audit rows that were given their place in a log")),
      checkpoints(metrics.counter("wib_audit_checkpoints_total", "Times that a log's size and root were signed")),
      delay(metrics.histogram("wib_audit_leaf_delay_seconds", "From an audit row to its leaf")) {}

Task<void> Sequencer::run() {
    for (;;) {
        std::size_t leaves = 0;
        try {
            leaves = co_await look(clock_.in(kPatience));
        } catch (const db::UnavailableError& away) {
            log_.warn("audit_not_sequenced", {{"reason", away.reason}});
        } catch (const db::StatementError& wrong) {
            log_.error("audit_not_sequenced", {{"reason", wrong.text}});
        }
        if (leaves < kBatch) co_await sleep_until(clock_.in(kPause));
    }
}

Task<std::size_t> Sequencer::look(Deadline deadline) {
    const auto told =
        co_await database_.door(sql::find_audit_news, {settled_, db::encode(signer_.has_value())}, deadline);
    for (const auto row : told)
        if (const auto organization = row["organization_id"].maybe<OrgId>())
            owed_.try_emplace(*organization, clock_.steady());
    settled_ = told.front()["settled"].as<std::string>();

    std::vector<OrgId> due;
    for (const auto& [organization, at] : owed_)
        if (at <= clock_.steady()) due.push_back(organization);
    std::size_t leaves = 0;
    for (const auto& organization : due) leaves += co_await try_sequence(organization, clock_.in(kPatience));
    co_return leaves;
}

Task<std::size_t> Sequencer::try_sequence(OrgId organization, Deadline deadline) {
    try {
        const auto batch = co_await sequence(organization, deadline);
        if (!batch.more) owed_.erase(organization);
        co_return batch.leaves;
    } catch (const db::UnavailableError&) {
        throw;  // then there is nothing to be had for the others either
    } catch (const db::StatementError& wrong) {
        owe(organization, wrong.text);
    } catch (const db::RefusedError& refused) {
        owe(organization, refused.constraint);
    } catch (const BrokenLogError& broken) {
        owe(organization, broken.reason);
    } catch (const db::DecodeError& strange) {
        owe(organization, strange.reason);
    }
    co_return 0;
}

// One log that cannot go on holds up no other.
void Sequencer::owe(OrgId organization, std::string_view reason) {
    log_.error("audit_not_sequenced", {{"organization_id", to_string(organization)}, {"reason", reason}});
    owed_[organization] = clock_.steady() + kPauseAfterFailure;
}

Task<Sequencer::Batch> Sequencer::sequence(OrgId organization, Deadline deadline) {
    const auto tx = co_await database_.begin(
        {.organization = organization, .actor_kind = ActorKind::job, .actor = {}, .label = "sequencer"}, deadline);
    const auto claimed = co_await tx->exec(sql::claim_audit_tail);
    if (claimed.empty()) co_return Batch{.leaves = 0, .more = true};
    const auto tail = claimed.front();
    const auto size = tail["size"].as<std::uint64_t>();
    const auto horizon = tail["horizon"].as<std::string>();

    const auto rows = co_await tx->exec(sql::list_unsequenced_audit, tail["after_txid"].text(), tail["after_at"].text(),
                                        tail["after_id"].text(), kBatch);
    Growth growth{.log = stored_frontier(size, tail["tops"]),
                  .rows = {},
                  .leaves = {},
                  .levels = {},
                  .indexes = {},
                  .hashes = {}};
    std::string last_transaction;
    std::int64_t oldest_us = 0;
    for (const auto row : rows) {
        const auto record = stored_record(row);
        if (growth.rows.empty() || record.created_at_us < oldest_us) oldest_us = record.created_at_us;
        growth.add(record);
        last_transaction = row["txid"].text();
    }
    const bool is_full = growth.rows.size() == kBatch;
    if (!growth.rows.empty()) {
        // Behind a full batch its last row is where to go on, unless some of before it may still come.
        const bool goes_on_behind = is_full && is_before(last_transaction, horizon);
        tx->queue(sql::append_audit_leaves, size, array_of(growth.rows), array_of(growth.leaves),
                  array_of(growth.levels), array_of(growth.indexes), array_of(growth.hashes),
                  db::encode_bytea(tops_of(growth.log)), goes_on_behind ? last_transaction : horizon,
                  goes_on_behind ? std::optional{growth.rows.back()} : std::nullopt);
    }
    const bool is_signed = signer_ && growth.log.size > tail["signed_size"].as<std::uint64_t>();
    if (is_signed) {
        const auto root = root_of(growth.log);
        const auto made = signer_->sign(organization, growth.log.size, root);
        tx->queue(sql::keep_audit_checkpoint, growth.log.size, db::encode_bytea(as_text(root)), made.note,
                  made.verifier_key);
    }
    if (growth.rows.empty() && !is_signed) co_return Batch{};
    co_await tx->commit();

    meters_.leaves.add(growth.rows.size());
    if (is_signed) meters_.checkpoints.add();
    if (!growth.rows.empty())
        meters_.delay.observe(std::max(clock_.now() - from_unix_micros(oldest_us), Duration::zero()));
    co_return Batch{.leaves = growth.rows.size(), .more = is_full};
}

}  // namespace wib::evidence
