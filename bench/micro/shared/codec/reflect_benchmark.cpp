// JSON from and to described structs: the page of fifty calls that lists are made of.
#include <benchmark/benchmark.h>

#include "shared/api/calls.hpp"
#include "shared/api/voice.hpp"

namespace {

using namespace wib;
using namespace std::chrono_literals;

const Instant kNow = *parse_rfc3339("2026-11-21T12:00:00.123456Z");

api::CallListReply a_page() {
    api::CallListReply page{
        .success = true, .calls = {}, .pagination = {.page = 1, .limit = 50, .total = 4211, .total_pages = 85}};
    const auto id = *parse_uuid("5552493d-16d8-42d8-8feb-c2a16b56f6e8");
    for (int i = 0; i < 50; ++i)
        page.calls.push_back({.id = CallId{id},
                              .status = "completed",
                              .direction = "outbound",
                              .flow_type = "bridge",
                              .from_number = "+15550100000",
                              .to_number = "+13129457420",
                              .user_id = UserId{id},
                              .user_name = "Zoë Quartermaine",
                              .started_at = kNow,
                              .answered_at = kNow + 12s,
                              .ended_at = kNow + 312s,
                              .duration_seconds = 312,
                              .talk_seconds = 300,
                              .hangup_cause = "normal",
                              .failure_reason = {},
                              .has_recording = true,
                              .created_at = kNow});
    return page;
}

/// Budget: 60 µs for fifty calls, half of the query that found them.
void print_call_list(benchmark::State& state) {
    const auto page = a_page();
    std::size_t size = 0;
    for (auto _ : state) {
        const auto text = codec::print(page);
        size = text.size();
        benchmark::DoNotOptimize(text);
    }
    if (size < 50 * 400) state.SkipWithError("calls are missing from the page");
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(size));
}
BENCHMARK(print_call_list);

/// Budget: 250 µs. We read lists only in tests and from other systems' exports.
void parse_call_list(benchmark::State& state) {
    const auto text = codec::print(a_page());
    for (auto _ : state) {
        const auto page = codec::parse<api::CallListReply>(text);
        if (!page || page->calls.size() != 50) {
            state.SkipWithError("the page no longer reads");
            break;
        }
        benchmark::DoNotOptimize(page);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(parse_call_list);

}  // namespace
