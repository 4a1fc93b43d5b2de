// The envelope between edge and origin: one of each for every request.
#include <benchmark/benchmark.h>

#include "shared/api/envelope.hpp"

namespace {

using namespace wib;
using namespace std::chrono_literals;

const Instant kNow = from_unix_seconds(1'790'000'000);
const api::EnvelopeKey kKey{"k1", Secret{std::string(32, 'k')}};

api::Envelope of_an_agents_list() {
    const auto id = *parse_uuid("5552493d-16d8-42d8-8feb-c2a16b56f6e8");
    return {.request = RequestId{id},
            .method = "GET",
            .target = "/api/calls?page=1&limit=50&status=completed&from=2026-11-01T00%3A00%3A00Z",
            .content_type = {},
            .idempotency_key = {},
            .body_digest = api::body_digest({}),
            .principal = {.kind = ActorKind::session,
                          .actor = id,
                          .user = UserId{id},
                          .organization = OrgId{id},
                          .role = Role::agent,
                          .plan = "pro",
                          .label = {}},
            .client_address = "203.0.113.9",
            .user_agent =
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            .correlation_id = "wb-mfz2k1c0-1f2e3d4c5b6a",
            .patience = 30s,
            .issued_at = kNow};
}

/// Budget: 15 µs natively. In WebAssembly it is part of the edge's CPU a request, which is held against Hono's.
void seal_envelope(benchmark::State& state) {
    const auto envelope = of_an_agents_list();
    for (auto _ : state) benchmark::DoNotOptimize(api::seal(envelope, kKey));
}
BENCHMARK(seal_envelope);

/// Budget: 15 µs: a tenth of what the cheapest tenant-scoped read costs the origin.
void open_envelope(benchmark::State& state) {
    const auto envelope = of_an_agents_list();
    const auto sealed = api::seal(envelope, kKey);
    const std::vector keys{kKey};
    for (auto _ : state) {
        const auto opened = api::open_envelope(sealed, keys, kNow);
        if (!opened || !api::matches(*opened, "GET", envelope.target, {}, {}, {}, false)) {
            state.SkipWithError("the envelope no longer opens");
            break;
        }
        benchmark::DoNotOptimize(opened);
    }
}
BENCHMARK(open_envelope);

}  // namespace
