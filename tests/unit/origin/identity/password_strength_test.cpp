#include "origin/identity/password_strength.hpp"

#include <gtest/gtest.h>

#include <string>

namespace wib::identity {
namespace {

bool is_refused(const char* password, std::string_view about_them = "") {
    return is_guessable(Secret{password}, about_them);
}

TEST(PasswordStrength, WhatEverybodyTriesFirstIsRefused) {
    for (const auto* common : {"password", "password1", "Password123!", "qwertyuiop", "1q2w3e4r5t", "12345678",
                               "iloveyou2", "trustno1!", "sunshine1", "letmein123", "P@ssw0rd2026", "Summer2026!",
                               "aaaaaaaaaaaaaaaa", "abcabcabcabc", "20262026", "dragon12"})
        EXPECT_TRUE(is_refused(common)) << common;
}

TEST(PasswordStrength, LengthIsEnoughWithoutAnyRuleOfComposition) {
    for (const auto* good :
         {"correct horse battery", "staple battery horse", "wer reitet so spaet durch nacht", "k9#Vq2!mZx",
          "\xd0\xba\xd0\xbe\xd1\x80\xd0\xbe\xd0\xb2\xd0\xb0 "
          "\xd0\xbb\xd0\xb5\xd1\x82\xd0\xb0\xd0\xb5\xd1\x82"})
        EXPECT_FALSE(is_refused(good)) << good;
}

TEST(PasswordStrength, TheirOwnNamesAndOursAreTheFirstThatAreTried) {
    constexpr std::string_view kAbout = "ottoline.brackenbury@quayside-debt.example Ottoline Brackenbury Quayside Debt";
    EXPECT_FALSE(is_refused("Brackenbury-Quayside", "")) << "nobody knows this name";
    EXPECT_TRUE(is_refused("Brackenbury-Quayside", kAbout));
    EXPECT_TRUE(is_refused("ottoline2026", kAbout));
    EXPECT_TRUE(is_refused("BRACKENBURY1", kAbout)) << "in capitals too";
    EXPECT_TRUE(is_refused("wordisbond1"));
    EXPECT_TRUE(is_refused("WordIsBond!"));
}

TEST(PasswordStrength, EveryTextIsJudgedWhateverIsKnownOfThem) {
    const std::string longest(128, 'x'), names(4096, 'y');
    EXPECT_TRUE(guesses_log10(Secret{longest}, names) > 0);
    EXPECT_TRUE(is_refused("", ""));
    EXPECT_TRUE(is_guessable(Secret{std::string{"a\0k9#Vq2!mZx", 13}}, ""))
        << "what is behind a NUL counts for nothing";
}

}  // namespace
}  // namespace wib::identity
