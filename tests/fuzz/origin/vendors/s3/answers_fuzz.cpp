#include <cstdint>

#include "origin/vendors/s3/answers.hpp"

// Whatever a store says, it is read; a range that is read is a range.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const auto* name : {"UploadId", "ETag", "Code"})
        if (const auto found = wib::s3::element(text, name); found && found->size() > text.size()) __builtin_trap();
    (void)wib::s3::meaning_of(static_cast<int>(200 + size % 400), text);
    if (const auto range = wib::s3::parse_content_range(text); range && range->range.last >= range->size)
        __builtin_trap();
    return 0;
}
