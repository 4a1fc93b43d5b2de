// A log of audit rows: adding to it, and how much a proof weighs at a million leaves.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "shared/evidence/audit_leaf.hpp"
#include "shared/evidence/merkle.hpp"

namespace {

using namespace wib;
using namespace wib::evidence;

constexpr std::uint64_t kLeaves = 1'000'000;

/// A row as a call's start leaves it: who it was is sealed, from where as well.
AuditRecord a_row(std::uint64_t number) {
    AuditRecord row{.created_at_us = 1'795'250'700'000'000 + static_cast<std::int64_t>(number),
                    .user = Uuid{},
                    .actor_type = "human",
                    .actor_label = {},
                    .action = "call:started",
                    .resource_type = "call",
                    .resource = Uuid{},
                    .old_value = {},
                    .new_value = R"({"to": "***0142", "from": "***0100", "flow_type": "direct"})",
                    .ip_address = {},
                    .user_agent = {},
                    .actor_sealed = Bytes(210, std::byte{7}),
                    .actor_key = Uuid{},
                    .subject_sealed = {},
                    .subject_key = {},
                    .metadata = {},
                    .correlation_id = "wb-mi2x4k-5f0c2a9d"};
    row.id.octets[0] = static_cast<std::uint8_t>(number);
    row.id.octets[1] = static_cast<std::uint8_t>(number >> 8);
    return row;
}

// Budget: 20 µs a leaf (50,000 a second, design §14): one organisation's log must take what a whole cluster writes.
// From the row's columns to the leaf, and every node that it completes, handed on to be kept.
void evidence_append(benchmark::State& state) {
    Frontier log;
    std::uint64_t number = 0, kept = 0;
    for (auto _ : state) {
        append(log, leaf_hash(leaf_of(a_row(number++))), [&](const Grown& grown) {
            benchmark::DoNotOptimize(grown.hash);
            ++kept;
        });
    }
    if (log.size != number || kept < number) state.SkipWithError("the log did not grow");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(evidence_append);

// Budget: 1 KB for the longest proof of a log of a million (design §14).
void evidence_prove(benchmark::State& state) {
    std::size_t longest = 0;
    std::uint64_t index = 0;
    for (auto _ : state) {
        const auto proof = prove_inclusion(index, kLeaves, [](const Node&) { return Digest{}; });
        longest = std::max(longest, proof.size() * sizeof(Digest));
        index = (index + 7919) % kLeaves;
        benchmark::DoNotOptimize(proof);
    }
    if (longest == 0) state.SkipWithError("a proof among a million leaves is not empty");
    state.SetItemsProcessed(state.iterations());
    state.counters["bytes"] = static_cast<double>(longest);
}
BENCHMARK(evidence_prove);

}  // namespace
