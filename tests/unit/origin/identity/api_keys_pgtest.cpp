// API keys against a real server: shown once, never more than their maker, over at once.
#include "origin/identity/api_keys.hpp"

#include "shared/api/api_keys.hpp"
#include "shared/identity/api_key.hpp"
#include "tests/unit/origin/identity/people_world.hpp"

namespace wib::identity {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class ApiKeys : public PeopleTest {
  protected:
    api::NewApiKeyReply make(const Browser& by, const std::string& permissions = R"(["calls:read"])") {
        const auto answer = ask("create_api_key", R"({"name":"Export","permissions":)" + permissions + "}", &by);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return answer.as<api::NewApiKeyReply>();
    }
    Answer resolve(const std::string& key) {
        return ask("resolve_api_key", {}, nullptr, {{"key_hash", hash_token(key)}});
    }
};

TEST_F(ApiKeys, AreShownOnceAndKeptAsTheirHash) {
    const auto owner = an_owner("ines@harbor.test");
    const auto made = make(owner);
    EXPECT_TRUE(is_api_key(made.key));
    EXPECT_EQ(count("api_keys where key_hash = '" + hash_token(made.key) + "'"), "1");
    EXPECT_EQ(count("api_keys k where k::text like '%" + made.key + "%'"), "0");
    EXPECT_EQ(count("audit_logs a where a::text like '%" + made.key + "%'"), "0");
    const auto listed = ask("list_api_keys", {}, &owner);
    EXPECT_EQ(listed.body.find(made.key), std::string::npos);
    const auto keys = listed.as<api::ApiKeysReply>().api_keys;
    ASSERT_EQ(keys.size(), 1u);
    EXPECT_TRUE(made.key.starts_with(keys[0].key_prefix));
    EXPECT_THAT(keys[0].permissions, ElementsAre("calls:read"));
    EXPECT_FALSE(keys[0].last_used_at);
}

TEST_F(ApiKeys, SayWhoseTheyAreToTheEdgeAndThatTheyWereUsed) {
    const auto owner = an_owner("ines@harbor.test");
    const auto made = make(owner);
    const auto claims = resolve(made.key).as<api::KeyClaims>();
    EXPECT_EQ(claims.organization_id, owner.claims.organization_id);
    EXPECT_EQ(claims.key_id, made.api_key.id);
    EXPECT_THAT(claims.permissions, ElementsAre("calls:read"));
    EXPECT_TRUE(ask("list_api_keys", {}, &owner).as<api::ApiKeysReply>().api_keys[0].last_used_at);
    EXPECT_EQ(resolve("wib_live_x").status, 404);
}

TEST_F(ApiKeys, MayNotBeMoreThanTheirMakerOrMakeOthers) {
    const auto owner = an_owner("ines@harbor.test");
    const auto admin = a_member(owner, "ada@harbor.test", "admin");
    for (const auto* permissions : {R"(["billing:delete"])", R"(["api_keys:admin"])", R"(["team:write"])",
                                    R"(["nothing:read"])", R"([])", R"(["*"])"})
        EXPECT_EQ(
            ask("create_api_key", R"({"name":"x","permissions":)" + std::string{permissions} + "}", &admin).status, 400)
            << permissions;
    make(owner, R"(["billing:delete"])");
}

TEST_F(ApiKeys, ThatAreRevokedOrRotatedAreOverAtOnce) {
    const auto owner = an_owner("ines@harbor.test");
    const auto first = make(owner);
    const auto rotated = ask("rotate_api_key", {}, &owner, {{"id", to_string(first.api_key.id)}});
    ASSERT_EQ(rotated.status, 201) << rotated.body;
    const auto second = rotated.as<api::NewApiKeyReply>();
    EXPECT_EQ(second.api_key.name, "Export");
    EXPECT_EQ(resolve(first.key).status, 404);
    EXPECT_THAT(forgotten, Contains(key_claims_key(hash_token(first.key))));
    EXPECT_EQ(resolve(second.key).status, 200);
    EXPECT_EQ(ask("revoke_api_key", {}, &owner, {{"id", to_string(second.api_key.id)}}).status, 200);
    EXPECT_EQ(resolve(second.key).status, 404);
    EXPECT_EQ(ask("revoke_api_key", {}, &owner, {{"id", to_string(second.api_key.id)}}).status, 404);
    EXPECT_THAT(ask("list_api_keys", {}, &owner).as<api::ApiKeysReply>().api_keys, IsEmpty());
    EXPECT_EQ(count("audit_logs where action in ('api_key:created', 'api_key:rotated', 'api_key:revoked')"), "3");
}

TEST_F(ApiKeys, EndWithTheirTimeAndWithTheirMakersMembership) {
    const auto owner = an_owner("ines@harbor.test");
    const auto admin = a_member(owner, "ada@harbor.test", "admin");
    const auto hers = make(admin);
    const auto mine = make(owner);
    world.truth("update api_keys set expires_at = now() where key_hash = '" + hash_token(mine.key) + "'");
    EXPECT_EQ(resolve(mine.key).status, 404);
    EXPECT_EQ(resolve(hers.key).status, 200);
    const auto ended = make(admin);
    ask("revoke_api_key", {}, &owner, {{"id", to_string(ended.api_key.id)}});
    forgotten.clear();
    ask("remove_member", {}, &owner, {{"user_id", to_string(admin.claims.user_id)}});
    EXPECT_THAT(forgotten, Contains(key_claims_key(hash_token(hers.key)))) << "the edge does not wait for its minute";
    EXPECT_THAT(forgotten, Not(Contains(key_claims_key(hash_token(mine.key))))) << "of others nothing";
    EXPECT_THAT(forgotten, Not(Contains(key_claims_key(hash_token(ended.key)))));
    EXPECT_EQ(resolve(hers.key).status, 404);
    EXPECT_EQ(ask("validate_key", R"({"api_key":")" + hers.key + "\"}").status, 401);
}

// A key can no more than its maker: with another role its claims are others.
TEST_F(ApiKeys, FollowTheirMakersRole) {
    const auto owner = an_owner("ines@harbor.test");
    const auto admin = a_member(owner, "ada@harbor.test", "admin");
    const auto hers = make(admin);
    forgotten.clear();
    EXPECT_EQ(ask("change_role", R"({"role":"agent"})", &owner, {{"user_id", to_string(admin.claims.user_id)}}).status,
              200);
    EXPECT_THAT(forgotten, Contains(key_claims_key(hash_token(hers.key))));
    EXPECT_EQ(resolve(hers.key).as<api::KeyClaims>().role, Role::agent);
}

TEST_F(ApiKeys, OfAnotherTenantAreNobodys) {
    const auto ines = an_owner("ines@harbor.test");
    const auto made = make(ines);
    const auto eve = an_owner("eve@quay.test", "Quay");
    const auto id = to_string(made.api_key.id);
    EXPECT_EQ(ask("revoke_api_key", {}, &eve, {{"id", id}}).status, 404);
    EXPECT_EQ(ask("rotate_api_key", {}, &eve, {{"id", id}}).status, 404);
    EXPECT_THAT(ask("list_api_keys", {}, &eve).as<api::ApiKeysReply>().api_keys, IsEmpty());
    EXPECT_EQ(resolve(made.key).status, 200);
}

TEST_F(ApiKeys, SayWhatTheyMayToWhoHoldsThem) {
    const auto owner = an_owner("ines@harbor.test");
    const auto made = make(owner);
    const auto told = ask("validate_key", R"({"api_key":")" + made.key + "\"}").as<api::ValidKeyReply>();
    EXPECT_EQ(told.organization_name, "Harbor");
    EXPECT_EQ(count("audit_logs where action = 'auth:api_key_validated'"), "1");
    EXPECT_EQ(ask("validate_key", R"({"api_key":"wib_live_nothing"})").status, 401);
}

}  // namespace
}  // namespace wib::identity
