#include <algorithm>

#include "edge/access/assertion.hpp"
#include "shared/codec/base64.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;
using fuzz::Draw;

// Whatever Access or somebody in its place says: who is let in has a name, reads and nothing more, by the team and for
// the application of the settings; and a key is one that RS256 can be checked with.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace access = edge::access;
    Draw draw{data, size};
    const access::Rules rules{.team_domain = "t.example", .audiences = {"aud"}};
    const bool is_whole = draw.coin();
    const auto rest = draw.rest();
    const auto token = is_whole ? std::string{rest}
                                : codec::base64url(as_bytes(std::string_view{R"({"alg":"RS256","kid":"k"})"})) + '.' +
                                      codec::base64url(as_bytes(rest)) + ".AAAA";
    if (const auto claimed = access::read_assertion(token, rules, from_unix_seconds(1'795'253'793))) {
        ensure(identity::is_label(claimed->label) && claimed->scope == Scope::read, "a name that reads");
        ensure(!claimed->key_id.empty() && token.starts_with(claimed->message), "what is signed is what came");
    }
    if (const auto key = access::find_key(rest, "k")) {
        ensure(access::are_certs(rest), "a key is found in keys");
        ensure(codec::parse_base64url(key->modulus)->size() >= 256 && key->exponent == "AQAB", "a key that is no toy");
    }
    return 0;
}
