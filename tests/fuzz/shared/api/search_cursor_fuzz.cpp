#include "shared/api/search.hpp"

#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// A cursor that was read names a place that can be asked for, and what it prints as reads back as the same place.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    const auto cursor = wib::api::SearchCursor::parse(wib::fuzz::text_of(data, size));
    if (!cursor) return 0;
    ensure(cursor->utterance() >= 0 && wib::unix_micros(cursor->call_at()) >= 0, "a place is not before the first");
    const auto printed = to_string(*cursor);
    ensure(printed.size() <= 64, "a cursor is short");
    ensure(wib::api::SearchCursor::parse(printed) == cursor, "what was printed reads back");
    return 0;
}
