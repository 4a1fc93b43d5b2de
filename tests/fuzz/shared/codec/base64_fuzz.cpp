#include <cstdint>

#include "shared/codec/base64.hpp"
#include "shared/codec/hex.hpp"

// What is accepted has one spelling: printing it gives the same text back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto bytes = wib::codec::parse_base64(text); bytes && wib::codec::base64(*bytes) != text)
        __builtin_trap();
    if (const auto bytes = wib::codec::parse_base64url(text); bytes && wib::codec::base64url(*bytes) != text)
        __builtin_trap();
    if (const auto bytes = wib::codec::parse_hex(text); bytes && bytes->size() * 2 != size) __builtin_trap();
    return 0;
}
