#include "shared/identity/csrf.hpp"

#include "shared/codec/base64.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/identity/octets.hpp"

namespace wib::identity {
namespace {

constexpr std::size_t kRandomSize = 16;
constexpr std::size_t kSignedSize = kRandomSize + 8;
constexpr std::size_t kTokenSize = kSignedSize + 32;

std::string_view prefix(CsrfPurpose purpose) {
    switch (purpose) {
        case CsrfPurpose::pre_session:
            return "pre|";
        case CsrfPurpose::session:
            return "ses|";
    }
    return {};
}

crypto::Mac mac_of(CsrfPurpose purpose, ByteView random_and_expiry, std::string_view bound_to, const Secret& key) {
    return crypto::hmac_sha256(key, {as_bytes(prefix(purpose)), random_and_expiry, as_bytes(bound_to)});
}

}  // namespace

std::string issue_csrf(CsrfPurpose purpose, std::string_view bound_to, Instant expires,
                       const std::array<std::uint8_t, 16>& random, const Secret& key) {
    Bytes token;
    append(token, std::as_bytes(std::span{random}));
    append_number(token, static_cast<std::uint64_t>(unix_seconds(expires)));
    const auto mac = mac_of(purpose, token, bound_to, key);
    append(token, mac.bytes());
    return codec::base64url(token);
}

Result<void, CsrfError> check_csrf(std::string_view token, CsrfPurpose purpose, std::string_view bound_to, Instant now,
                                   const Secret& key) {
    if (token.empty()) return unexpected(CsrfError::missing);
    const auto bytes = codec::parse_base64url(token);
    if (!bytes || bytes->size() != kTokenSize || bound_to.empty()) return unexpected(CsrfError::malformed);

    ByteView rest{*bytes};
    const auto random_and_expiry = take(rest, kSignedSize);
    const auto ours = mac_of(purpose, random_and_expiry, bound_to, key);
    if (!crypto::equal_constant_time(ours.bytes(), rest)) return unexpected(CsrfError::mismatch);

    auto expiry = random_and_expiry.subspan(kRandomSize);
    if (unix_seconds(now) >= static_cast<std::int64_t>(take_number(expiry))) return unexpected(CsrfError::expired);
    return {};
}

}  // namespace wib::identity
