#include <algorithm>

#include "shared/codec/base64.hpp"
#include "shared/core/ensure.hpp"
#include "shared/identity/service_token.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;
using fuzz::Draw;

namespace {

constexpr std::int64_t kNow = 1'795'253'793;

const crypto::SigningKey& key() {
    static const auto made = *crypto::SigningKey::from_seed(Bytes(32, std::byte{0x5c}));
    return made;
}

std::string signed_text(std::string_view header, std::string_view claims) {
    auto text = codec::base64url(as_bytes(header)) + '.' + codec::base64url(as_bytes(claims));
    const auto signature = key().sign(as_bytes(text));
    return text + '.' + codec::base64url(signature);
}

}  // namespace

// Whoever does not hold the key gets no token taken; whoever does, only one that ends within a quarter of an hour,
// names who it is for, and says which of two things it may do.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace identity;
    Draw draw{data, size};
    const std::array keys{ServiceKey{"k", key().verify_key()}};
    const auto now = from_unix_seconds(kNow);
    const bool is_ours = draw.coin();
    const std::string header{draw.coin() ? std::string_view{R"({"alg":"EdDSA","kid":"k"})"} : draw.text(60)};
    const std::string rest{draw.rest()};
    const auto text = is_ours ? signed_text(header, rest) : rest;
    const auto jwt = read_jwt(text, kTokenAlgorithm, codec::Unknown::ignored, kLongestToken);
    if (jwt) ensure(text.starts_with(jwt->message) && !jwt->key_id.empty(), "a token names its key");
    const auto claimed = read_service_token(text, now);
    ensure(!claimed || jwt, "what is read as ours is a token at all");
    const auto taken = verify_service_token(text, keys, now);
    ensure(!taken || claimed, "what is taken has been read");
    if (!taken) return 0;
    ensure(is_ours, "no forged token");
    ensure(is_label(taken->label) && taken->scope != Scope::none, "a token says who and for what");
    ensure(principal_of(*taken).kind == ActorKind::service, "a token's holder is a service");
    const auto claims = codec::parse_base64url(taken->message.substr(taken->message.find('.') + 1));
    ensure(claims && Claims{*claims}.check_times(now + kTokenLife + 2 * kTokenSkew, kTokenLife) == TokenError::expired,
           "a token ends");
    return 0;
}
