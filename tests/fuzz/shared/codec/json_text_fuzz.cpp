#include "shared/codec/reflect.hpp"
#include "shared/codec/text.hpp"
#include "tests/fuzz/draw.hpp"

// Any bytes print as a JSON string; those that are text come back as they were. Any number prints to what reads back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace codec = wib::codec;
    using wib::ensure;
    const auto text = wib::fuzz::text_of(data, size);
    const auto printed = codec::print(std::string{text});
    const auto read = codec::parse<std::string>(printed);
    const bool holds_nul = text.find('\0') != std::string_view::npos;
    ensure(read.has_value() != holds_nul, "a printed string is JSON");
    if (read && codec::is_utf8(text)) ensure(*read == text, "text comes back as it was");
    if (read) ensure(codec::is_utf8(*read), "and is text in any case");

    wib::fuzz::Draw draw{data, size};
    const auto whole = draw.number<std::int64_t>();
    ensure(codec::parse<std::int64_t>(codec::print(whole)) == whole, "a whole number comes back");
    const auto natural = draw.number<std::uint64_t>();
    ensure(codec::parse<std::uint64_t>(codec::print(natural)) == natural, "so does a large one");
    return 0;
}
