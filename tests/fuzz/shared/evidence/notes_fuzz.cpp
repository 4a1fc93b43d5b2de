#include "shared/core/ensure.hpp"
#include "shared/evidence/checkpoint.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;

// The text of a key is a key's only spelling, and a note nobody signed says nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto key =
        evidence::parse_verifier_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    ensure(key.has_value(), "the key of the corpus is one");
    const auto text = fuzz::text_of(data, size);
    if (const auto other = evidence::parse_verifier_key(text))
        ensure(evidence::print_verifier_key(other->name, other->key) == text, "a key has one spelling");
    ensure(!evidence::open_note(text, *key), "no checkpoint was ever signed with this key");
    return 0;
}
