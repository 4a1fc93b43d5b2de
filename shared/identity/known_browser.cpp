#include "shared/identity/known_browser.hpp"

#include <algorithm>

#include "shared/codec/base64.hpp"
#include "shared/codec/hex.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/identity/octets.hpp"

namespace wib::identity {
namespace {

constexpr std::size_t kRandomSize = 16;
constexpr std::size_t kMarkSize = kRandomSize + 32;

// As the database compares addresses: without the spaces around them, in lower case.
crypto::Mac mac_of(ByteView random, std::string_view email, const Secret& key) {
    const auto first = std::min(email.find_first_not_of(' '), email.size());
    std::string address{email.substr(first, email.find_last_not_of(' ') + 1 - first)};
    std::ranges::transform(address, address.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return crypto::hmac_sha256(key, {as_bytes("known|"), random, as_bytes(address)});
}

}  // namespace

std::string mark_browser(std::string_view email, const std::array<std::uint8_t, 16>& random, const Secret& key) {
    Bytes mark;
    append(mark, std::as_bytes(std::span{random}));
    const auto mac = mac_of(mark, email, key);
    append(mark, mac.bytes());
    return codec::base64url(mark);
}

std::optional<std::string> known_browser(std::string_view mark, std::string_view email, const Secret& key) {
    const auto bytes = codec::parse_base64url(mark);
    if (!bytes || bytes->size() != kMarkSize) return std::nullopt;
    const auto random = ByteView{*bytes}.first(kRandomSize);
    if (!crypto::equal_constant_time(mac_of(random, email, key).bytes(), ByteView{*bytes}.subspan(kRandomSize)))
        return std::nullopt;
    return codec::hex(random);
}

}  // namespace wib::identity
