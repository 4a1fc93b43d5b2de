// The verifier of evidence bundles as a module for the browser (edge/console/src/views/verify). Bytes in, a report out;
// nothing is decided here.
//
// One instance verifies one bundle:
//     evidence_alloc(size)        room for what the page gives next, valid until the next call of evidence_alloc
//     evidence_begin(in, size)    the verifier keys that are trusted, one a line; none at all: nobody was named. 0: one
//     is no key evidence_feed(in, size)     the next piece of the bundle. 0: a flaw was found, more will not change the
//     report evidence_finish()           u32 size and so many bytes of the report as JSON
//     (shared/evidence/verifier.hpp)
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/core/ensure.hpp"
#include "shared/evidence/lines.hpp"
#include "shared/evidence/verifier.hpp"

namespace {

using namespace wib;

Bytes& inbox() {
    static Bytes bytes;
    return bytes;
}

std::string& outbox() {
    static std::string bytes;
    return bytes;
}

std::optional<evidence::BundleVerifier>& verifier() {
    static std::optional<evidence::BundleVerifier> instance;
    return instance;
}

}  // namespace

extern "C" {

[[clang::export_name("evidence_alloc")]] std::byte* evidence_alloc(std::uint32_t size) {
    inbox().resize(size);
    return inbox().data();
}

[[clang::export_name("evidence_begin")]] std::uint32_t evidence_begin(const std::byte* in, std::uint32_t size) {
    auto text = as_text({in, size});
    std::vector<evidence::NamedVerifyKey> trusted;
    while (const auto line = evidence::take_line(text)) {
        auto key = evidence::parse_verifier_key(*line);
        if (!key) return 0;
        trusted.push_back(std::move(*key));
    }
    if (!text.empty()) return 0;
    verifier().emplace(std::move(trusted));
    return 1;
}

[[clang::export_name("evidence_feed")]] std::uint32_t evidence_feed(const std::byte* in, std::uint32_t size) {
    ensure(verifier().has_value(), "a bundle is begun before it is fed");
    return verifier()->feed({in, size}) ? 1 : 0;
}

[[clang::export_name("evidence_finish")]] const std::byte* evidence_finish() {
    ensure(verifier().has_value(), "a bundle is begun before it ends");
    constexpr std::size_t kSize = sizeof(std::uint32_t);
    auto& out = outbox();
    out.assign(kSize, '\0');
    out += codec::print(verifier()->finish());
    for (std::size_t byte = 0; byte < kSize; ++byte)
        out[byte] = static_cast<char>(((out.size() - kSize) >> (8 * byte)) & 0xff);
    return reinterpret_cast<const std::byte*>(out.data());
}

}  // extern "C"
