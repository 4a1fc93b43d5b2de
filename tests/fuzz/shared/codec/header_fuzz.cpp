#include <cstdint>

#include "shared/codec/cookie.hpp"
#include "shared/codec/header.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace codec = wib::codec;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto range = codec::parse_range(text, 1000);
        range && *range && ((*range)->last > 999 || (*range)->first > (*range)->last))
        __builtin_trap();
    if (const auto credentials = codec::bearer(text); credentials && credentials->empty()) __builtin_trap();
    if (const auto cookie = codec::find_cookie(text, "__Host-wib");
        cookie && cookie->find(';') != std::string_view::npos)
        __builtin_trap();
    (void)codec::media_type(text);
    if (codec::is_field_value(text) && text.find('\n') != std::string_view::npos) __builtin_trap();
    return 0;
}
