// The table decides which attempt runs: proven on a real server.
#include "origin/db/idempotency.hpp"

#include <gtest/gtest.h>

#include "tests/db/world.hpp"

namespace wib::testing {
namespace {

using http::Fresh;
using http::KeptReply;
using http::Mismatch;
using http::Running;

class Idempotency : public ::testing::Test {
  protected:
    World world{Route::direct};
    db::PostgresIdempotency store{*world.db};

    http::IdempotencyClaim claim(std::string key, char body = 'a') {
        return {.principal = {.kind = ActorKind::session,
                              .actor = world.tenancy.session.value,
                              .user = world.tenancy.user,
                              .organization = world.tenancy.organization},
                .method = "POST",
                .path = "/api/voice/call",
                .key = std::move(key),
                .body_digest = std::string(64, body)};
    }
    http::Claimed take(http::IdempotencyClaim wanted) { return world.run(store.claim(std::move(wanted), soon())); }
};

TEST_F(Idempotency, TheSecondAttemptWaitsForTheFirstAndThenHearsItsAnswer) {
    EXPECT_TRUE(std::holds_alternative<Fresh>(take(claim("k"))));
    EXPECT_TRUE(std::holds_alternative<Running>(take(claim("k"))));
    world.run(store.keep(claim("k"), {201, "application/json", "{\"call_id\":1}"}, soon()));
    const auto again = take(claim("k"));
    ASSERT_TRUE(std::holds_alternative<KeptReply>(again));
    EXPECT_EQ(std::get<KeptReply>(again).status, 201);
    EXPECT_EQ(std::get<KeptReply>(again).body, "{\"call_id\":1}");
}

TEST_F(Idempotency, AnotherBodyUnderTheSameKeyIsAMismatch) {
    take(claim("k"));
    EXPECT_TRUE(std::holds_alternative<Mismatch>(take(claim("k", 'b'))));
    world.run(store.keep(claim("k"), {200, "application/json", "{}"}, soon()));
    EXPECT_TRUE(std::holds_alternative<Mismatch>(take(claim("k", 'b'))));
}

// Keys are chosen by people's programs: two of one organisation may well choose the same.
TEST_F(Idempotency, AKeyIsOnePersonsInOneOrganisationForOnePath) {
    take(claim("k"));
    world.run(store.keep(claim("k"), {201, "application/json", "{\"call_id\":1}"}, soon()));

    auto colleagues = claim("k");
    colleagues.principal.user =
        UserId{*parse_uuid(world.truth("insert into users (email) values ('colleague@example.test') returning id"))};
    EXPECT_TRUE(std::holds_alternative<Fresh>(take(colleagues)));

    const auto strangers = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    auto elsewhere = claim("k");
    elsewhere.principal.organization = strangers.organization;
    elsewhere.principal.user = strangers.user;
    elsewhere.principal.actor = strangers.session.value;
    EXPECT_TRUE(std::holds_alternative<Fresh>(take(elsewhere)));

    auto other_path = claim("k");
    other_path.path = "/api/voice/other";
    EXPECT_TRUE(std::holds_alternative<Fresh>(take(other_path)));
    auto other_method = claim("k");
    other_method.method = "PUT";
    EXPECT_TRUE(std::holds_alternative<Fresh>(take(other_method)));
    EXPECT_TRUE(std::holds_alternative<KeptReply>(take(claim("k")))) << "nobody took it away";
}

TEST_F(Idempotency, AKeyGivenBackIsFreeAgain) {
    take(claim("k"));
    world.run(store.release(claim("k"), soon()));
    EXPECT_TRUE(std::holds_alternative<Fresh>(take(claim("k", 'b'))));
}

TEST_F(Idempotency, AHolderThatVanishedLosesItsKeyAfterAMinute) {
    take(claim("k"));
    world.truth("update idempotency_keys set locked_until = clock_timestamp() - interval '1 second'");
    EXPECT_TRUE(std::holds_alternative<Fresh>(take(claim("k"))));
}

TEST_F(Idempotency, AnAnswerIsForgottenAfterADay) {
    take(claim("k"));
    world.run(store.keep(claim("k"), {200, "application/json", "{}"}, soon()));
    world.truth("update idempotency_keys set expires_at = clock_timestamp() - interval '1 second'");
    EXPECT_TRUE(std::holds_alternative<Fresh>(take(claim("k"))));
}

}  // namespace
}  // namespace wib::testing
