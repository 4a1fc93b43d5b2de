#include "edge/access/assertion.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "shared/codec/base64.hpp"

namespace wib::edge::access {
namespace {

using identity::TokenError;

// The whole head of a request is shorter than twice this.
constexpr std::size_t kLongest = 8 * 1024;
// Sessions of an application last a month at most.
constexpr std::chrono::seconds kLife = std::chrono::hours{24 * 31};
constexpr codec::Reading kReading{.max_bytes = 64 * 1024, .max_depth = 8};
constexpr std::size_t kLeastModulus = 2048 / 8, kMostModulus = 4096 / 8;

std::string_view member(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}

const boost::json::array* keys_of(const codec::Document& document) {
    const auto* certs = document.error() ? nullptr : document.root().if_object();
    const auto* keys = certs ? certs->if_contains("keys") : nullptr;
    return keys ? keys->if_array() : nullptr;
}

}  // namespace

Result<identity::ClaimedService, TokenError> read_assertion(std::string_view token, const Rules& rules, Instant now) {
    const auto jwt = identity::read_jwt(token, "RS256", codec::Unknown::ignored, kLongest);
    if (!jwt) return unexpected(jwt.error());
    const identity::Claims claims{jwt->claims};
    if (!claims.is_readable()) return unexpected(TokenError::malformed);
    if (claims.text("iss") != rules.issuer()) return unexpected(TokenError::issuer);
    if (std::ranges::none_of(rules.audiences, [&](const auto& one) { return claims.is_for(one); }))
        return unexpected(TokenError::audience);
    if (claims.text("type") != "app") return unexpected(TokenError::kind);
    if (const auto error = claims.check_times(now, kLife)) return unexpected(*error);
    auto label = claims.text("email");
    if (label.empty()) label = claims.text("common_name");
    if (!identity::is_label(label)) return unexpected(TokenError::subject);
    return identity::ClaimedService{.key_id = jwt->key_id,
                                    .message = std::string{jwt->message},
                                    .signature = std::string{as_text(jwt->signature)},
                                    .label = std::string{label},
                                    .scope = Scope::read};
}

std::optional<Key> find_key(std::string_view certs, std::string_view key_id) {
    const codec::Document document{certs, kReading};
    const auto* keys = keys_of(document);
    if (!keys) return std::nullopt;
    for (const auto& one : *keys) {
        const auto* key = one.if_object();
        if (!key || member(*key, "kid") != key_id || member(*key, "kty") != "RSA") continue;
        // Both are optional in a JWK, and mean something where they stand.
        if (const auto algorithm = member(*key, "alg"); !algorithm.empty() && algorithm != "RS256") continue;
        if (const auto use = member(*key, "use"); !use.empty() && use != "sig") continue;
        const auto modulus = codec::parse_base64url(member(*key, "n"));
        if (!modulus || modulus->size() < kLeastModulus || modulus->size() > kMostModulus) continue;
        if (modulus->front() == std::byte{0} || member(*key, "e") != "AQAB") continue;
        return Key{std::string{member(*key, "n")}, std::string{member(*key, "e")}};
    }
    return std::nullopt;
}

bool are_certs(std::string_view body) {
    const codec::Document document{body, kReading};
    const auto* keys = keys_of(document);
    return keys && !keys->empty();
}

}  // namespace wib::edge::access
