#include "origin/db/personal.hpp"

#include <gtest/gtest.h>

namespace wib::db {
namespace {

const Secret kMaster{std::string(32, 'm')};
const OrgId kAlpha{Uuid{{1}}}, kBeta{Uuid{{2}}};
const Uuid kCarol{{3}}, kDave{{4}}, kKeyId{{5}};

TEST(SubjectKeys, OpenOnlyForWhomTheyWereWrapped) {
    const auto key = SubjectKey::make();
    const auto wrapped = wrap_key(kMaster, {kAlpha, "consumer", kCarol}, key);
    const auto opened = unwrap_key(kMaster, {kAlpha, "consumer", kCarol}, wrapped);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->octets, key.octets);
    EXPECT_FALSE(unwrap_key(kMaster, {kBeta, "consumer", kCarol}, wrapped));
    EXPECT_FALSE(unwrap_key(kMaster, {kAlpha, "user", kCarol}, wrapped));
    EXPECT_FALSE(unwrap_key(kMaster, {kAlpha, "consumer", kDave}, wrapped));
    EXPECT_FALSE(unwrap_key(Secret{std::string(32, 'x')}, {kAlpha, "consumer", kCarol}, wrapped));
}

TEST(SealedValues, OpenOnlyInTheirPlaceAndUntouched) {
    const auto key = SubjectKey::make();
    const auto sealed = seal_value(key, kKeyId, "audit_logs.actor_sealed", "Carol");
    EXPECT_EQ(open_value(key, kKeyId, "audit_logs.actor_sealed", sealed), "Carol");
    EXPECT_FALSE(open_value(key, kKeyId, "audit_logs.subject_sealed", sealed));
    EXPECT_FALSE(open_value(key, kCarol, "audit_logs.actor_sealed", sealed));
    EXPECT_FALSE(open_value(SubjectKey::make(), kKeyId, "audit_logs.actor_sealed", sealed));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        auto bent = sealed;
        bent[at] = static_cast<char>(bent[at] ^ 1);
        EXPECT_FALSE(open_value(key, kKeyId, "audit_logs.actor_sealed", bent)) << at;
        EXPECT_FALSE(open_value(key, kKeyId, "audit_logs.actor_sealed", sealed.substr(0, at))) << at;
    }
}

TEST(SealedValues, OfTheSameTextNeverLookAlike) {
    const auto key = SubjectKey::make();
    EXPECT_NE(seal_value(key, kKeyId, "p", "Carol"), seal_value(key, kKeyId, "p", "Carol"));
}

}  // namespace
}  // namespace wib::db
