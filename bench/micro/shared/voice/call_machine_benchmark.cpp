// Folding a call: every webhook and every alarm does it twice.
#include <benchmark/benchmark.h>

#include "shared/voice/call_json.hpp"
#include "shared/voice/call_machine.hpp"

namespace {

using namespace wib;
using namespace wib::voice;
using namespace std::chrono_literals;

const Instant kNoon = *parse_rfc3339("2026-11-21T12:00:00Z");
const CallPlan kPlan{.flow = Flow::bridge};

/// A bridge call from dial to hang-up, with the media lost and asked for again twice.
FactSet a_whole_call() {
    FactSet facts;
    const auto add = [&](FactKind kind, Leg leg, Duration after, Source source = Source::carrier,
                         Cause cause = Cause::none) {
        facts.add({.kind = kind,
                   .leg = leg,
                   .occurred_at = kNoon + after,
                   .source = source,
                   .cause = cause,
                   .received_at = kNoon + after + 200ms});
    };
    for (const auto leg : {Leg::agent, Leg::consumer}) {
        const auto from = leg == Leg::agent ? Duration{0} : Duration{8s};
        add(FactKind::dial_requested, leg, from, Source::us);
        add(FactKind::dialed, leg, from + 1s);
        add(FactKind::ringing, leg, from + 2s);
        add(FactKind::answered, leg, from + 7s);
        add(FactKind::bridged, leg, from + 16s);
        add(FactKind::hung_up, leg, 312s, Source::carrier, Cause::normal);
    }
    add(FactKind::machine_detected, Leg::consumer, 16s);
    for (const auto at : {16s, 80s, 150s}) {
        add(FactKind::stream_started, Leg::consumer, at);
        add(FactKind::stream_stopped, Leg::consumer, at + 60s);
        add(FactKind::stream_requested, Leg::consumer, at + 62s, Source::us);
    }
    return facts;
}

/// Budget: 3 µs: nothing beside the transaction it happens in.
void fold_call(benchmark::State& state) {
    const auto facts = a_whole_call();
    for (auto _ : state) {
        const auto folded = fold(kPlan, facts);
        if (!folded.is<Ended>()) {
            state.SkipWithError("the call has not ended");
            break;
        }
        benchmark::DoNotOptimize(folded);
    }
}
BENCHMARK(fold_call);

/// Budget: 10 µs: two folds and their difference, for news that ends the call; and a copy of what was known, for the
/// next round.
void learn_news(benchmark::State& state) {
    const Fact news{
        .kind = FactKind::end_requested, .leg = Leg::call, .occurred_at = kNoon + 311s, .source = Source::us};
    const auto known = a_whole_call();
    for (auto _ : state) {
        auto facts = known;
        auto effects = learn(kPlan, facts, news, kNoon + 311s);
        benchmark::DoNotOptimize(effects);
        if (facts.size() != known.size() + 1) {
            state.SkipWithError("the news was none");
            break;
        }
    }
}
BENCHMARK(learn_news);

/// Budget: 40 µs: the row's JSON becomes facts again with every webhook.
void read_call(benchmark::State& state) {
    const auto text = to_json({.plan = kPlan, .facts = a_whole_call()});
    for (auto _ : state) {
        const auto call = parse_call(text);
        if (!call) {
            state.SkipWithError("the call no longer reads");
            break;
        }
        benchmark::DoNotOptimize(call);
    }
}
BENCHMARK(read_call);

}  // namespace
