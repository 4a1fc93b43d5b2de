#include "shared/identity/jwt.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>

#include "shared/codec/base64.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::identity {
namespace {

constexpr std::array<std::string_view, 13> kNames{"malformed", "algorithm", "header",    "unknown_key", "mismatch",
                                                  "issuer",    "audience",  "kind",      "subject",     "scope",
                                                  "early",     "expired",   "long_lived"};
// A token's JSON is small and flat; Access nests what its identity providers say.
constexpr codec::Reading kStrict{.repeated = codec::Repeated::refused, .max_bytes = 16 * 1024, .max_depth = 8};
constexpr std::int64_t kYear9999 = 253'402'300'799;

std::string_view text_of(const boost::json::value& value) {
    const auto* text = value.if_string();
    return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}

std::optional<TokenError> read_header(ByteView json, std::string_view algorithm, codec::Unknown unknown, Jwt& jwt) {
    const codec::Document document{as_text(json), kStrict};
    const auto* header = document.error() ? nullptr : document.root().if_object();
    if (!header) return TokenError::malformed;
    std::string_view named;
    for (const auto& member : *header) {
        const std::string_view name{member.key().data(), member.key().size()};
        const auto value = text_of(member.value());
        if (name == "alg")
            named = value;
        else if (name == "kid")
            jwt.key_id = value;
        else if (name == "typ" ? !codec::equal_without_case(value, "JWT")
                               : name == "crit" || unknown == codec::Unknown::refused)
            return TokenError::header;
    }
    if (named != algorithm) return TokenError::algorithm;
    if (jwt.key_id.empty()) return TokenError::unknown_key;
    return std::nullopt;
}

}  // namespace

std::string_view name(TokenError error) {
    return kNames[static_cast<std::size_t>(error)];
}

Result<Jwt, TokenError> read_jwt(std::string_view token, std::string_view algorithm, codec::Unknown unknown,
                                 std::size_t longest) {
    const auto first = token.find('.'), last = token.rfind('.');
    if (token.size() > longest || first == last || token.find('.', first + 1) != last)
        return unexpected(TokenError::malformed);
    const auto header = codec::parse_base64url(token.substr(0, first));
    auto claims = codec::parse_base64url(token.substr(first + 1, last - first - 1));
    auto signature = codec::parse_base64url(token.substr(last + 1));
    if (!header || !claims || !signature) return unexpected(TokenError::malformed);

    Jwt jwt{.key_id = {},
            .message = token.substr(0, last),
            .signature = std::move(*signature),
            .claims = std::move(*claims)};
    if (const auto error = read_header(*header, algorithm, unknown, jwt)) return unexpected(*error);
    return jwt;
}

Claims::Claims(ByteView json) : document_(as_text(json), kStrict) {
    if (!document_.error()) object_ = document_.root().if_object();
}

std::string_view Claims::text(std::string_view claim) const {
    const auto* value = object_->if_contains(claim);
    return value ? text_of(*value) : std::string_view{};
}

bool Claims::is_for(std::string_view audience) const {
    const auto* value = object_->if_contains("aud");
    if (!value) return false;
    const auto* list = value->if_array();
    if (!list) return text_of(*value) == audience;
    return std::ranges::any_of(*list, [&](const auto& one) { return text_of(one) == audience; });
}

std::optional<std::int64_t> Claims::time(std::string_view claim) const {
    const auto* value = object_->if_contains(claim);
    const auto seconds = value ? codec::Reader::whole(*value) : std::nullopt;
    return seconds && *seconds >= 0 && *seconds <= kYear9999 ? seconds : std::nullopt;
}

std::optional<TokenError> Claims::check_times(Instant now, std::chrono::seconds longest) const {
    const auto issued = time("iat"), expires = time("exp");
    if (!issued || !expires) return TokenError::malformed;
    if (*expires <= *issued || *expires - *issued > longest.count()) return TokenError::long_lived;
    if (from_unix_seconds(*expires) + kTokenSkew <= now) return TokenError::expired;
    auto begins = *issued;
    if (object_->if_contains("nbf")) {
        const auto not_before = time("nbf");
        if (!not_before) return TokenError::malformed;
        begins = std::max(begins, *not_before);
    }
    if (from_unix_seconds(begins) - kTokenSkew > now) return TokenError::early;
    return std::nullopt;
}

bool is_label(std::string_view text) {
    constexpr std::size_t kLongest = 128;
    return !text.empty() && text.size() <= kLongest &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

Principal principal_of(const ClaimedService& service) {
    Principal who{.kind = ActorKind::service, .plan = {}, .label = service.label, .permissions = {}};
    who.permissions.emplace_back(name(Scope::read));
    if (service.scope == Scope::write) who.permissions.emplace_back(name(Scope::write));
    return who;
}

}  // namespace wib::identity
