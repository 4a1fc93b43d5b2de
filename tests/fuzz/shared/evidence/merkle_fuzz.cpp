#include <map>

#include "shared/core/ensure.hpp"
#include "shared/evidence/merkle.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;
using evidence::Digest;
using fuzz::Draw;

namespace {

constexpr std::uint64_t kMost = 200;

/// One log with everything a proof may read, and its roots at every size.
struct Log {
    std::vector<Digest> leaves, roots{evidence::empty_root()};
    std::map<std::pair<std::uint8_t, std::uint64_t>, Digest> nodes;

    Log() {
        evidence::Frontier frontier;
        for (std::uint64_t i = 0; i < kMost; ++i) {
            leaves.push_back(evidence::leaf_hash(as_bytes(std::to_string(i))));
            evidence::append(frontier, leaves.back(), [this](const evidence::Grown& grown) {
                nodes[{grown.node.level, grown.node.index}] = grown.hash;
            });
            roots.push_back(evidence::root_of(frontier));
        }
    }
    [[nodiscard]] evidence::Lookup lookup() const {
        return [this](const evidence::Node& node) { return nodes.at({node.level, node.index}); };
    }
};

/// Steps left out, put in, changed, from elsewhere in the log.
evidence::Proof disturbed(evidence::Proof proof, Draw& draw, const Log& log) {
    for (auto changes = draw.below(4); changes > 0; --changes) {
        const auto at = proof.empty() ? 0 : draw.number<std::uint16_t>() % proof.size();
        const auto place = proof.begin() + static_cast<std::ptrdiff_t>(at);
        switch (draw.below(4)) {
            case 0:
                if (!proof.empty()) proof.erase(place);
                break;
            case 1:
                proof.insert(place, log.leaves[draw.byte() % kMost]);
                break;
            case 2:
                proof.insert(place, log.roots[draw.byte() % kMost]);
                break;
            default:
                if (!proof.empty()) (*place)[draw.byte() % 32] ^= static_cast<std::byte>(draw.byte());
        }
    }
    return proof;
}

}  // namespace

// Whatever the proof, it proves what is so and nothing else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Log log;
    Draw draw{data, size};
    const std::uint64_t leaves = 1 + draw.byte() % kMost, index = draw.byte() % leaves;
    const auto honest = evidence::prove_inclusion(index, leaves, log.lookup());
    const auto proof = disturbed(honest, draw, log);
    const std::uint64_t claimed = draw.coin() ? index : draw.number<std::uint16_t>() % 256;
    const auto& leaf = log.leaves[draw.coin() ? index : draw.byte() % kMost];
    // Size and root belong together: a checkpoint signs both. Of another size the same hashes say another thing.
    if (evidence::is_included(leaf, claimed, leaves, proof, log.roots[leaves]))
        ensure(claimed < leaves && leaf == log.leaves[claimed], "what is proven stands there");
    ensure(evidence::is_included(log.leaves[index], index, leaves, honest, log.roots[leaves]), "and it can be proven");

    const std::uint64_t before = draw.byte() % (leaves + 1);
    const auto growth = evidence::prove_consistency(before, leaves, log.lookup());
    ensure(evidence::is_consistent(before, log.roots[before], leaves, log.roots[leaves], growth),
           "a log that grew did");
    const std::uint64_t other = draw.byte() % kMost;
    if (evidence::is_consistent(before, log.roots[other], leaves, log.roots[leaves], disturbed(growth, draw, log)))
        ensure(other == before || before == 0 ? log.roots[other] == log.roots[before] : false,
               "and from no other beginning");
    return 0;
}
