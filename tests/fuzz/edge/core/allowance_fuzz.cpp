#include "edge/core/cors.hpp"
#include "edge/core/request_line.hpp"
#include "edge/core/windows.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// What a forwarded request left of its caller's window comes back as it was left, or not at all.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace edge = wib::edge;
    const auto text = wib::fuzz::text_of(data, size);
    const auto sharing = edge::decode_sharing(text);
    wib::ensure(edge::decode_sharing(edge::encode(sharing)) == sharing, "so does whose pages may read the answer");
    if (const auto line = edge::decode_line(text))
        wib::ensure(edge::decode_line(edge::encode(*line)) == line, "so does what its log line will say");
    const auto allowance = edge::decode_allowance(text);
    if (!allowance) return 0;
    wib::ensure(edge::decode_allowance(edge::encode(*allowance)) == allowance,
                "it is the same when it comes back again");
    return 0;
}
