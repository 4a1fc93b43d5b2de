// Finding a request's row. The table will hold some four hundred.
#include <benchmark/benchmark.h>

#include <vector>

#include "shared/api/routes.hpp"

namespace {

using namespace wib;

/// Budget: 1 µs, whatever the length of the table; it happens twice a request, at the edge and at the origin.
void match_route(benchmark::State& state) {
    const std::vector<std::pair<std::string, std::string>> asked{
        {"GET", "/api/users/me"},
        {"GET", "/api/calls/5552493d-16d8-42d8-8feb-c2a16b56f6e8"},
        {"GET", "/api/calls/5552493d-16d8-42d8-8feb-c2a16b56f6e8/transcript"},
        {"POST", "/api/voice/call"},
        {"POST", "/webhooks/telnyx"},
    };
    std::size_t at = 0;
    for (auto _ : state) {
        const auto& [method, path] = asked[at++ % asked.size()];
        const auto match = api::match(method, path);
        if (!match) {
            state.SkipWithError("a route is gone");
            break;
        }
        benchmark::DoNotOptimize(match);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(match_route);

/// Budget: 1 µs: strangers try paths all day.
void match_nothing(benchmark::State& state) {
    for (auto _ : state) {
        const auto match = api::match("GET", "/api/wp-admin/setup-config.php");
        if (match) {
            state.SkipWithError("a stranger's path is a route");
            break;
        }
        benchmark::DoNotOptimize(match);
    }
}
BENCHMARK(match_nothing);

}  // namespace
