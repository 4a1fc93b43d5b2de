// Accounts against a real server: opening one, proving an address, another password, sessions that move and end.
#include "origin/identity/accounts.hpp"

#include <boost/asio/co_spawn.hpp>

#include "tests/unit/origin/identity/people_world.hpp"

namespace wib::identity {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class Accounts : public PeopleTest {
  protected:
    /// The same question twice in one breath; how many got 200.
    int twice(std::string_view route, const std::string& body) {
        int good = 0;
        auto one = request(), two = request();
        one.body = two.body = body;
        const auto keep = [&good](Task<http::Reply> reply) -> Task<void> {
            good += (co_await std::move(reply)).status == 200;
        };
        boost::asio::co_spawn(world.io, keep(handlers.ask(route, one)), [](std::exception_ptr e) { EXPECT_FALSE(e); });
        boost::asio::co_spawn(world.io, keep(handlers.ask(route, two)), [](std::exception_ptr e) { EXPECT_FALSE(e); });
        world.io.restart();
        world.io.run();
        return good;
    }
};

TEST_F(Accounts, OneTransactionMakesPersonOrganizationAndOwner) {
    const auto answer = sign_up("Ines@Harbor.test", R"(,"organization_name":"Harbor")");
    ASSERT_EQ(answer.status, 201) << answer.body;
    const auto user = answer.as<api::SignedUpReply>().user;
    EXPECT_EQ(user.email, "ines@harbor.test");
    EXPECT_FALSE(user.email_verified);
    const auto browser = sign_in("ines@harbor.test");
    EXPECT_EQ(browser.claims.role, Role::owner);
    EXPECT_EQ(browser.claims.organization_id, user.organization_id);
    EXPECT_EQ(browser.claims.plan, "free");
    EXPECT_EQ(count("audit_logs where action in ('auth:signup', 'org:created') and organization_id = '" +
                    to_string(*user.organization_id) + "' and actor_type = 'human'"),
              "2");
}

TEST_F(Accounts, NothingIsLeftOfASignUpThatFails) {
    EXPECT_EQ(sign_up("alpha@example.test", R"(,"organization_name":"Harbor")").status, 409);
    EXPECT_EQ(count("organizations where name = 'Harbor'"), "0");
    EXPECT_EQ(count("email_outbox"), "0");
    EXPECT_EQ(sign_up("ALPHA@example.test").status, 409);
}

TEST_F(Accounts, WhoBelongsNowhereSignsInAndIsSentToFoundSomething) {
    EXPECT_EQ(sign_up("ines@harbor.test").status, 201);
    EXPECT_EQ(count("account_events where action = 'auth:signup'"), "1");
    const auto answer = ask("sign_in", R"({"email":"ines@harbor.test","password":"correct horse"})");
    EXPECT_EQ(answer.as<api::SignedInReply>().url, "/settings/org-create");
    auto browser = sign_in("ines@harbor.test");
    EXPECT_EQ(browser.claims.role, Role::none);
    EXPECT_FALSE(browser.claims.organization_id);
    EXPECT_EQ(ask("create_organization", R"({"name":"Harbor"})", &browser).status, 403) << "the address is not proven";
    EXPECT_EQ(ask("verify_email", token_body(letter_to("ines@harbor.test"))).status, 200);
    const auto founded = ask("create_organization", R"({"name":"Harbor"})", &browser);
    ASSERT_EQ(founded.status, 201) << founded.body;
    refresh(browser);
    EXPECT_EQ(browser.claims.role, Role::owner);
    EXPECT_EQ(browser.claims.organization_id, founded.as<api::OrganizationReply>().organization.id);
}

TEST_F(Accounts, WithoutMailNobodySignsUpOrForgets) {
    mailer.configured = false;
    for (const auto& answer :
         {sign_up("ines@harbor.test"), ask("forgot_password", R"({"email":"alpha@example.test"})")}) {
        EXPECT_EQ(answer.status, 503);
        EXPECT_THAT(answer.body, HasSubstr("VENDOR_NOT_CONFIGURED"));
    }
    EXPECT_EQ(count("users where email = 'ines@harbor.test'"), "0");
}

TEST_F(Accounts, TheLettersTokenProvesTheAddressOnce) {
    sign_up("ines@harbor.test", R"(,"organization_name":"Harbor")");
    const auto token = letter_to("ines@harbor.test");
    EXPECT_EQ(twice("verify_email", token_body(token)), 1) << "of two at the same moment one is first";
    EXPECT_EQ(ask("verify_email", token_body(token)).status, 404);
    EXPECT_EQ(count("users where email = 'ines@harbor.test' and email_verified is not null"), "1");
    EXPECT_EQ(count("audit_logs where action = 'auth:email_verified'"), "1");
}

TEST_F(Accounts, ATokenOfOneKindOpensNothingOfAnother) {
    sign_up("ines@harbor.test");
    const auto verifies = letter_to("ines@harbor.test");
    EXPECT_EQ(ask("reset_password", R"({"token":")" + verifies + R"(","password":"staple battery"})").status, 404);
    ask("forgot_password", R"({"email":"ines@harbor.test"})");
    const auto resets = letter_to("ines@harbor.test");
    EXPECT_NE(resets, verifies);
    EXPECT_EQ(ask("verify_email", token_body(resets)).status, 404);
}

TEST_F(Accounts, AnotherLetterIsSentOnRequestUntilTheAddressIsProven) {
    sign_up("ines@harbor.test");
    const auto browser = sign_in("ines@harbor.test");
    const auto first = letter_to("ines@harbor.test");
    EXPECT_EQ(ask("send_verification", {}, &browser).status, 200);
    const auto second = letter_to("ines@harbor.test");
    EXPECT_NE(first, second);
    EXPECT_EQ(ask("verify_email", token_body(second)).status, 200);
    EXPECT_EQ(ask("send_verification", {}, &browser).status, 409);
}

// Somebody who is signed in hears why; a stranger hears what everybody hears, and it is nobody's account either way.
TEST_F(Accounts, WhoseLettersComeBackIsToldSoAndNobodyElseIs) {
    sign_up("ines@harbor.test");
    const auto browser = sign_in("ines@harbor.test");
    deliver();
    const auto known = ask("forgot_password", R"({"email":"ines@harbor.test"})");
    world.truth(
        "select wib.learn_of_email('resend', 'e1', 'x', now(), '{}', vendor_id, 'bounced', true, 'Permanent General') "
        "from email_outbox where kind = 'verify_email'");
    const auto told = ask("send_verification", {}, &browser);
    EXPECT_EQ(told.status, 400);
    EXPECT_THAT(told.body, HasSubstr("the last came back"));
    EXPECT_EQ(count("email_outbox where kind = 'verify_email'"), "1");
    const auto bounced = ask("forgot_password", R"({"email":"ines@harbor.test"})");
    EXPECT_EQ(bounced.status, known.status);
    EXPECT_EQ(bounced.body, known.body);
    const auto sent = mailer.sent.size();
    deliver();
    EXPECT_EQ(mailer.sent.size(), sent) << "neither letter leaves";
}

// What is done before the answer is one insert of one row, whoever the address belongs to.
TEST_F(Accounts, WhoForgotIsAnsweredAndServedAlikeWhetherTheyExistOrNot) {
    const auto known = ask("forgot_password", R"({"email":"alpha@example.test"})");
    const auto unknown = ask("forgot_password", R"({"email":"nobody@example.test"})");
    EXPECT_EQ(known.status, 200);
    EXPECT_EQ(known.body, unknown.body);
    EXPECT_EQ(count("email_outbox where status = 'pending' and kind = 'reset_password' and detail->>'proof' is null"),
              "2");
    EXPECT_EQ(count("verification_tokens"), "0") << "nothing is looked up before the answer";
    EXPECT_EQ(count("audit_logs where action = 'auth:password_reset_requested'"), "0");
    deliver();
    EXPECT_EQ(mailer.sent.size(), 1u);
    EXPECT_EQ(count("verification_tokens where expires_at <= created_at + interval '60 minutes'"), "1");
}

TEST_F(Accounts, AResetSetsThePasswordOnceAndEndsEverySession) {
    an_owner("ines@harbor.test");
    const auto here = sign_in("ines@harbor.test"), there = sign_in("ines@harbor.test");
    ask("forgot_password", R"({"email":"ines@harbor.test"})");
    const auto token = letter_to("ines@harbor.test");
    const auto body = R"({"token":")" + token + R"(","password":"staple battery"})";
    EXPECT_EQ(twice("reset_password", body), 1) << "of two at the same moment one is first";
    EXPECT_FALSE(lives(here));
    EXPECT_FALSE(lives(there));
    EXPECT_THAT(forgotten, Contains(claims_key(hash_token(here.token))));
    EXPECT_EQ(ask("reset_password", body).status, 404);
    EXPECT_EQ(ask("sign_in", R"({"email":"ines@harbor.test","password":"correct horse"})").status, 401);
    sign_in("ines@harbor.test", "staple battery");
    EXPECT_EQ(count("audit_logs where action = 'auth:password_reset_completed'"), "1");
}

TEST_F(Accounts, AResetKillsTheOtherLinksThatWereAskedFor) {
    an_owner("ines@harbor.test");
    ask("forgot_password", R"({"email":"ines@harbor.test"})");
    const auto first = letter_to("ines@harbor.test");
    ask("forgot_password", R"({"email":"ines@harbor.test"})");
    const auto second = letter_to("ines@harbor.test");
    EXPECT_EQ(ask("reset_password", R"({"token":")" + second + R"(","password":"staple battery"})").status, 200);
    EXPECT_EQ(ask("reset_password", R"({"token":")" + first + R"(","password":"other battery"})").status, 404);
}

TEST_F(Accounts, ALinkIsOverAfterItsTime) {
    an_owner("ines@harbor.test");
    ask("forgot_password", R"({"email":"ines@harbor.test"})");
    const auto token = letter_to("ines@harbor.test");
    world.truth("update verification_tokens set expires_at = now()");
    EXPECT_EQ(ask("reset_password", R"({"token":")" + token + R"(","password":"staple battery"})").status, 404);
}

TEST_F(Accounts, ASessionIsRenewedInItsLastDayAndTheOldOneEnds) {
    auto browser = an_owner("ines@harbor.test");
    EXPECT_THAT(ask("refresh_session", {}, &browser).body, HasSubstr(R"("refreshed":false)"));
    world.truth("update sessions set expires_at = now() + interval '23 hours' where token_hash = '" +
                hash_token(browser.token) + "'");
    const auto answer = ask("refresh_session", {}, &browser);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(answer.as<api::RefreshedReply>().refreshed);
    Browser fresh{.token = std::string{answer.headers.get("x-session-token")}, .claims = {}};
    refresh(fresh);
    EXPECT_FALSE(lives(browser));
    EXPECT_EQ(fresh.claims.organization_id, browser.claims.organization_id);
    EXPECT_EQ(fresh.claims.fingerprint_hash, browser.claims.fingerprint_hash);
    EXPECT_EQ(count("audit_logs where action = 'auth:session_refreshed'"), "1");
}

TEST_F(Accounts, AGuessablePasswordIsRefusedWhereverOneIsChosenAndNothingIsSpentOnIt) {
    const auto new_one = [this](const std::string& password) {
        return ask("sign_up", R"({"email":"omar@quay.test","password":")" + password +
                                  R"(","name":"Omar Lindqvist","organization_name":"Quayside"})");
    };
    const auto refused = new_one("Lindqvist2026");
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body, HasSubstr("PASSWORD_GUESSABLE"));
    EXPECT_THAT(refused.body, HasSubstr(R"("path":"password")"));
    EXPECT_EQ(new_one("password123").status, 400);
    EXPECT_EQ(count("users where email = 'omar@quay.test'"), "0");
    EXPECT_EQ(count("email_outbox"), "0");

    const auto here = an_owner("ines@harbor.test");
    ask("forgot_password", R"({"email":"ines@harbor.test"})");
    const auto token = letter_to("ines@harbor.test");
    const auto reset = [&](const std::string& password) {
        return ask("reset_password", R"({"token":")" + token + R"(","password":")" + password + "\"}").status;
    };
    EXPECT_EQ(reset("Harbor-ines1"), 400) << "the person's and the organisation's names";
    EXPECT_TRUE(lives(here));
    EXPECT_EQ(
        ask("update_me", R"({"password":{"old_password":"correct horse","new_password":"qwertyuiop"}})", &here).status,
        400);
    EXPECT_TRUE(lives(here));
    EXPECT_EQ(reset("staple battery"), 200) << "the letter was not used up";
}

TEST_F(Accounts, ASessionEndsForGoodThirtyDaysAfterItsSignInHoweverOftenItIsRenewed) {
    auto browser = an_owner("ines@harbor.test");
    const auto began = [&](const std::string& ago, const std::string& left) {
        world.truth("update sessions set began_at = now() - interval '" + ago + "', expires_at = now() + interval '" +
                    left + "' where token_hash = '" + hash_token(browser.token) + "'");
    };
    began("29 days", "2 hours");
    const auto last = ask("refresh_session", {}, &browser);
    ASSERT_EQ(last.status, 200) << last.body;
    ASSERT_TRUE(last.as<api::RefreshedReply>().refreshed);
    EXPECT_LT(last.as<api::RefreshedReply>().expires, clock.now() + std::chrono::hours{25});
    browser.token = std::string{last.headers.get("x-session-token")};
    refresh(browser);
    EXPECT_EQ(world.truth("select began_at < now() - interval '28 days' from sessions where token_hash = '" +
                          hash_token(browser.token) + "'"),
              "t")
        << "a renewed session is as old as the first";

    began("29 days 23 hours", "1 hour");
    const auto none = ask("refresh_session", {}, &browser);
    EXPECT_EQ(none.status, 200);
    EXPECT_FALSE(none.as<api::RefreshedReply>().refreshed);
    EXPECT_TRUE(lives(browser)) << "it keeps the time it has";
}

TEST_F(Accounts, ASessionNobodyUsedForThreeDaysIsOver) {
    const auto here = an_owner("ines@harbor.test");
    const auto seen = [&](const std::string& ago) {
        world.truth("update sessions set last_seen_at = now() - interval '" + ago + "' where token_hash = '" +
                    hash_token(here.token) + "'");
    };
    seen("71 hours");
    EXPECT_TRUE(lives(here));
    const auto seen_within = [&](const std::string& time) {
        return count("sessions where last_seen_at > now() - interval '" + time + "' and token_hash = '" +
                     hash_token(here.token) + "'");
    };
    EXPECT_EQ(seen_within("1 minute"), "1") << "the edge's question is a use";
    seen("3 minutes");
    EXPECT_TRUE(lives(here));
    EXPECT_EQ(seen_within("1 minute"), "0") << "noted five minutes apart";
    seen("73 hours");
    EXPECT_FALSE(lives(here));
    EXPECT_EQ(seen_within("1 day"), "0") << "asking wakes nobody";
    EXPECT_EQ(world.truth("select wib.expire_sessions(10)"), "1");
    EXPECT_EQ(count("sessions where revoked_at = last_seen_at + interval '72 hours'"), "1");
}

TEST_F(Accounts, AnotherPasswordNeedsTheOldOneAndEndsTheOtherSessions) {
    const auto here = an_owner("ines@harbor.test");
    const auto there = sign_in("ines@harbor.test");
    const auto change = [&](const std::string& old) {
        return ask("update_me", R"({"password":{"old_password":")" + old + R"(","new_password":"staple battery"}})",
                   &here)
            .status;
    };
    EXPECT_EQ(change("wrong horse"), 401);
    EXPECT_TRUE(lives(there));
    EXPECT_EQ(change("correct horse"), 200);
    EXPECT_TRUE(lives(here));
    EXPECT_FALSE(lives(there));
    sign_in("ines@harbor.test", "staple battery");
}

TEST_F(Accounts, DoNothingForASessionThatEndedWhateverTheEdgeRemembers) {
    const auto here = an_owner("ines@harbor.test");
    const auto other = sign_in("ines@harbor.test");
    world.truth("update sessions set revoked_at = now() where id = '" + to_string(here.claims.session_id) + "'");
    const std::vector<std::tuple<std::string, std::string, Params>> own{
        {"list_my_sessions", {}, {}},
        {"end_my_session", {}, {{"id", to_string(other.claims.session_id)}}},
        {"my_organizations", {}, {}},
        {"update_me", R"({"name":"Mallory"})", {}},
        {"create_organization", R"({"name":"Second"})", {}},
        {"accept_invite", {}, {{"token", "00000000000000000000000000000000"}}}};
    for (const auto& [route, body, params] : own) {
        try {
            ask(route, body, &here, params);
            ADD_FAILURE() << route << " was answered";
        } catch (const db::RefusedError& refused) {
            EXPECT_EQ(refused.refusal, db::Refusal::session_revoked) << route;
        }
    }
    EXPECT_TRUE(lives(other));
    EXPECT_EQ(count("users where name = 'Mallory'"), "0");
    EXPECT_EQ(count("organizations"), count("organizations where name <> 'Second'"));
}

TEST_F(Accounts, LeaveASessionThatIsReplacedByAnotherInTheSameBrowser) {
    const auto first = an_owner("ines@harbor.test");
    const auto elsewhere = sign_in("ines@harbor.test");
    const auto again = ask("sign_in", R"({"email":"ines@harbor.test","password":"correct horse"})", &first);
    EXPECT_EQ(again.status, 200);
    EXPECT_FALSE(lives(first));
    EXPECT_TRUE(lives(elsewhere));
    EXPECT_THAT(forgotten, Contains(claims_key(hash_token(first.token))));
    EXPECT_EQ(count("audit_logs where action = 'auth:logout' and new_value ->> 'reason' = 'signed_in_again'"), "1");
    EXPECT_EQ(ask("sign_in", R"({"email":"ines@harbor.test","password":"wrong horse"})", &elsewhere).status, 401);
    EXPECT_TRUE(lives(elsewhere)) << "a failure ends nothing";
}

TEST_F(Accounts, ListsAndEndsOnlyOnesOwnSessions) {
    const auto here = an_owner("ines@harbor.test");
    const auto there = sign_in("ines@harbor.test");
    const auto stranger = an_owner("omar@quay.test", "Quay");
    const auto mine = ask("list_my_sessions", {}, &here).as<api::MySessionsReply>().sessions;
    ASSERT_EQ(mine.size(), 2u);
    EXPECT_EQ(std::ranges::count_if(mine, [](const auto& one) { return one.current; }), 1);
    EXPECT_EQ(ask("end_my_session", {}, &stranger, {{"id", to_string(there.claims.session_id)}}).status, 404);
    EXPECT_TRUE(lives(there));
    EXPECT_EQ(ask("end_my_session", {}, &here, {{"id", to_string(there.claims.session_id)}}).status, 200);
    EXPECT_FALSE(lives(there));
    EXPECT_THAT(forgotten, Contains(claims_key(hash_token(there.token))));
}

}  // namespace
}  // namespace wib::identity
