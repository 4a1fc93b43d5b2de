#include "shared/codec/base64.hpp"
#include "shared/codec/hex.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// What is accepted has one spelling: printing it gives the same text back. What was printed is accepted.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace codec = wib::codec;
    using wib::ensure;
    const auto text = wib::fuzz::text_of(data, size);
    if (const auto bytes = codec::parse_base64(text)) ensure(codec::base64(*bytes) == text, "base64 has one spelling");
    if (const auto bytes = codec::parse_base64url(text))
        ensure(codec::base64url(*bytes) == text, "base64url has one spelling");
    if (const auto bytes = codec::parse_hex(text)) ensure(bytes->size() * 2 == size, "a byte is two digits");
    const auto raw = wib::as_bytes(text);
    const wib::Bytes same(raw.begin(), raw.end());
    ensure(codec::parse_base64(codec::base64(raw)) == same, "base64 brings every byte back");
    ensure(codec::parse_base64url(codec::base64url(raw)) == same, "base64url brings every byte back");
    ensure(codec::parse_hex(codec::hex(raw)) == same, "hex brings every byte back");
    return 0;
}
