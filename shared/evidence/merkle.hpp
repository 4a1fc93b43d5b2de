#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "shared/core/bytes.hpp"
#include "shared/crypto/hash.hpp"

/// The Merkle tree of RFC 6962 §2.1 (and RFC 9162 §2.1): a log whose root commits to every leaf and its place, with
/// short proofs that a leaf is in it and that a longer log only added to a shorter one. No I/O: who keeps the hashes is
/// asked for those a proof needs.
namespace wib::evidence {

using crypto::Digest;

/// SHA-256(0x00 | record).
[[nodiscard]] Digest leaf_hash(ByteView record);
/// SHA-256(0x01 | left | right).
[[nodiscard]] Digest node_hash(const Digest& left, const Digest& right);
/// The root of a log without leaves: SHA-256 of nothing.
[[nodiscard]] Digest empty_root();

/// The top of a perfect subtree: `level` 0 is a leaf, and `index` counts such subtrees from the left. It covers the
/// leaves from index·2^level on.
struct Node {
    std::uint8_t level = 0;
    std::uint64_t index = 0;
    bool operator==(const Node&) const = default;
};

/// What has to be kept of a log to add to it: the tops of the perfect subtrees its size falls into, largest first (one
/// for each bit that is set). Plain data, so that another process goes on where this one stopped.
struct Frontier {
    std::uint64_t size = 0;
    std::vector<Digest> tops;
    bool operator==(const Frontier&) const = default;
};

/// A node that became known when a leaf was added.
struct Grown {
    Node node;
    Digest hash;
};
/// Adds a leaf. Every perfect subtree that it completes is told to `grown`, the leaf itself first.
void append(Frontier& log, const Digest& leaf, const std::function<void(const Grown&)>& grown = {});
[[nodiscard]] Digest root_of(const Frontier& log);

using Proof = std::vector<Digest>;

/// The hash of a perfect subtree that is complete in the log.
using Lookup = std::function<Digest(const Node&)>;

/// The nodes that a proof is made of, in the order in which they are asked for: known before any is read, so that they
/// can be fetched at once. `index` < `size`.
[[nodiscard]] std::vector<Node> nodes_for_inclusion(std::uint64_t index, std::uint64_t size);
/// `old_size` ≤ `size`; nothing is needed when they are equal or the old log was empty.
[[nodiscard]] std::vector<Node> nodes_for_consistency(std::uint64_t old_size, std::uint64_t size);

/// RFC 9162 §2.1.3.1: the leaf's neighbours on the way to the root, lowest first; at most 63.
[[nodiscard]] Proof prove_inclusion(std::uint64_t index, std::uint64_t size, const Lookup& lookup);
/// RFC 9162 §2.1.4.1.
[[nodiscard]] Proof prove_consistency(std::uint64_t old_size, std::uint64_t size, const Lookup& lookup);

/// RFC 9162 §2.1.3.2: whether the log of that size and root has this leaf at this place.
[[nodiscard]] bool is_included(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                               std::span<const Digest> proof, const Digest& root);
/// RFC 9162 §2.1.4.2: whether the later log begins with the earlier one.
[[nodiscard]] bool is_consistent(std::uint64_t old_size, const Digest& old_root, std::uint64_t size, const Digest& root,
                                 std::span<const Digest> proof);

}  // namespace wib::evidence
