#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/codec/whole.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// Questions and replies about the audit log's Merkle tree (docs/evidence.md): /api/audit-logs/checkpoint,
/// …/consistency and …/{id}/proof.
namespace wib::api {

/// As many leaves as a number in JSON tells exactly.
using LogSize = codec::Whole<0, 9'007'199'254'740'991>;

/// Path of /api/audit-logs/{id}/proof
struct AuditPath {
    StrongId<struct AuditTag> id;
};
BOOST_DESCRIBE_STRUCT(AuditPath, (), (id))

struct AuditConsistencyQuery {
    LogSize from;
    std::optional<LogSize> to;

    static constexpr std::array about{codec::About{"from", "Size of the log at an earlier checkpoint"},
                                      codec::About{"to", "Size at a later one; without it the newest checkpoint's"}};
};
BOOST_DESCRIBE_STRUCT(AuditConsistencyQuery, (), (from, to))

struct AuditCheckpoint {
    std::int64_t size;
    std::string root;
    std::string note;
    std::string verifier_key;
    Instant signed_at;

    static constexpr std::array about{
        codec::About{"size", "How many leaves the log has"},
        codec::About{"root", "SHA-256 over all of them as RFC 6962 does it, in base64"},
        codec::About{"note", "The checkpoint as it was signed (c2sp.org/tlog-checkpoint, c2sp.org/signed-note)"},
        codec::About{"verifier_key",
                     "What the note is checked with (c2sp.org/signed-note): compare it with the one you were given"}};
};
BOOST_DESCRIBE_STRUCT(AuditCheckpoint, (), (size, root, note, verifier_key, signed_at))

struct AuditCheckpointReply {
    bool success;
    AuditCheckpoint checkpoint;
};
BOOST_DESCRIBE_STRUCT(AuditCheckpointReply, (), (success, checkpoint))

struct AuditProofReply {
    bool success;
    std::string leaf;
    std::int64_t leaf_index;
    std::vector<std::string> proof;
    AuditCheckpoint checkpoint;

    static constexpr std::array about{
        codec::About{"leaf", "The row as its leaf's bytes (docs/evidence.md), in base64, made from what is stored now"},
        codec::About{"leaf_index", "Its place, counted from 0"},
        codec::About{"proof", "RFC 9162 §2.1.3: hashes from the leaf up to the checkpoint's root, in base64"}};
};
BOOST_DESCRIBE_STRUCT(AuditProofReply, (), (success, leaf, leaf_index, proof, checkpoint))

struct AuditConsistencyReply {
    bool success;
    std::int64_t from;
    std::int64_t to;
    std::vector<std::string> proof;

    static constexpr std::array about{codec::About{
        "proof", "RFC 9162 §2.1.4: that the log of size `to` begins with that of size `from`; hashes in base64"}};
};
BOOST_DESCRIBE_STRUCT(AuditConsistencyReply, (), (success, from, to, proof))

}  // namespace wib::api
