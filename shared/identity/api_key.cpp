#include "shared/identity/api_key.hpp"

#include <span>

#include "shared/codec/base64.hpp"
#include "shared/codec/header.hpp"

namespace wib::identity {
namespace {

constexpr std::size_t kShown = 4;  // of the random part: enough to tell keys apart, too little to guess one

}  // namespace

Secret api_key(const std::array<std::uint8_t, 32>& random) {
    return Secret{std::string{kApiKeyPrefix} + codec::base64url(std::as_bytes(std::span{random}))};
}

bool is_api_key(std::string_view text) {
    if (!text.starts_with(kApiKeyPrefix)) return false;
    const auto bytes = codec::parse_base64url(text.substr(kApiKeyPrefix.size()));
    return bytes && bytes->size() == 32;
}

std::string shown_prefix(const Secret& key) {
    return key.reveal().substr(0, kApiKeyPrefix.size() + kShown);
}

std::optional<std::string_view> find_api_key(std::string_view authorization) {
    const auto token = codec::bearer(authorization);
    if (!token || !is_api_key(*token)) return std::nullopt;
    return token;
}

}  // namespace wib::identity
