#include "shared/identity/session_token.hpp"

#include <span>

#include "shared/codec/base64.hpp"
#include "shared/codec/cookie.hpp"
#include "shared/codec/header.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::identity {

Secret session_token(const std::array<std::uint8_t, 32>& random) {
    return Secret{codec::base64url(std::as_bytes(std::span{random}))};
}

bool is_session_token(std::string_view text) {
    const auto bytes = codec::parse_base64url(text);
    return bytes && bytes->size() == 32;
}

std::string hash_token(std::string_view token) {
    return crypto::sha256_hex(token);
}

std::optional<std::string_view> find_session_token(std::string_view authorization, std::string_view cookies) {
    auto token = codec::bearer(authorization);
    if (!token) token = codec::find_cookie(cookies, kSessionCookie);
    if (!token || !is_session_token(*token)) return std::nullopt;
    return token;
}

}  // namespace wib::identity
