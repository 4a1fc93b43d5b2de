#include <cstdint>

#include "shared/codec/text.hpp"
#include "shared/codec/url.hpp"

// A target is read in one way; decoded text can be stored; a query survives printing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace codec = wib::codec;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto target = codec::parse_target(text)) {
        const bool escapes =
            target->path.find("..") != std::string_view::npos && target->path.find("/../") != std::string_view::npos;
        if (escapes || target->path.find("//") != std::string_view::npos) __builtin_trap();
        if (const auto path = codec::percent_decode(target->path); path && !codec::is_utf8(*path)) __builtin_trap();
    }
    if (const auto query = codec::parse_query(text); query && codec::parse_query(codec::print_query(*query)) != query)
        __builtin_trap();
    if (const auto url = codec::parse_url(text); url && url->host.empty()) __builtin_trap();
    return 0;
}
