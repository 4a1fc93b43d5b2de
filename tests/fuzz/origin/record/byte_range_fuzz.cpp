#include "origin/record/byte_range.hpp"

#include "shared/codec/header.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// A range that is served lies within the object, and both readers of Range headers agree on what is one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wib;
    const auto text = fuzz::text_of(data, size);
    for (const std::uint64_t length : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, UINT64_MAX}) {
        const auto asked = record::asked_range(text, length);
        const auto* range = std::get_if<record::ByteRange>(&asked);
        if (range) ensure(range->first <= range->last && range->last < length, "a range lies within the object");
        const auto other = codec::parse_range(text, length);
        if (range && other && *other)
            ensure((*other)->first == range->first && (*other)->last == range->last, "a range is read in one way");
    }
    return 0;
}
