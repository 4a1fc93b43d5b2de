#include "shared/api/envelope.hpp"

#include <algorithm>

#include "shared/codec/base64.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/codec/straight.hpp"
#include "shared/core/ensure.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::api {
namespace {

constexpr std::string_view kDigestOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
// Head limits at the edge keep target and user agent below 8 KiB each; base64 adds a third.
constexpr std::size_t kMaxHeader = std::size_t{32} << 10;

struct WirePrincipal {
    ActorKind kind;
    std::optional<StrongId<struct AnyActorTag>> actor;
    std::optional<UserId> user;
    std::optional<OrgId> organization;
    Role role;
    std::string plan;
    std::string label;
    bool is_platform_admin;
    std::vector<std::string> permissions;
};
BOOST_DESCRIBE_STRUCT(WirePrincipal, (),
                      (kind, actor, user, organization, role, plan, label, is_platform_admin, permissions))

struct WireEnvelope {
    RequestId request;
    std::string method;
    std::string target;
    std::string content_type;
    std::string idempotency_key;
    std::string body_digest;
    WirePrincipal principal;
    std::string client_address;
    std::string user_agent;
    std::string correlation_id;
    std::int64_t patience_us;
    std::int64_t issued_at_us;
};
BOOST_DESCRIBE_STRUCT(WireEnvelope, (),
                      (request, method, target, content_type, idempotency_key, body_digest, principal, client_address,
                       user_agent, correlation_id, patience_us, issued_at_us))

WireEnvelope to_wire(const Envelope& e) {
    const auto& p = e.principal;
    WirePrincipal principal{.kind = p.kind,
                            .actor = {},
                            .user = p.user,
                            .organization = p.organization,
                            .role = p.role,
                            .plan = p.plan,
                            .label = p.label,
                            .is_platform_admin = p.is_platform_admin,
                            .permissions = p.permissions};
    if (p.actor) principal.actor = StrongId<AnyActorTag>{*p.actor};
    return {.request = e.request,
            .method = e.method,
            .target = e.target,
            .content_type = e.content_type,
            .idempotency_key = e.idempotency_key,
            .body_digest = e.body_digest,
            .principal = std::move(principal),
            .client_address = e.client_address,
            .user_agent = e.user_agent,
            .correlation_id = e.correlation_id,
            .patience_us = e.patience.count(),
            .issued_at_us = unix_micros(e.issued_at)};
}

/// Nearly all are as seal() writes them. Others say the same in another way: they are read as any JSON.
std::optional<WireEnvelope> read_wire(std::string_view json) {
    if (auto wire = codec::parse_straight<WireEnvelope>(json)) return wire;
    auto wire = codec::parse<WireEnvelope>(json);
    if (!wire) return std::nullopt;
    return std::move(*wire);
}

Envelope from_wire(WireEnvelope w) {
    auto& p = w.principal;
    Principal principal{.kind = p.kind,
                        .actor = {},
                        .user = p.user,
                        .organization = p.organization,
                        .role = p.role,
                        .plan = std::move(p.plan),
                        .label = std::move(p.label),
                        .is_platform_admin = p.is_platform_admin,
                        .permissions = std::move(p.permissions)};
    if (p.actor) principal.actor = p.actor->value;
    return {.request = w.request,
            .method = std::move(w.method),
            .target = std::move(w.target),
            .content_type = std::move(w.content_type),
            .idempotency_key = std::move(w.idempotency_key),
            .body_digest = std::move(w.body_digest),
            .principal = std::move(principal),
            .client_address = std::move(w.client_address),
            .user_agent = std::move(w.user_agent),
            .correlation_id = std::move(w.correlation_id),
            .patience = Duration{w.patience_us},
            .issued_at = from_unix_micros(w.issued_at_us)};
}

}  // namespace

bool is_envelope_key_id(std::string_view id) {
    const auto fits = [](char c) {
        return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    return !id.empty() && id.size() <= 32 && std::ranges::all_of(id, fits);
}

std::string body_digest(std::string_view body) {
    if (body.empty()) return std::string{kDigestOfNothing};
    return crypto::sha256_hex(body);
}

std::string seal(const Envelope& envelope, const EnvelopeKey& key) {
    ensure(is_envelope_key_id(key.id), "an envelope key's id is checked when configuration is read");
    auto sealed = key.id + '.' + codec::base64url(as_bytes(codec::print(to_wire(envelope))));
    const auto mac = crypto::hmac_sha256(key.key, sealed);
    sealed += '.';
    sealed += codec::base64url(mac.bytes());
    return sealed;
}

Result<Envelope, EnvelopeError> open_envelope(std::string_view header, const std::vector<EnvelopeKey>& keys,
                                              Instant now) {
    if (header.empty()) return unexpected(EnvelopeError::missing);
    const auto first_dot = header.find('.');
    const auto last_dot = header.rfind('.');
    if (header.size() > kMaxHeader || first_dot == last_dot) return unexpected(EnvelopeError::malformed);

    const auto id = header.substr(0, first_dot);
    const auto key = std::ranges::find(keys, id, &EnvelopeKey::id);
    if (key == keys.end()) return unexpected(EnvelopeError::unknown_key);

    const auto theirs = codec::parse_base64url(header.substr(last_dot + 1));
    if (!theirs) return unexpected(EnvelopeError::malformed);
    const auto ours = crypto::hmac_sha256(key->key, header.substr(0, last_dot));
    if (!crypto::equal_constant_time(ours.bytes(), *theirs)) return unexpected(EnvelopeError::mismatch);

    const auto json = codec::parse_base64url(header.substr(first_dot + 1, last_dot - first_dot - 1));
    if (!json) return unexpected(EnvelopeError::malformed);
    auto wire = read_wire(as_text(*json));
    if (!wire) return unexpected(EnvelopeError::malformed);
    auto envelope = from_wire(std::move(*wire));

    // Not a difference: the time in it may be any number, and one far enough away overflows.
    if (envelope.issued_at < now - kEnvelopeSkew || envelope.issued_at > now + kEnvelopeSkew)
        return unexpected(EnvelopeError::stale);
    return envelope;
}

Result<void, EnvelopeError> matches(const Envelope& envelope, std::string_view method, std::string_view target,
                                    std::string_view content_type, std::string_view idempotency_key,
                                    std::string_view body, bool streamed) {
    const bool head_matches = envelope.method == method && envelope.target == target &&
                              envelope.content_type == content_type && envelope.idempotency_key == idempotency_key;
    if (!head_matches) return unexpected(EnvelopeError::wrong_request);
    const bool body_matches = envelope.body_digest == kStreamed ? streamed : envelope.body_digest == body_digest(body);
    if (!body_matches) return unexpected(EnvelopeError::wrong_request);
    return {};
}

Problem problem(EnvelopeError error) {
    switch (error) {
        case EnvelopeError::missing:
        case EnvelopeError::malformed:
        case EnvelopeError::unknown_key:
        case EnvelopeError::mismatch:
        case EnvelopeError::stale:
        case EnvelopeError::wrong_request:
            return {.code = Code::envelope_invalid};
    }
    return {.code = Code::envelope_invalid};
}

std::string_view name(EnvelopeError error) {
    switch (error) {
        case EnvelopeError::missing:
            return "missing";
        case EnvelopeError::malformed:
            return "malformed";
        case EnvelopeError::unknown_key:
            return "unknown_key";
        case EnvelopeError::mismatch:
            return "mismatch";
        case EnvelopeError::stale:
            return "stale";
        case EnvelopeError::wrong_request:
            return "wrong_request";
    }
    return {};
}

}  // namespace wib::api
