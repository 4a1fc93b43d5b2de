#include "shared/api/endpoints/evidence.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

constexpr std::string_view kRoot = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";

AuditCheckpoint a_checkpoint() {
    const auto name = "bond.example/audit/" + to_string(example::organization());
    return {.size = 2,
            .root = std::string{kRoot},
            .note = name + "\n2\n" + std::string{kRoot} + "\n\n\u2014 " + name + " 2f6Jd0…\n",
            .verifier_key = name + "+d9fe8977+ATtqJ8zodUVFZ1qbJwW5tXH0Q0gN2m2vT8bq5y8sQd7J",
            .signed_at = example::at("08:45:00.412")};
}

}  // namespace

Example<AuditCheckpointNow> AuditCheckpointNow::example() {
    return {.reply = {.success = true, .checkpoint = a_checkpoint()}};
}

Example<AuditProof> AuditProof::example() {
    return {.path = {{example::session().value}},
            .reply = {.success = true,
                      .leaf = "d2liL2F1ZGl0LWxlYWYvdjEK…",
                      .leaf_index = 1,
                      .proof = {std::string{kRoot}},
                      .checkpoint = a_checkpoint()}};
}

Example<AuditConsistency> AuditConsistency::example() {
    return {.query = {.from = 1, .to = 2},
            .reply = {.success = true, .from = 1, .to = 2, .proof = {std::string{kRoot}}}};
}

std::vector<Described> evidence_endpoints() {
    return detail::described_list<AuditCheckpointNow, AuditProof, AuditConsistency>();
}

}  // namespace wib::api
