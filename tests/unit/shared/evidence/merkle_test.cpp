#include "shared/evidence/merkle.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <map>
#include <random>

#include "shared/codec/hex.hpp"

namespace wib::evidence {
namespace {

/// MTH of RFC 6962 §2.1, word for word.
Digest tree_hash(std::span<const Digest> leaves) {
    if (leaves.empty()) return empty_root();
    if (leaves.size() == 1) return leaves.front();
    const auto k = std::bit_floor(leaves.size() - 1);
    return node_hash(tree_hash(leaves.first(k)), tree_hash(leaves.subspan(k)));
}

/// A log with everything that was ever told of it.
struct Log {
    Frontier frontier;
    std::vector<Digest> leaves;
    std::map<std::pair<std::uint8_t, std::uint64_t>, Digest> nodes;

    void add(const Digest& leaf) {
        leaves.push_back(leaf);
        append(frontier, leaf, [this](const Grown& grown) {
            const auto [place, is_new] = nodes.emplace(std::pair{grown.node.level, grown.node.index}, grown.hash);
            EXPECT_TRUE(is_new) << "each node is told once";
        });
    }
    [[nodiscard]] Lookup lookup() const {
        return [this](const Node& node) { return nodes.at({node.level, node.index}); };
    }
    [[nodiscard]] Digest root(std::size_t size) const { return tree_hash(std::span{leaves}.first(size)); }
};

Digest numbered(std::uint64_t number) {
    return leaf_hash(as_bytes("leaf " + std::to_string(number)));
}
Log log_of(std::size_t size) {
    Log log;
    for (std::size_t i = 0; i < size; ++i) log.add(numbered(i));
    return log;
}
std::string text(const Digest& digest) {
    return codec::hex(digest);
}

Digest spoilt(Digest digest) {
    digest[17] ^= std::byte{1};
    return digest;
}

// The leaves and roots that Certificate Transparency's implementations are held against
// (certificate-transparency-go, testonly/reference.go).
TEST(Merkle, AgreesWithTheKnownAnswersOfRfc6962) {
    const std::vector<std::string> records{
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    const std::vector<std::string> roots{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    EXPECT_EQ(text(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    Frontier log;
    EXPECT_EQ(root_of(log), empty_root());
    for (std::size_t i = 0; i < records.size(); ++i) {
        append(log, leaf_hash(*codec::parse_hex(records[i])));
        EXPECT_EQ(text(root_of(log)), roots[i]) << i;
    }
}

TEST(Merkle, ItsFrontierHasTheRootOfTheWholeTreeAtEverySize) {
    Log log;
    for (std::size_t size = 1; size <= 300; ++size) {
        log.add(numbered(size));
        ASSERT_EQ(root_of(log.frontier), log.root(size)) << size;
        ASSERT_EQ(log.frontier.size, size);
        ASSERT_EQ(log.frontier.tops.size(), static_cast<std::size_t>(std::popcount(size)));
    }
}

TEST(Merkle, ProvesEveryLeafAtEverySizeAndNothingElse) {
    const auto log = log_of(70);
    for (std::uint64_t size = 1; size <= 70; ++size) {
        const auto root = log.root(size);
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto proof = prove_inclusion(index, size, log.lookup());
            ASSERT_LE(proof.size(), static_cast<std::size_t>(std::bit_width(size - 1)));
            ASSERT_TRUE(is_included(numbered(index), index, size, proof, root)) << index << " of " << size;
            ASSERT_FALSE(is_included(numbered(index + 1), index, size, proof, root));
            ASSERT_FALSE(is_included(numbered(index), index, size, proof, spoilt(root)));
            for (const auto other : {index + 1, index - 1, size, size + index})
                ASSERT_FALSE(is_included(numbered(index), other, size, proof, root)) << other << " of " << size;
            for (std::size_t step = 0; step < proof.size(); ++step) {
                auto changed = proof;
                changed[step] = spoilt(changed[step]);
                ASSERT_FALSE(is_included(numbered(index), index, size, changed, root));
                changed = proof;
                changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(step));
                ASSERT_FALSE(is_included(numbered(index), index, size, changed, root));
            }
            auto longer = proof;
            longer.push_back(root);
            ASSERT_FALSE(is_included(numbered(index), index, size, longer, root));
        }
    }
}

TEST(Merkle, ProvesThatALogOnlyGrewAndNothingElse) {
    const auto log = log_of(70);
    for (std::uint64_t size = 0; size <= 70; ++size) {
        for (std::uint64_t old_size = 0; old_size <= size; ++old_size) {
            const auto proof = prove_consistency(old_size, size, log.lookup());
            const auto old_root = log.root(old_size), root = log.root(size);
            ASSERT_TRUE(is_consistent(old_size, old_root, size, root, proof)) << old_size << " in " << size;
            ASSERT_FALSE(is_consistent(old_size, spoilt(old_root), size, root, proof)) << old_size << " in " << size;
            if (old_size != 0) {
                ASSERT_FALSE(is_consistent(old_size, old_root, size, spoilt(root), proof))
                    << old_size << " in " << size;
            }
            for (std::size_t step = 0; step < proof.size(); ++step) {
                auto changed = proof;
                changed[step] = spoilt(changed[step]);
                ASSERT_FALSE(is_consistent(old_size, old_root, size, root, changed));
                changed = proof;
                changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(step));
                ASSERT_FALSE(is_consistent(old_size, old_root, size, root, changed));
            }
            auto longer = proof;
            longer.push_back(root);
            ASSERT_FALSE(is_consistent(old_size, old_root, size, root, longer));
            ASSERT_FALSE(is_consistent(size + 1, old_root, size, root, proof));
        }
    }
}

// The owner of the database who takes a row out, puts one in, changes or swaps some cannot keep the root that somebody
// has copied.
TEST(Merkle, ARewrittenPastIsNotConsistentWithACheckpointOfBefore) {
    std::mt19937_64 random{20261122};
    for (int round = 0; round < 200; ++round) {
        const std::size_t old_size = 2 + random() % 60, size = old_size + random() % 60;
        const auto honest = log_of(old_size);
        std::vector<Digest> leaves;
        for (std::size_t i = 0; i < size; ++i) leaves.push_back(numbered(i));
        const auto victim = random() % old_size;
        const auto at = leaves.begin() + static_cast<std::ptrdiff_t>(victim);
        switch (round % 4) {
            case 0:
                *at = numbered(1'000'000);
                break;
            case 1:
                leaves.erase(at);
                leaves.push_back(numbered(2'000'000));
                break;
            case 2:
                leaves.insert(at, numbered(3'000'000));
                break;
            default:
                std::swap(leaves[victim], leaves[(victim + 1) % old_size]);
        }
        Log forged;
        for (const auto& leaf : leaves) forged.add(leaf);
        const auto proof = prove_consistency(old_size, leaves.size(), forged.lookup());
        EXPECT_FALSE(is_consistent(old_size, root_of(honest.frontier), leaves.size(), root_of(forged.frontier), proof));
    }
}

TEST(Merkle, NamesBeforehandWhatAProofReads) {
    const auto log = log_of(123);
    for (std::uint64_t size = 1; size <= 123; ++size)
        for (std::uint64_t index = 0; index < size; ++index) {
            std::vector<Node> read;
            const Lookup noted = [&](const Node& node) {
                read.push_back(node);
                return log.lookup()(node);
            };
            const auto inclusion = prove_inclusion(index, size, noted);
            ASSERT_LE(inclusion.size(), read.size());
            ASSERT_EQ(read, nodes_for_inclusion(index, size));
            for (const auto& node : read) ASSERT_LE((node.index + 1) << node.level, size) << "complete in that log";
            read.clear();
            const auto consistency = prove_consistency(index, size, noted);
            ASSERT_LE(consistency.size(), read.size());
            ASSERT_EQ(read, nodes_for_consistency(index, size));
        }
}

// design.md, "Budgets": an inclusion proof is at most 1 KB at a million leaves.
TEST(Merkle, AProofAmongAMillionLeavesIsUnderAKilobyte) {
    for (const std::uint64_t index : {0ULL, 1ULL, 524'287ULL, 524'288ULL, 999'999ULL}) {
        const auto proof = prove_inclusion(index, 1'000'000, [](const Node&) { return Digest{}; });
        EXPECT_LE(proof.size() * sizeof(Digest), 1024u) << index;
    }
}

TEST(Merkle, ProofsOfLogsBeyondAllBoundsAreRefused) {
    const Proof endless(100, numbered(1));
    EXPECT_FALSE(is_included(numbered(1), 0, ~0ULL, endless, numbered(2)));
    EXPECT_FALSE(is_included(numbered(1), ~0ULL - 1, ~0ULL, endless, numbered(2)));
    EXPECT_FALSE(is_consistent(1, numbered(1), ~0ULL, numbered(2), endless));
    EXPECT_FALSE(is_consistent(~0ULL - 1, numbered(1), ~0ULL, numbered(2), endless));
    EXPECT_FALSE(is_included(numbered(1), 0, 0, {}, empty_root()));
}

}  // namespace
}  // namespace wib::evidence
