// The check of a carrier's webhook, natively (the origin's sandbox and tests use it; the edge runs the same code as
// WebAssembly, measured by bench/macro/edge).
#include <benchmark/benchmark.h>

#include "shared/codec/base64.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/webhooks/telnyx.hpp"

namespace {

using namespace wib;
using namespace std::chrono_literals;

struct SignedHook {
    std::string body;
    std::string timestamp;
    std::string signature;
    Instant signed_at;
    crypto::VerifyKey key;
};

/// An answered call as Telnyx words it, grown to `size` with custom headers, as calls from PBXs carry them.
SignedHook signed_hook(std::size_t size) {
    const auto seed = crypto::sha256("a seed of ours");
    const auto signer = *crypto::SigningKey::from_seed(seed);
    std::string body =
        R"({"data":{"event_type":"call.answered","id":"0ccc7b54-4df3-4bca-a65a-3da1ecc777f0","occurred_at":"2018-02-02T22:25:27.521992Z",)"
        R"("payload":{"call_control_id":"v2:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ","call_leg_id":"428c31b6-7af4-4bcb-b7f5-5013ef9657c1",)"
        R"("call_session_id":"428c31b6-abf3-3bc1-b7f4-5013ef9657c1","client_state":"aGF2ZSBhIG5pY2UgZGF5ID1d","connection_id":"7267xxxxxxxxxxxxxx",)"
        R"("from":"+35319605860","to":"+13129457420","start_time":"2018-02-02T22:25:27.521992Z","state":"answered","custom_headers":[)";
    for (int header = 0; body.size() + 90 < size; ++header)
        body += std::string{header > 0 ? "," : ""} + R"({"name":"X-Header-)" + std::to_string(header) +
                R"(","value":"52ae9c5a-51c2-4b8e-9f52-6d2d2e4c8a55"})";
    body += R"(]},"record_type":"event"},"meta":{"attempt":1,"delivered_to":"https://example.com/webhooks/telnyx"}})";
    const std::string timestamp = "1790000000";
    const auto signature = signer.sign(as_bytes(timestamp + "|" + body));
    return {std::move(body), timestamp, codec::base64(signature), from_unix_seconds(1'790'000'000),
            signer.verify_key()};
}

/// Budget: 150 µs at a typical size; Telnyx gives us two seconds, a busy floor sends some hundreds a second.
void verify_webhook(benchmark::State& state) {
    const auto hook = signed_hook(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        const auto verdict = webhooks::verify_telnyx(hook.body, hook.signature, hook.timestamp, hook.key,
                                                     hook.signed_at, webhooks::kTelnyxTolerance);
        if (!verdict) {
            state.SkipWithError("the fixture no longer verifies");
            break;
        }
        benchmark::DoNotOptimize(verdict);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(hook.body.size()));
}
BENCHMARK(verify_webhook)->Arg(1 << 10)->Arg(16 << 10);

/// Budget: as much as a genuine one. Who sends nonsense must not cost us more than who does not.
void refuse_webhook(benchmark::State& state) {
    auto hook = signed_hook(1 << 10);
    hook.body.back() = ' ';
    for (auto _ : state) {
        const auto verdict = webhooks::verify_telnyx(hook.body, hook.signature, hook.timestamp, hook.key,
                                                     hook.signed_at, webhooks::kTelnyxTolerance);
        if (verdict) {
            state.SkipWithError("a forgery was believed");
            break;
        }
        benchmark::DoNotOptimize(verdict);
    }
}
BENCHMARK(refuse_webhook);

/// Budget: 20 µs, beside a transaction of a hundred.
void read_event(benchmark::State& state) {
    const auto hook = signed_hook(1 << 10);
    for (auto _ : state) {
        const auto event = webhooks::parse_telnyx_event(hook.body, hook.signed_at);
        if (!event || event->fact != voice::FactKind::answered) {
            state.SkipWithError("the event is no longer understood");
            break;
        }
        benchmark::DoNotOptimize(event);
    }
}
BENCHMARK(read_event);

}  // namespace
