#include "shared/core/ensure.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "tests/fuzz/draw.hpp"

// Moments and ids that were read print to what reads back the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = wib::fuzz::text_of(data, size);
    if (const auto at = wib::parse_rfc3339(text)) {
        const auto printed = wib::to_rfc3339(*at);
        wib::ensure(printed.size() == 27, "a moment prints to a fixed width");
        wib::ensure(wib::parse_rfc3339(printed) == at, "a moment reads back");
        wib::ensure(wib::from_unix_micros(wib::unix_micros(*at)) == *at, "a moment is its microseconds");
    }
    if (const auto id = wib::parse_uuid(text)) {
        const auto printed = to_string(*id);
        wib::ensure(printed.size() == 36 && wib::parse_uuid(printed) == id, "an id reads back");
        wib::ensure(wib::CallId::parse(text) == wib::CallId{*id}, "a strong id reads what an id reads");
    }
    return 0;
}
