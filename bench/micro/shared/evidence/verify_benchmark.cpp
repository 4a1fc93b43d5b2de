#include <benchmark/benchmark.h>

#include "shared/evidence/verifier.hpp"
#include "tests/support/bundles.hpp"

namespace wib {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

/// Budget: 2 s for the bundle of a call of an hour (69 MB): its hash, its checksum, and every record of its chain.
void verify_hour(benchmark::State& state) {
    testing::BundleParts parts;
    parts.manifest = testing::bundle_parts().manifest;
    parts.manifest.files.clear();
    parts.add_spool("recordings/1.spool", testing::a_spool(3600));
    const auto bundle = testing::a_bundle(parts);
    for (auto _ : state) {
        evidence::BundleVerifier verifier{testing::the_trusted()};
        for (std::size_t at = 0; at < bundle.size(); at += kPiece)
            if (!verifier.feed(ByteView{bundle}.subspan(at, std::min(kPiece, bundle.size() - at)))) break;
        if (!verifier.finish().holds) {
            state.SkipWithError("the bundle does not hold");
            break;
        }
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bundle.size()));
}
BENCHMARK(verify_hour)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace wib
