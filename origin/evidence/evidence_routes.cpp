#include "origin/evidence/evidence_routes.hpp"

#include "generated/sql/evidence.hpp"
#include "origin/evidence/audit_rows.hpp"
#include "shared/api/endpoints/evidence.hpp"
#include "shared/codec/base64.hpp"
#include "shared/identity/permission.hpp"

namespace wib::evidence {
namespace {

using http::Answer;
using http::Ask;

auto not_yet(const EvidenceRoutes& evidence) {
    return unexpected(api::Problem{evidence.signer ? api::Code::not_in_log_yet : api::Code::evidence_key_missing});
}

Task<std::optional<api::AuditCheckpoint>> newest_checkpoint(db::TenantTx& tx) {
    const auto rows = co_await tx.exec(sql::newest_audit_checkpoint);
    if (rows.empty()) co_return std::nullopt;
    const auto row = rows.front();
    co_return api::AuditCheckpoint{.size = row["size"].as<std::int64_t>(),
                                   .root = codec::base64(stored_digest(row["root"])),
                                   .note = row["note"].as<std::string>(),
                                   .verifier_key = row["verifier_key"].as<std::string>(),
                                   .signed_at = row["signed_at"].as<Instant>()};
}

/// A proof made from hashes that were fetched in the order in which it asks for them.
Lookup in_turn(const std::vector<Digest>& hashes) {
    return [&hashes, at = std::size_t{0}](const Node&) mutable { return hashes[at++]; };
}

std::vector<std::string> printed(const Proof& proof) {
    std::vector<std::string> hashes;
    for (const auto& hash : proof) hashes.push_back(codec::base64(hash));
    return hashes;
}

Task<Answer<api::AuditCheckpointNow>> checkpoint(EvidenceRoutes& evidence, Ask<api::AuditCheckpointNow>&,
                                                 db::TenantTx& tx) {
    auto newest = co_await newest_checkpoint(tx);
    if (!newest) co_return not_yet(evidence);
    co_return api::AuditCheckpointReply{.success = true, .checkpoint = std::move(*newest)};
}

Task<Answer<api::AuditProof>> proof(EvidenceRoutes& evidence, Ask<api::AuditProof>& ask, db::TenantTx& tx) {
    // As in the list: a manager's reach is what their own hands did.
    const auto& who = ask.request.principal;
    const bool sees_all = reach(who.role, "audit_logs:read") == Reach::any;
    const auto rows = co_await tx.exec(sql::find_audit_leaf, ask.path.id,
                                       sees_all ? std::nullopt : std::optional{who.user.value_or(UserId{})});
    if (rows.empty())
        co_return unexpected(api::Problem{.code = api::Code::not_found, .message = "There is no such entry."});
    const auto place = rows.front()["leaf_index"].maybe<std::uint64_t>();
    auto newest = co_await newest_checkpoint(tx);
    if (!place || !newest || *place >= static_cast<std::uint64_t>(newest->size)) co_return not_yet(evidence);

    const auto size = static_cast<std::uint64_t>(newest->size);
    const auto hashes = co_await load_nodes(tx, nodes_for_inclusion(*place, size));
    co_return api::AuditProofReply{.success = true,
                                   .leaf = codec::base64(leaf_of(stored_record(rows.front()))),
                                   .leaf_index = static_cast<std::int64_t>(*place),
                                   .proof = printed(prove_inclusion(*place, size, in_turn(hashes))),
                                   .checkpoint = std::move(*newest)};
}

Task<Answer<api::AuditConsistency>> consistency(EvidenceRoutes& evidence, Ask<api::AuditConsistency>& ask,
                                                db::TenantTx& tx) {
    const auto newest = co_await newest_checkpoint(tx);
    if (!newest) co_return not_yet(evidence);
    const std::int64_t from = ask.query.from, to = ask.query.to ? ask.query.to->value() : newest->size;
    if (from > to) co_return unexpected(api::invalid("from", "must not be above `to`"));
    if (to > newest->size) co_return not_yet(evidence);
    const auto old_size = static_cast<std::uint64_t>(from), size = static_cast<std::uint64_t>(to);
    const auto hashes = co_await load_nodes(tx, nodes_for_consistency(old_size, size));
    co_return api::AuditConsistencyReply{
        .success = true, .from = from, .to = to, .proof = printed(prove_consistency(old_size, size, in_turn(hashes)))};
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, EvidenceRoutes& evidence) {
    endpoints.in_tenant<api::AuditCheckpointNow>(checkpoint, evidence);
    endpoints.in_tenant<api::AuditProof>(proof, evidence);
    endpoints.in_tenant<api::AuditConsistency>(consistency, evidence);
}

}  // namespace wib::evidence
