#include <gtest/gtest.h>

#include "origin/identity/password.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::identity {
namespace {

TEST(Password, IsRightOnlyForItsOwnHash) {
    const auto stored = hash_password(Secret{"correct horse"});
    EXPECT_TRUE(stored.starts_with("$argon2id$"));
    EXPECT_EQ(check_password(Secret{"correct horse"}, stored), PasswordCheck::right);
    EXPECT_EQ(check_password(Secret{"correct horsf"}, stored), PasswordCheck::wrong);
    EXPECT_EQ(check_password(Secret{""}, stored), PasswordCheck::wrong);
}

TEST(Password, IsSaltedSoThatTwoHashesDiffer) {
    EXPECT_NE(hash_password(Secret{"same"}), hash_password(Secret{"same"}));
}

// The PBKDF2 key was made with `openssl kdf` (SHA-256, password "secret", a salt of 32 zero bytes, 1000 iterations).
TEST(Password, OutdatedFormsAreRightAndToBeReplaced) {
    const auto salted = "pepper:" + crypto::sha256_hex("peppersecret");
    EXPECT_EQ(check_password(Secret{"secret"}, salted), PasswordCheck::outdated);
    EXPECT_EQ(check_password(Secret{"Secret"}, salted), PasswordCheck::wrong);
    const std::string salt(64, '0');
    const std::string pbkdf2 =
        "pbkdf2:1000:" + salt + ":9168da5aedf557b40c35880a9448cf5535ed670a004dc17b18d39c780e1aeeb1";
    EXPECT_EQ(check_password(Secret{"secret"}, pbkdf2), PasswordCheck::outdated);
    EXPECT_EQ(check_password(Secret{"secres"}, pbkdf2), PasswordCheck::wrong);
}

TEST(Password, GarbageInTheColumnIsWrongAndHarmless) {
    for (const auto* stored : {"", ":", "$argon2id$", "pbkdf2:", "pbkdf2:999999999999:a:b", "pbkdf2:1:zz:zz",
                               "salt:short", "$2b$12$abcdefghijklmnopqrstuv"})
        EXPECT_EQ(check_password(Secret{"secret"}, stored), PasswordCheck::wrong) << stored;
}

// A published vector of crypt_blowfish (wrapper.c).
TEST(Password, KnowsBcryptAndWantsItReplaced) {
    const std::string stored = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    EXPECT_EQ(check_password(Secret{"U*U"}, stored), PasswordCheck::outdated);
    EXPECT_EQ(check_password(Secret{"U*V"}, stored), PasswordCheck::wrong);
    EXPECT_EQ(check_password(Secret{"U*U"}, "$2b$05$tooshort"), PasswordCheck::wrong);
    EXPECT_EQ(check_password(Secret{""}, "$2"), PasswordCheck::wrong);
}

}  // namespace
}  // namespace wib::identity
