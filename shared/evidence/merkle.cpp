#include "shared/evidence/merkle.hpp"

#include <array>
#include <bit>

#include "shared/core/ensure.hpp"

namespace wib::evidence {
namespace {

constexpr std::array kLeafMark{std::byte{0}};
constexpr std::array kNodeMark{std::byte{1}};

/// A run of leaves [begin, begin + count) as RFC 9162 splits it: not always a perfect subtree.
struct Run {
    std::uint64_t begin = 0;
    std::uint64_t count = 0;
};

bool is_perfect(const Run& run) {
    return std::has_single_bit(run.count) && run.begin % run.count == 0;
}

/// The largest power of two smaller than `count`, which is at least 2.
std::uint64_t split_of(std::uint64_t count) {
    return std::bit_floor(count - 1);
}

Node top_of(const Run& run) {
    const auto level = static_cast<std::uint8_t>(std::countr_zero(run.count));
    return {.level = level, .index = run.begin >> level};
}

/// The perfect subtrees of a run, left to right.
void split_run(Run run, std::vector<Node>& nodes) {
    while (!is_perfect(run)) {
        const auto left = split_of(run.count);
        nodes.push_back(top_of({run.begin, left}));
        run = {run.begin + left, run.count - left};
    }
    nodes.push_back(top_of(run));
}

Digest hash_run(const Run& run, const Lookup& lookup) {
    if (is_perfect(run)) return lookup(top_of(run));
    const auto left = split_of(run.count);
    const auto first = lookup(top_of({run.begin, left}));
    return node_hash(first, hash_run({run.begin + left, run.count - left}, lookup));
}

/// PATH(m, D[n]) as runs, lowest first.
std::vector<Run> inclusion_runs(std::uint64_t index, std::uint64_t size) {
    std::vector<Run> runs;
    Run run{0, size};
    while (run.count > 1) {
        const auto left = split_of(run.count);
        if (index - run.begin < left) {
            runs.push_back({run.begin + left, run.count - left});
            run.count = left;
        } else {
            runs.push_back({run.begin, left});
            run = {run.begin + left, run.count - left};
        }
    }
    return {runs.rbegin(), runs.rend()};
}

/// SUBPROOF(m, D[n], true) as runs, in the proof's order.
std::vector<Run> consistency_runs(std::uint64_t old_size, std::uint64_t size) {
    if (old_size == 0 || old_size == size) return {};
    std::vector<Run> runs;
    Run run{0, size};
    bool is_known = true;  // whether the run so far is the old log from its first leaf on
    while (old_size - run.begin != run.count) {
        const auto left = split_of(run.count);
        if (old_size - run.begin <= left) {
            runs.push_back({run.begin + left, run.count - left});
            run.count = left;
        } else {
            runs.push_back({run.begin, left});
            run = {run.begin + left, run.count - left};
            is_known = false;
        }
    }
    if (!is_known) runs.push_back(run);
    return {runs.rbegin(), runs.rend()};
}

std::vector<Node> nodes_of(const std::vector<Run>& runs) {
    std::vector<Node> nodes;
    for (const auto& run : runs) split_run(run, nodes);
    return nodes;
}

Proof proof_of(const std::vector<Run>& runs, const Lookup& lookup) {
    Proof proof;
    proof.reserve(runs.size());
    for (const auto& run : runs) proof.push_back(hash_run(run, lookup));
    return proof;
}

}  // namespace

Digest leaf_hash(ByteView record) {
    crypto::Sha256 hash;
    hash.update(kLeafMark);
    hash.update(record);
    return hash.digest();
}

Digest node_hash(const Digest& left, const Digest& right) {
    crypto::Sha256 hash;
    hash.update(kNodeMark);
    hash.update(left);
    hash.update(right);
    return hash.digest();
}

Digest empty_root() {
    return crypto::sha256(ByteView{});
}

void append(Frontier& log, const Digest& leaf, const std::function<void(const Grown&)>& grown) {
    Node node{.level = 0, .index = log.size};
    Digest hash = leaf;
    if (grown) grown({node, hash});
    // Each bit that is set from the right is a subtree of the same height beside the new one: together they are the
    // next.
    for (auto rest = log.size; rest & 1; rest >>= 1) {
        hash = node_hash(log.tops.back(), hash);
        log.tops.pop_back();
        node = {.level = static_cast<std::uint8_t>(node.level + 1), .index = node.index >> 1};
        if (grown) grown({node, hash});
    }
    log.tops.push_back(hash);
    ++log.size;
}

Digest root_of(const Frontier& log) {
    if (log.tops.empty()) return empty_root();
    Digest root = log.tops.back();
    for (auto i = log.tops.size() - 1; i > 0; --i) root = node_hash(log.tops[i - 1], root);
    return root;
}

std::vector<Node> nodes_for_inclusion(std::uint64_t index, std::uint64_t size) {
    ensure(index < size, "a leaf of the log is asked for");
    return nodes_of(inclusion_runs(index, size));
}

std::vector<Node> nodes_for_consistency(std::uint64_t old_size, std::uint64_t size) {
    ensure(old_size <= size, "a log only grows");
    return nodes_of(consistency_runs(old_size, size));
}

Proof prove_inclusion(std::uint64_t index, std::uint64_t size, const Lookup& lookup) {
    ensure(index < size, "a leaf of the log is asked for");
    return proof_of(inclusion_runs(index, size), lookup);
}

Proof prove_consistency(std::uint64_t old_size, std::uint64_t size, const Lookup& lookup) {
    ensure(old_size <= size, "a log only grows");
    return proof_of(consistency_runs(old_size, size), lookup);
}

bool is_included(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                 const Digest& root) {
    if (index >= size) return false;
    auto node = index, last = size - 1;
    auto hash = leaf;
    for (const auto& neighbour : proof) {
        if (last == 0) return false;
        if ((node & 1) || node == last) {
            hash = node_hash(neighbour, hash);
            // Levels on which this node is the last and has no neighbour have no place in the proof.
            while (!(node & 1) && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, neighbour);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && hash == root;
}

bool is_consistent(std::uint64_t old_size, const Digest& old_root, std::uint64_t size, const Digest& root,
                   std::span<const Digest> proof) {
    if (old_size > size) return false;
    if (old_size == size) return proof.empty() && old_root == root;
    if (old_size == 0) return proof.empty() && old_root == empty_root();
    if (proof.empty()) return false;

    // A log that was one perfect subtree is the first step of the proof itself, and not repeated in it.
    const bool is_whole = std::has_single_bit(old_size);
    auto old_hash = is_whole ? old_root : proof.front();
    auto hash = old_hash;
    if (!is_whole) proof = proof.subspan(1);

    auto node = old_size - 1, last = size - 1;
    while (node & 1) {
        node >>= 1;
        last >>= 1;
    }
    for (const auto& step : proof) {
        if (last == 0) return false;
        if ((node & 1) || node == last) {
            old_hash = node_hash(step, old_hash);
            hash = node_hash(step, hash);
            while (!(node & 1) && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, step);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && old_hash == old_root && hash == root;
}

}  // namespace wib::evidence
