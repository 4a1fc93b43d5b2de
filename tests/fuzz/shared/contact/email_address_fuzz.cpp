#include "shared/contact/email_address.hpp"

#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// An address that was read is one line without spaces that reads as itself, and has something on both sides of one "@".
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    const auto address = wib::EmailAddress::parse(wib::fuzz::text_of(data, size));
    if (!address) return 0;
    const auto& text = address->value();
    ensure(wib::EmailAddress::parse(text) == address, "what was read reads as itself");
    ensure(text.size() <= 254, "an address is short");
    for (const char c : text) ensure(c > ' ' && c < 127 && !(c >= 'A' && c <= 'Z'), "one line, lower case");
    const auto at = text.find('@');
    ensure(at != std::string::npos && at > 0 && text.find('.', at) != std::string::npos, "somebody at some domain");
    return 0;
}
