#include "edge/core/cache.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// What KV brings back is a moment and a body, or nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = wib::fuzz::text_of(data, size);
    const auto kept = wib::edge::decode_kept(text);
    if (!kept) return 0;
    wib::ensure(wib::unix_micros(kept->at) >= 0, "no moment before 1970");
    wib::ensure(text.ends_with(kept->body) && kept->body.size() < text.size(), "the body is what follows the moment");
    return 0;
}
