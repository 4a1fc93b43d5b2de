#include "origin/identity/password.hpp"

#include <crypt.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <array>
#include <charconv>
#include <memory>

#include "origin/identity/password_strength.hpp"
#include "origin/runtime/within.hpp"
#include "shared/codec/hex.hpp"
#include "shared/core/ensure.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::identity {
namespace {

constexpr auto kOps = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr auto kMemory = crypto_pwhash_MEMLIMIT_INTERACTIVE;

PasswordCheck check_argon2id(const Secret& password, const std::string& stored) {
    if (crypto_pwhash_str_verify(stored.c_str(), password.reveal().data(), password.reveal().size()) != 0)
        return PasswordCheck::wrong;
    return crypto_pwhash_str_needs_rehash(stored.c_str(), kOps, kMemory) == 0 ? PasswordCheck::right
                                                                              : PasswordCheck::outdated;
}

// pbkdf2:<iterations>:<salt hex>:<key hex>, SHA-256, 32-byte salt and key.
PasswordCheck check_pbkdf2(const Secret& password, std::string_view stored) {
    stored.remove_prefix(std::string_view{"pbkdf2:"}.size());
    int iterations = 0;
    const auto [rest, error] = std::from_chars(stored.data(), stored.data() + stored.size(), iterations);
    if (error != std::errc{} || iterations < 1 || iterations > 10'000'000) return PasswordCheck::wrong;
    stored.remove_prefix(static_cast<std::size_t>(rest - stored.data()));
    if (stored.size() != 1 + 64 + 1 + 64 || stored[0] != ':' || stored[65] != ':') return PasswordCheck::wrong;
    const auto salt = codec::parse_hex(stored.substr(1, 64));
    const auto key = codec::parse_hex(stored.substr(66));
    if (!salt || !key) return PasswordCheck::wrong;
    std::array<unsigned char, 32> derived;
    const auto& text = password.reveal();
    if (PKCS5_PBKDF2_HMAC(text.data(), static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(salt->data()), static_cast<int>(salt->size()),
                          iterations, EVP_sha256(), static_cast<int>(derived.size()), derived.data()) != 1)
        return PasswordCheck::wrong;
    return crypto::equal_constant_time(std::as_bytes(std::span{derived}), *key) ? PasswordCheck::outdated
                                                                                : PasswordCheck::wrong;
}

// <salt>:<hex of SHA-256(salt password)>
PasswordCheck check_salted_sha256(const Secret& password, std::string_view stored) {
    const auto colon = stored.find(':');
    if (colon == std::string_view::npos || stored.size() - colon - 1 != 64) return PasswordCheck::wrong;
    const auto ours = crypto::sha256_hex(std::string{stored.substr(0, colon)} + password.reveal());
    return crypto::equal_constant_time(ours, stored.substr(colon + 1)) ? PasswordCheck::outdated : PasswordCheck::wrong;
}

// $2a$, $2b$, $2y$: the library's own form, salt and cost inside.
PasswordCheck check_bcrypt(const Secret& password, const std::string& stored) {
    const auto space = std::make_unique<crypt_data>();
    const char* ours = crypt_r(password.reveal().c_str(), stored.c_str(), space.get());
    return ours && crypto::equal_constant_time(std::string_view{ours}, stored) ? PasswordCheck::outdated
                                                                               : PasswordCheck::wrong;
}

}  // namespace

std::string hash_password(const Secret& password) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    ensure(sodium_init() >= 0, "libsodium starts");
    if (crypto_pwhash_str(text.data(), password.reveal().data(), password.reveal().size(), kOps, kMemory) != 0)
        throw std::bad_alloc{};
    return text.data();
}

PasswordCheck check_password(const Secret& password, const std::string& stored) {
    if (stored.starts_with("$argon2id$")) return check_argon2id(password, stored);
    if (stored.starts_with("pbkdf2:")) return check_pbkdf2(password, stored);
    if (stored.starts_with("$2")) return check_bcrypt(password, stored);
    return check_salted_sha256(password, stored);
}

Passwords::Passwords(BlockingPool& pool, Compare compare)
    : pool_(pool), compare_(std::move(compare)), nobody_(hash_password(Secret{"the password of nobody"})) {}

Task<PasswordCheck> Passwords::check(Secret password, std::optional<std::string> stored, Deadline deadline) {
    const bool known = stored.has_value();
    const auto checked = co_await pool_.run([password = std::move(password), form = stored.value_or(nobody_),
                                             compare = compare_] { return compare(password, form); },
                                            deadline);
    if (!checked) throw DeadlineError{};
    co_return known ? *checked : PasswordCheck::wrong;
}

Task<std::string> Passwords::hash(Secret password, Deadline deadline) {
    auto made = co_await pool_.run([password = std::move(password)] { return hash_password(password); }, deadline);
    if (!made) throw DeadlineError{};
    co_return std::move(*made);
}

Task<std::optional<std::string>> Passwords::hash_chosen(Secret password, std::string about_them, Deadline deadline) {
    auto made = co_await pool_.run(
        [password = std::move(password), about_them = std::move(about_them)] {
            return is_guessable(password, about_them) ? std::nullopt : std::optional{hash_password(password)};
        },
        deadline);
    if (!made) throw DeadlineError{};
    co_return std::move(*made);
}

}  // namespace wib::identity
