#include "shared/codec/text.hpp"
#include "shared/codec/url.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// A target is read in one way; decoded text can be stored; a query survives printing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace codec = wib::codec;
    using wib::ensure;
    constexpr auto npos = std::string_view::npos;
    const auto text = wib::fuzz::text_of(data, size);
    if (const auto target = codec::parse_target(text)) {
        ensure(target->path.starts_with('/') && target->path.find("//") == npos, "a path has no empty segment");
        ensure(target->path.find("/../") == npos && !target->path.ends_with("/.."), "a path does not climb");
        if (const auto path = codec::percent_decode(target->path)) {
            ensure(codec::is_utf8(*path) && path->find('\0') == npos, "a decoded path is text");
            ensure(path->find("/../") == npos && path->find("//") == npos, "nor does it climb when it is decoded");
        }
    }
    if (const auto decoded = codec::percent_decode(text)) {
        ensure(codec::is_utf8(*decoded) && decoded->size() <= text.size(), "decoding yields text and no more of it");
        ensure(codec::percent_decode(codec::percent_encode(*decoded)) == decoded, "encoded text decodes");
    }
    if (const auto query = codec::parse_query(text)) {
        ensure(query->size() <= codec::kMaxQueryParams, "a query is bounded");
        ensure(codec::parse_query(codec::print_query(*query)) == query, "a query survives printing");
    }
    if (const auto url = codec::parse_url(text)) {
        ensure(!url->host.empty() && url->port.size() <= 5, "an address has a host");
        ensure(url->target.empty() || url->target.front() == '/', "a target begins with a slash");
    }
    return 0;
}
