#include "shared/identity/stream_token.hpp"

#include <algorithm>

#include "shared/codec/base64.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/identity/octets.hpp"

namespace wib::identity {
namespace {

constexpr std::size_t kNonceSize = 16;
constexpr std::size_t kSignedSize = 16 + 16 + 8 + kNonceSize;
constexpr std::size_t kTokenSize = kSignedSize + 32;
constexpr std::string_view kPurpose = "stream|";

Uuid take_uuid(ByteView& in) {
    Uuid id;
    std::ranges::transform(take(in, id.octets.size()), id.octets.begin(),
                           [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    return id;
}

}  // namespace

Secret issue_stream_token(const StreamTicket& ticket, const std::array<std::uint8_t, 16>& nonce, const Secret& key) {
    Bytes token;
    append(token, std::as_bytes(std::span{ticket.call.value.octets}));
    append(token, std::as_bytes(std::span{ticket.leg.value.octets}));
    append_number(token, static_cast<std::uint64_t>(unix_seconds(ticket.expires)));
    append(token, std::as_bytes(std::span{nonce}));
    const auto mac = crypto::hmac_sha256(key, {as_bytes(kPurpose), token});
    append(token, mac.bytes());
    return Secret{codec::base64url(token)};
}

Result<StreamTicket, StreamTokenError> check_stream_token(std::string_view token, Instant now, const Secret& key) {
    if (token.empty()) return unexpected(StreamTokenError::missing);
    const auto bytes = codec::parse_base64url(token);
    if (!bytes || bytes->size() != kTokenSize) return unexpected(StreamTokenError::malformed);

    ByteView rest{*bytes};
    auto signed_part = take(rest, kSignedSize);
    const auto ours = crypto::hmac_sha256(key, {as_bytes(kPurpose), signed_part});
    if (!crypto::equal_constant_time(ours.bytes(), rest)) return unexpected(StreamTokenError::mismatch);

    StreamTicket ticket;
    ticket.call = CallId{take_uuid(signed_part)};
    ticket.leg = LegId{take_uuid(signed_part)};
    ticket.expires = from_unix_seconds(static_cast<std::int64_t>(take_number(signed_part)));
    if (now >= ticket.expires) return unexpected(StreamTokenError::expired);
    return ticket;
}

}  // namespace wib::identity
