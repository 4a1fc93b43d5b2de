#include "shared/core/ensure.hpp"
#include "shared/evidence/verifier.hpp"
#include "tests/fuzz/draw.hpp"
#include "tests/support/bundles.hpp"

using namespace wib;
using fuzz::Draw;

namespace {

bool holds(ByteView bundle, std::size_t piece) {
    evidence::BundleVerifier verifier{testing::the_trusted()};
    while (!bundle.empty()) {
        const auto some = bundle.first(std::min(piece, bundle.size()));
        if (!verifier.feed(some)) break;
        bundle = bundle.subspan(some.size());
    }
    return verifier.finish().holds;
}

/// Two short frames, so that most of the bundle is its form.
Bytes a_short_spool() {
    Bytes out;
    record::SpoolWriter writer{testing::a_header(), out};
    for (std::uint32_t chunk = 0; chunk < 2; ++chunk) {
        const auto audio = testing::audio_of(record::Track::heard, chunk, 4);
        writer.append(testing::a_frame(record::Track::heard, chunk, audio), out);
    }
    writer.end(record::EndReason::stopped, 40, testing::kSpoolStart, out);
    return out;
}

Bytes genuine() {
    testing::BundleParts parts;
    parts.manifest = testing::bundle_parts().manifest;
    parts.manifest.files.clear();
    parts.add_spool("1.spool", a_short_spool());
    parts.add(evidence::FileKind::audit, evidence::Authority::authoritative, "audit.json", "application/json",
              to_bytes(testing::an_audit_extract(testing::a_signing_key())));
    return testing::a_bundle(parts);
}

/// Bytes changed, taken out, put in, and written twice.
Bytes disturbed(Bytes bundle, Draw& draw) {
    for (auto changes = draw.below(4); changes > 0 && !bundle.empty(); --changes) {
        const auto at = bundle.begin() + draw.number<std::uint16_t>() % static_cast<std::ptrdiff_t>(bundle.size());
        switch (draw.below(4)) {
            case 0:
                *at = static_cast<std::byte>(draw.byte());
                break;
            case 1:
                bundle.erase(at, at + static_cast<std::ptrdiff_t>(std::min<std::size_t>(
                                          draw.byte(), static_cast<std::size_t>(bundle.end() - at))));
                break;
            case 2: {
                const auto text = draw.text(40);
                bundle.insert(at, as_bytes(text).begin(), as_bytes(text).end());
                break;
            }
            default: {
                const Bytes again{at, at + static_cast<std::ptrdiff_t>(std::min<std::size_t>(
                                               draw.byte(), static_cast<std::size_t>(bundle.end() - at)))};
                bundle.insert(at, again.begin(), again.end());
            }
        }
    }
    return bundle;
}

}  // namespace

// A bundle holds when it is the one that was made, and never otherwise; a manifest has one spelling.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto whole = genuine();
    Draw draw{data, size};
    switch (draw.below(3)) {
        case 0: {
            const auto piece = 1 + std::size_t{draw.byte()};
            const auto bundle = disturbed(whole, draw);
            ensure(holds(bundle, piece) == (bundle == whole), "what was changed does not hold, and what was not does");
            break;
        }
        case 1: {
            const auto text = draw.rest();
            if (const auto manifest = evidence::parse_manifest(text))
                ensure(evidence::print(*manifest) == text, "a manifest has one spelling");
            break;
        }
        default:
            ensure(!holds(as_bytes(draw.rest()), 64), "nobody signed that");
    }
    return 0;
}
