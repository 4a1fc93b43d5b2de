#include "shared/identity/service_token.hpp"

#include <algorithm>

#include "shared/codec/base64.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::identity {
namespace {

std::string part(std::string_view json) {
    return codec::base64url(as_bytes(json));
}

void claim(std::string& json, std::string_view before, std::string_view text) {
    json += before;
    codec::write_string(json, text);
}

}  // namespace

std::string issue_service_token(const ServiceTicket& ticket, std::string_view key_id, const crypto::SigningKey& key) {
    std::string header;
    claim(header, R"({"alg":)", kTokenAlgorithm);
    claim(header, R"(,"typ":"JWT","kid":)", key_id);
    std::string claims;
    claim(claims, R"({"iss":)", kTokenIssuer);
    claim(claims, R"(,"aud":)", kTokenAudience);
    claim(claims, R"(,"sub":)", ticket.label);
    claim(claims, R"(,"scope":)", name(ticket.scope));
    claim(claims, R"(,"jti":)", ticket.id);
    claims += R"(,"iat":)" + std::to_string(ticket.issued.count());
    claims += R"(,"exp":)" + std::to_string((ticket.issued + ticket.life).count());
    auto token = part(header + '}') + '.' + part(claims + '}');
    const auto signature = key.sign(as_bytes(token));
    return token + '.' + codec::base64url(signature);
}

Result<ClaimedService, TokenError> read_service_token(std::string_view token, Instant now) {
    const auto jwt = read_jwt(token, kTokenAlgorithm, codec::Unknown::refused, kLongestToken);
    if (!jwt) return unexpected(jwt.error());
    if (jwt->signature.size() != crypto::Signature{}.size()) return unexpected(TokenError::malformed);
    const Claims claims{jwt->claims};
    if (!claims.is_readable()) return unexpected(TokenError::malformed);
    if (claims.text("iss") != kTokenIssuer) return unexpected(TokenError::issuer);
    if (!claims.is_for(kTokenAudience)) return unexpected(TokenError::audience);
    if (const auto error = claims.check_times(now, kTokenLife)) return unexpected(*error);
    const auto label = claims.text("sub"), scope = claims.text("scope");
    if (!is_label(label) || !is_label(claims.text("jti"))) return unexpected(TokenError::subject);
    const bool writes = scope == name(Scope::write);
    if (!writes && scope != name(Scope::read)) return unexpected(TokenError::scope);
    return ClaimedService{.key_id = jwt->key_id,
                          .message = std::string{jwt->message},
                          .signature = std::string{as_text(jwt->signature)},
                          .label = std::string{label},
                          .scope = writes ? Scope::write : Scope::read};
}

Result<ClaimedService, TokenError> verify_service_token(std::string_view token, std::span<const ServiceKey> keys,
                                                        Instant now) {
    auto claimed = read_service_token(token, now);
    if (!claimed) return claimed;
    const auto key = std::ranges::find(keys, claimed->key_id, &ServiceKey::id);
    if (key == keys.end()) return unexpected(TokenError::unknown_key);
    if (crypto::verify_ed25519(key->key, as_bytes(claimed->message), as_bytes(claimed->signature)) ==
        crypto::Verdict::forged)
        return unexpected(TokenError::mismatch);
    return claimed;
}

}  // namespace wib::identity
