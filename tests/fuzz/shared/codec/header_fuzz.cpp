#include "shared/codec/cookie.hpp"
#include "shared/codec/header.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// Header values as anybody may send them: what is taken from one lies within it and cannot break a head.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace codec = wib::codec;
    using wib::ensure;
    const auto text = wib::fuzz::text_of(data, size);
    for (const std::uint64_t length : {std::uint64_t{0}, std::uint64_t{1000}, UINT64_MAX})
        if (const auto range = codec::parse_range(text, length); range && *range)
            ensure((*range)->first <= (*range)->last && (*range)->last < length, "a range lies within the object");
    if (const auto credentials = codec::bearer(text))
        ensure(!credentials->empty() && credentials->find(' ') == std::string_view::npos, "credentials are one word");
    if (const auto cookie = codec::find_cookie(text, "__Host-wib"))
        ensure(cookie->find(';') == std::string_view::npos, "a cookie's value ends at the semicolon");
    if (codec::is_token(text)) {
        const std::string header = "a=1; __Host-wib=" + std::string{text} + "; b=2";
        ensure(codec::find_cookie(header, "__Host-wib") == text, "a cookie is found among others");
        ensure(codec::is_field_value(codec::set_cookie("__Host-wib", text, std::chrono::seconds{60})),
               "a cookie is one line");
    }
    const auto type = codec::media_type(text);
    ensure(type.size() <= text.size() && codec::lower_case(type) == type && codec::trim(type) == type,
           "a type is plain");
    const auto lowered = codec::lower_case(text);
    ensure(codec::equal_without_case(text, lowered) && codec::lower_case(lowered) == lowered,
           "case is told apart once");
    const auto trimmed = codec::trim(text);
    ensure(codec::trim(trimmed) == trimmed, "trimming is done at once");
    if (codec::is_field_value(text))
        ensure(text.find_first_of(std::string_view{"\r\n\0\x7f", 4}) == std::string_view::npos,
               "no line break in a head");
    return 0;
}
