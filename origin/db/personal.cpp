#include "origin/db/personal.hpp"

#include <sodium.h>

#include "shared/core/ensure.hpp"

namespace wib::db {

namespace {

constexpr char kVersion = 1;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(SubjectKey::kSize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string seal(const unsigned char* key, std::string_view bound_to, std::string_view clear) {
    ensure(sodium_init() >= 0, "libsodium can be initialised");
    std::string sealed(1 + kNonce + clear.size() + kTag, kVersion);
    auto* out = reinterpret_cast<unsigned char*>(sealed.data()) + 1;
    randombytes_buf(out, kNonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + kNonce, nullptr, octets(clear), clear.size(), octets(bound_to),
                                               bound_to.size(), nullptr, out, key);
    return sealed;
}

std::optional<std::string> open(const unsigned char* key, std::string_view bound_to, std::string_view sealed) {
    if (sealed.size() < 1 + kNonce + kTag || sealed.front() != kVersion) return std::nullopt;
    const auto nonce = sealed.substr(1, kNonce);
    const auto cipher = sealed.substr(1 + kNonce);
    std::string clear(cipher.size() - kTag, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(clear.data()), nullptr, nullptr,
                                                   octets(cipher), cipher.size(), octets(bound_to), bound_to.size(),
                                                   octets(nonce), key) != 0)
        return std::nullopt;
    return clear;
}

std::string bound_to(const KeyOwner& owner) {
    return "wib/subject-key/1|" + to_string(owner.organization) + "|" + std::string(owner.kind) + "|" +
           to_string(owner.subject);
}

std::string bound_to(Uuid key_id, std::string_view place) {
    return "wib/personal/1|" + to_string(key_id) + "|" + std::string(place);
}

const unsigned char* checked(const Secret& master) {
    ensure(master.reveal().size() == SubjectKey::kSize, "the master key has 32 bytes");
    return octets(master.reveal());
}

}  // namespace

SubjectKey::~SubjectKey() {
    sodium_memzero(octets.data(), octets.size());
}

SubjectKey SubjectKey::make() {
    ensure(sodium_init() >= 0, "libsodium can be initialised");
    SubjectKey key;
    randombytes_buf(key.octets.data(), key.octets.size());
    return key;
}

std::string wrap_key(const Secret& master, const KeyOwner& owner, const SubjectKey& key) {
    return seal(checked(master), bound_to(owner),
                {reinterpret_cast<const char*>(key.octets.data()), key.octets.size()});
}

std::optional<SubjectKey> unwrap_key(const Secret& master, const KeyOwner& owner, std::string_view wrapped) {
    auto clear = open(checked(master), bound_to(owner), wrapped);
    if (!clear || clear->size() != SubjectKey::kSize) return std::nullopt;
    SubjectKey key;
    for (std::size_t at = 0; at < SubjectKey::kSize; ++at) key.octets[at] = static_cast<std::uint8_t>((*clear)[at]);
    sodium_memzero(clear->data(), clear->size());
    return key;
}

std::string seal_value(const SubjectKey& key, Uuid key_id, std::string_view place, std::string_view value) {
    return seal(key.octets.data(), bound_to(key_id, place), value);
}

std::optional<std::string> open_value(const SubjectKey& key, Uuid key_id, std::string_view place,
                                      std::string_view sealed) {
    return open(key.octets.data(), bound_to(key_id, place), sealed);
}

}  // namespace wib::db
