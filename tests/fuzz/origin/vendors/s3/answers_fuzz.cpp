#include "origin/vendors/s3/answers.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// Whatever a store says, it is read; a range that is read is a range; every refusal has its words.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    namespace s3 = wib::s3;
    const auto text = wib::fuzz::text_of(data, size);
    for (const auto* name : {"UploadId", "ETag", "Code"})
        if (const auto found = s3::element(text, name))
            ensure(found->size() <= text.size(), "an element lies in its document");
    if (const auto error = s3::parse_error(text))
        ensure(text.find("<Error") != std::string_view::npos && error->code.size() <= text.size() &&
                   error->message.size() <= text.size(),
               "an error document says it is one");
    for (const auto& upload : s3::parse_unfinished(text))
        ensure(!upload.object.key.empty() && !upload.object.id.empty() &&
                   upload.object.key.size() + upload.object.id.size() <= text.size(),
               "an upload that is listed can be named");
    const auto meaning = s3::meaning_of(static_cast<int>(200 + size % 400), text);
    ensure(!meaning.detail.empty(), "a refusal has its words");
    if (const auto range = s3::parse_content_range(text))
        ensure(range->range.first <= range->range.last && range->range.last < range->size,
               "a range lies in its object");
    wib::fuzz::Draw draw{data, size};
    const auto bytes = draw.number<std::uint64_t>() >> 14;  // stores take objects of terabytes
    const auto plan = s3::plan_parts(bytes);
    ensure(plan.parts >= 1 && plan.parts <= 10'000 && plan.part_bytes * plan.parts >= bytes,
           "the parts make up the file");
    ensure(bytes == 0 || plan.part_bytes * (plan.parts - 1) < bytes, "and none of them is empty");
    return 0;
}
