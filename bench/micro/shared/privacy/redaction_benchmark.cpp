// Redaction of what a model, a log or analytics is about to see.
#include <benchmark/benchmark.h>

#include <string>

#include "shared/privacy/redaction.hpp"

namespace {

using namespace wib;

const std::string kPlain =
    "well I have been waiting for almost two weeks now and nobody has called me back about the invoice from the twenty "
    "first of may";
const std::string kPersonal =
    "sure my social is one two three forty five sixty seven eighty nine and the card is four one one one one one one "
    "one one one "
    "one one one one one one, you can reach me at jane dot doe at example dot com or on (312) 945-7420";

/// Budget: 60 µs for a turn of twenty-odd words, a thirtieth of our share of a spoken turn (p50 2 ms).
void redact_turn(benchmark::State& state, const std::string& said, std::size_t least_found) {
    for (auto _ : state) {
        const auto redacted = privacy::redact(said);
        if (redacted.count() < least_found || (least_found == 0 && redacted.text != said)) {
            state.SkipWithError("redaction does not take what it took");
            break;
        }
        benchmark::DoNotOptimize(redacted);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(said.size()));
}
BENCHMARK_CAPTURE(redact_turn, plain, kPlain, 0);
BENCHMARK_CAPTURE(redact_turn, personal, kPersonal, 2);

/// Budget: 15 ms for an hour's transcript of 9,000 words, after the call.
void redact_transcript(benchmark::State& state) {
    std::string transcript;
    for (int turn = 0; turn < 360; ++turn) transcript += (turn % 30 == 7 ? kPersonal : kPlain) + ".\n";
    for (auto _ : state) {
        const auto redacted = privacy::redact(transcript);
        if (redacted.count() < 24) {
            state.SkipWithError("redaction does not take what it took");
            break;
        }
        benchmark::DoNotOptimize(redacted);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(transcript.size()));
}
BENCHMARK(redact_transcript)->Unit(benchmark::kMicrosecond);

}  // namespace
