#include "origin/evidence/log_check.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "generated/sql/evidence.hpp"
#include "origin/evidence/audit_rows.hpp"

namespace wib::evidence {
namespace {

constexpr std::uint64_t kAtOnce = 2000;       // leaves of one step: some hundred milliseconds
constexpr std::uint64_t kRowsAtOnce = 10000;  // rows of one step, likewise

using Place = std::pair<int, std::uint64_t>;

db::Tenant tenant_of(OrgId organization) {
    return {.organization = organization, .actor_kind = ActorKind::job, .actor = {}, .label = "chain_check"};
}

}  // namespace

Task<jobs::Step> LogCheck::step(Deadline deadline) {
    // What throws on the way ends the round: the next attempt begins with the first log again.
    auto round = std::exchange(round_, std::nullopt).value_or(Round{});
    std::int64_t processed = 0, errors = 0;
    if (!round.walk) {
        const auto next = co_await database_.door(sql::next_audit_log, {to_string(round.after)}, deadline);
        if (next.empty()) {
            if (round.first_fault) throw jobs::FoundError{*round.first_fault};
            co_return jobs::Step{};
        }
        round.walk = co_await begin(next.front()["organization_id"].as<OrgId>(), deadline);
    }
    auto& walk = *round.walk;
    processed = co_await go_on(walk, deadline);
    if (walk.is_over) {
        if (walk.is_copy_unread) ++errors;
        round.after = walk.organization.value;
        if (walk.fault) {
            ++errors;
            const auto told =
                walk.fault->what + " at " + std::to_string(walk.fault->index) + " of " + to_string(walk.organization);
            log_.error("audit_log_broken", {{"organization_id", to_string(walk.organization)},
                                            {"fault", walk.fault->what},
                                            {"index", walk.fault->index}});
            if (!round.first_fault) round.first_fault = told;
        }
        round.walk.reset();
    }
    round_ = std::move(round);
    co_return jobs::Step{.processed = processed, .errors = errors, .more = true};
}

Task<std::optional<LogFault>> LogCheck::check(OrgId organization, Deadline deadline) {
    auto walk = co_await begin(organization, deadline);
    while (!walk.is_over) co_await go_on(walk, deadline);
    co_return walk.fault;
}

Task<LogCheck::Walk> LogCheck::begin(OrgId organization, Deadline deadline) {
    Walk walk{.organization = organization};
    {
        const auto tx = co_await database_.begin(tenant_of(organization), deadline);
        const auto tail = co_await tx->read(sql::find_audit_tail);
        if (!tail.empty()) {
            walk.size = tail.front()["size"].as<std::uint64_t>();
            walk.tops = db::decode_bytea(tail.front()["tops"].text());
        }
    }  // no connection is held while the store is asked
    if (!signer_ || !copies_.are_kept()) co_return walk;
    const auto note = co_await copies_.newest(organization, deadline);
    walk.is_copy_unread = !note;
    if (!note || note->empty()) co_return walk;
    walk.copy = signer_->open(organization, *note);
    if (!walk.copy) {
        walk.fault = LogFault{.what = "copy_forged", .index = walk.size};
        walk.is_over = true;
    }
    co_return walk;
}

Task<std::int64_t> LogCheck::go_on(Walk& walk, Deadline deadline) {
    if (walk.is_over) co_return 0;
    if (walk.leaves_hold) {
        co_await look_for_rows(walk, deadline);
        co_return 0;
    }
    const auto tx = co_await database_.begin(tenant_of(walk.organization), deadline);
    const auto from = walk.log.size, to = std::min(walk.size, from + kAtOnce);
    const auto fault = [&](std::string_view what, std::uint64_t index) {
        if (!walk.fault) walk.fault = LogFault{.what = std::string{what}, .index = index};
        walk.is_over = true;
    };

    const auto checkpoints = co_await tx->exec(sql::list_audit_checkpoints, walk.signed_up_to, kAtOnce);
    auto checkpoint = checkpoints.begin();
    std::map<Place, Digest> nodes;
    for (const auto row : co_await tx->exec(sql::list_audit_nodes, from, to))
        nodes.emplace(Place{row["level"].as<int>(), row["node_index"].as<std::uint64_t>()}, stored_digest(row["hash"]));

    for (const auto row : co_await tx->exec(sql::list_audit_leaves, from, to)) {
        const auto index = walk.log.size;
        if (row["leaf_index"].as<std::uint64_t>() != index) {
            fault("leaf_missing", index);
            break;
        }
        if (row["id"].is_null()) {
            fault("row_missing", index);
            break;
        }
        const auto hash = leaf_hash(leaf_of(stored_record(row)));
        if (hash != stored_digest(row["leaf_hash"])) {
            fault("leaf_changed", index);
            break;
        }
        append(walk.log, hash, [&](const Grown& grown) {
            if (grown.node.level == 0) return;
            const auto kept = nodes.find({grown.node.level, grown.node.index});
            if (kept == nodes.end()) return fault("node_missing", index);
            if (kept->second != grown.hash) fault("node_changed", index);
        });
        if (walk.copy && walk.copy->size == walk.log.size && walk.copy->root != root_of(walk.log))
            fault("copy_differs", walk.log.size);
        for (; checkpoint != checkpoints.end() && (*checkpoint)["size"].as<std::uint64_t>() <= walk.log.size;
             ++checkpoint) {
            const auto size = (*checkpoint)["size"].as<std::uint64_t>();
            walk.signed_up_to = size;
            if (size != walk.log.size || stored_digest((*checkpoint)["root"]) != root_of(walk.log))
                fault("root_changed", size);
            else if (!is_signed_well(walk.organization, *checkpoint))
                fault("checkpoint_forged", size);
        }
        if (walk.is_over) break;
    }
    if (!walk.is_over && walk.log.size < to) fault("leaf_missing", walk.log.size);
    if (!walk.is_over && walk.log.size == walk.size) co_await end_of_leaves(walk, *tx);
    co_return static_cast<std::int64_t>(walk.log.size - from);
}

// Every leaf held: whether nothing was cut off behind them.
Task<void> LogCheck::end_of_leaves(Walk& walk, db::TenantTx& tx) {
    const auto fault = [&](std::string_view what, std::uint64_t index) {
        walk.fault = LogFault{.what = std::string{what}, .index = index};
        walk.is_over = true;
    };
    if (tops_of(walk.log) != walk.tops) {
        fault("tail_changed", walk.size);
        co_return;
    }
    const auto tail = co_await tx.exec(sql::find_audit_tail);
    const auto size_now = tail.empty() ? 0 : tail.front()["size"].as<std::uint64_t>();
    const auto beyond = co_await tx.exec(sql::list_audit_checkpoints, size_now, 1);
    if (!beyond.empty() || (walk.copy && walk.copy->size > size_now))
        fault("log_cut_short", size_now);
    else
        walk.leaves_hold = true;
}

// And whether every row has its leaf.
Task<void> LogCheck::look_for_rows(Walk& walk, Deadline deadline) {
    const auto tx = co_await database_.begin(tenant_of(walk.organization), deadline);
    const auto page = co_await tx->read(sql::scan_audit_rows, walk.row_txid, walk.row_at, walk.row_id, kRowsAtOnce);
    walk.is_over = page.empty() || page.front()["rows"].as<std::uint64_t>() < kRowsAtOnce;
    if (page.empty()) co_return;
    if (const auto missing = page.front()["missing"].maybe<Uuid>()) {
        walk.fault = LogFault{.what = "row_without_leaf " + to_string(*missing), .index = walk.size};
        walk.is_over = true;
        co_return;
    }
    walk.row_txid = page.front()["txid"].text();
    walk.row_at = page.front()["created_at"].text();
    walk.row_id = page.front()["id"].text();
}

bool LogCheck::is_signed_well(OrgId organization, const db::Row& row) const {
    const auto key = parse_verifier_key(row["verifier_key"].as<std::string>());
    if (!key || !key->name.ends_with("/audit/" + to_string(organization)) || (signer_ && !signer_->is_ours(key->key)))
        return false;
    const auto opened = open_note(row["note"].as<std::string>(), *key);
    return opened && opened->size == row["size"].as<std::uint64_t>() && opened->root == stored_digest(row["root"]);
}

}  // namespace wib::evidence
