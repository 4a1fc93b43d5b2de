// Signing in and out against a real server: what people get, what is kept, what nobody can tell apart.
#include "origin/identity/identity_routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/api/auth.hpp"
#include "shared/codec/cookie.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/fingerprint.hpp"
#include "shared/identity/known_browser.hpp"
#include "shared/identity/session_token.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/scripted_mailer.hpp"

namespace wib::identity {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using wib::testing::soon;

constexpr std::string_view kEmail = "alpha@example.test";  // whom World enrols, as an agent of "alpha"
const Secret kSessionKey{std::string(32, 's')};

std::string body_of(const http::Reply& reply) {
    return std::get<std::string>(reply.body);
}

class SignIn : public ::testing::Test {
  protected:
    SignIn() { set_password(hash_password(Secret{"correct horse"})); }

    void set_password(const std::string& stored) {
        world.truth("update users set password_hash = '" + stored + "' where email = '" + std::string{kEmail} + "'");
    }
    std::string count(const std::string& what) { return world.truth("select count(*) from " + what); }

    static http::RequestContext request() {
        http::RequestContext made{.deadline = soon()};
        made.correlation_id = "wb-test";
        made.client_address = "203.0.113.9";
        made.user_agent = "Browser/1";
        made.headers = {{"user-agent", "Browser/1"}, {"accept-language", "en"}};
        return made;
    }
    /// What the edge makes of a session's token.
    http::RequestContext request_of(const api::SessionClaims& claims, const std::string& token) {
        auto made = request();
        made.principal = {.kind = ActorKind::session,
                          .actor = claims.session_id.value,
                          .user = claims.user_id,
                          .organization = claims.organization_id,
                          .role = claims.role,
                          .plan = claims.plan,
                          .label = {}};
        made.headers.add("cookie", std::string{kSessionCookie} + "=" + token);
        return made;
    }

    http::Reply post(std::string body, std::string address = "203.0.113.9") {
        auto made = request();
        made.body = std::move(body);
        made.client_address = std::move(address);
        return world.run(handlers.ask("sign_in", made));
    }
    http::Reply sign_in_as(std::string_view email, std::string_view password, std::string address = "203.0.113.9") {
        return post(R"({"email":")" + std::string{email} + R"(","password":")" + std::string{password} + "\"}",
                    std::move(address));
    }
    std::string signed_in() {
        const auto reply = sign_in_as(kEmail, "correct horse");
        EXPECT_EQ(reply.status, 200) << body_of(reply);
        return std::string{reply.headers.get("x-session-token")};
    }
    http::Reply resolve(const std::string& token) {
        auto made = request();
        made.params["token_hash"] = hash_token(token);
        return world.run(handlers.ask("resolve_session", made));
    }
    api::SessionClaims claims_of(const std::string& token) {
        return *codec::parse<api::SessionClaims>(body_of(resolve(token)));
    }

    wib::testing::World world;
    // What passwords were compared with: of each stored form what says how much work it is. The pool's one thread
    // writes it, and every test reads it after the answer.
    std::vector<std::string> compared;
    BlockingPool pool{"hashing", 1, 8};
    Passwords passwords{pool, [this](const Secret& password, const std::string& stored) {
                            compared.push_back(stored.substr(0, stored.rfind('$', stored.rfind('$') - 1)));
                            return check_password(password, stored);
                        }};
    SystemClock clock;
    wib::testing::CountingRandom random;
    wib::testing::ScriptedMailer mailer;
    IdentityRoutes routes{
        *world.db,   passwords,           clock,  random,
        kSessionKey, "https://bond.test", mailer, [](std::vector<std::string>) -> Task<void> { co_return; }};
    wib::testing::Handlers handlers{*world.db, add_endpoints, routes};
};

TEST_F(SignIn, GivesASessionWhoseTokenOnlyTheBrowserHas) {
    const auto reply = sign_in_as("  Alpha@Example.TEST ", "correct horse");
    ASSERT_EQ(reply.status, 200) << body_of(reply);
    EXPECT_EQ(reply.headers.get("cache-control"), "no-store");
    const std::string token{reply.headers.get("x-session-token")};
    EXPECT_THAT(std::string{reply.headers.get("set-cookie")}, HasSubstr("__Host-wib=" + token + "; Path=/"));

    const auto signed_in = codec::parse<api::SignedInReply>(body_of(reply));
    ASSERT_TRUE(signed_in);
    EXPECT_EQ(signed_in->url, "/calls");
    EXPECT_EQ(signed_in->user.email, kEmail);
    EXPECT_EQ(signed_in->user.role, Role::agent);
    EXPECT_EQ(signed_in->user.organization_id, world.tenancy.organization);
    EXPECT_TRUE(check_csrf(signed_in->csrf_token, CsrfPurpose::session, hash_token(token), clock.now(), kSessionKey));

    EXPECT_EQ(count("sessions where token_hash = '" + hash_token(token) + "' and user_agent = 'Browser/1'"), "1");
    EXPECT_EQ(count("sessions where token_hash like '%" + token + "%'"), "0");
    EXPECT_EQ(count("login_attempts where succeeded"), "1");
    EXPECT_EQ(count("audit_logs where action = 'auth:login' and actor_type = 'human' and correlation_id = 'wb-test'"),
              "1");
}

TEST_F(SignIn, AnswersEveryFailureAlike) {
    world.truth("insert into users (email, name, password_hash) values ('invited@example.test', 'I', null)");
    const auto wrong = sign_in_as(kEmail, "wrong horse");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_THAT(body_of(wrong), HasSubstr("INVALID_CREDENTIALS"));
    for (const auto* email : {"nobody@example.test", "invited@example.test"}) {
        const auto reply = sign_in_as(email, "correct horse");
        EXPECT_EQ(reply.status, wrong.status) << email;
        EXPECT_EQ(body_of(reply), body_of(wrong)) << email;
        EXPECT_EQ(reply.headers.get("set-cookie"), "") << email;
    }
    EXPECT_EQ(count("login_attempts where not succeeded"), "3");
    EXPECT_EQ(count("audit_logs where action = 'auth:login'"), "0");
}

// Nobody's clock is asked: what takes the time is one comparison of one argon2id hash of the same cost, whoever is
// named.
TEST_F(SignIn, DoesTheSameWorkForWhomItDoesNotKnow) {
    world.truth("insert into users (email, name, password_hash) values ('invited@example.test', 'I', null)");
    std::vector<std::vector<std::string>> work;
    for (const auto* email : {"alpha@example.test", "nobody@example.test", "invited@example.test"}) {
        compared.clear();
        EXPECT_EQ(sign_in_as(email, "wrong horse").status, 401) << email;
        work.push_back(compared);
    }
    for (const auto& costs : work) {
        ASSERT_EQ(costs.size(), 1u) << "one comparison, no more and no fewer";
        EXPECT_EQ(costs, work.front());
    }
    EXPECT_THAT(work.front().front(), ::testing::StartsWith("$argon2id$"));

    // And a forgotten password is compared with nothing, nor looked up, before the answer.
    for (const auto* email : {"alpha@example.test", "nobody@example.test"}) {
        compared.clear();
        auto made = request();
        made.body = R"({"email":")" + std::string{email} + "\"}";
        EXPECT_EQ(world.run(handlers.ask("forgot_password", made)).status, 200);
        EXPECT_EQ(compared, std::vector<std::string>{}) << email;
    }
    EXPECT_EQ(count("verification_tokens"), "0");
}

// Whoever does not exist is compared with a password all the same, so that the answer takes as long. It opens nothing.
TEST_F(SignIn, NobodySignsInWithThePasswordOfNobody) {
    world.truth("insert into users (email, name, password_hash) values ('invited@example.test', 'I', null)");
    const std::string of_nobody = "the password of nobody";
    for (const auto* email : {"nobody@example.test", "invited@example.test"}) {
        EXPECT_EQ(world.run(passwords.check(Secret{of_nobody}, std::nullopt, soon())), PasswordCheck::wrong);
        EXPECT_EQ(sign_in_as(email, of_nobody).status, 401) << email;
    }
    EXPECT_EQ(count("sessions"), "1") << "the one World opened";
}

TEST_F(SignIn, LocksAnAccountAfterTenFailuresEvenForTheRightPassword) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in_as(kEmail, "wrong", "203.0.113." + std::to_string(i)).status, 401);
    const auto locked = sign_in_as(kEmail, "correct horse", "198.51.100.1");
    EXPECT_EQ(locked.status, 429);
    EXPECT_THAT(body_of(locked), HasSubstr("ACCOUNT_LOCKED"));
    const auto wait = std::stoi(std::string{locked.headers.get("retry-after")});
    EXPECT_GT(wait, 14 * 60);
    EXPECT_LE(wait, 15 * 60);
    world.truth("update login_attempts set attempted_at = attempted_at - interval '16 minutes'");
    EXPECT_EQ(sign_in_as(kEmail, "correct horse", "198.51.100.1").status, 200);
}

TEST_F(SignIn, NoScriptOfOurOwnPagesReadsTheToken) {
    const auto from = [&](const std::string& site) {
        auto made = request();
        made.body = R"({"email":")" + std::string{kEmail} + R"(","password":"correct horse"})";
        if (!site.empty()) made.headers.add("sec-fetch-site", site);
        return world.run(handlers.ask("sign_in", made));
    };
    const auto ours = from("same-origin");
    EXPECT_EQ(ours.headers.get("x-session-token"), "");
    const std::string cookie{ours.headers.get("set-cookie")};
    const auto token = cookie.substr(cookie.find('=') + 1, 43);
    EXPECT_TRUE(is_session_token(token));
    EXPECT_THAT(body_of(ours), ::testing::Not(HasSubstr(token)));
    for (const auto* site : {"", "cross-site", "same-site", "none"})
        EXPECT_NE(from(site).headers.get("x-session-token"), "") << "no cookie is kept there: " << site;
}

// What a browser keeps of a sign-in is the second cookie.
TEST_F(SignIn, NobodyElsewhereLocksThePersonOutOfABrowserTheyHaveSignedInWith) {
    const auto first = sign_in_as(kEmail, "correct horse");
    std::string mark;
    for (const auto& [name, value] : first.headers)
        if (name == "set-cookie" && value.starts_with(kKnownBrowserCookie)) mark = value.substr(0, value.find(';'));
    ASSERT_FALSE(mark.empty());
    const auto here = [&](std::string_view password, const std::string& email = std::string{kEmail}) {
        auto made = request();
        made.body = R"({"email":")" + email + R"(","password":")" + std::string{password} + "\"}";
        made.headers.add("cookie", mark);
        return world.run(handlers.ask("sign_in", made)).status;
    };
    for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in_as(kEmail, "wrong", "203.0.113." + std::to_string(i)).status, 401);
    EXPECT_EQ(sign_in_as(kEmail, "correct horse", "198.51.100.1").status, 429) << "anywhere else it is locked";
    EXPECT_EQ(here("correct horse"), 200);
    EXPECT_EQ(here("correct horse", "  ALPHA@example.test "), 200) << "however it is written";

    for (int i = 0; i < 10; ++i) EXPECT_EQ(here("wrong"), 401);
    EXPECT_EQ(here("correct horse"), 429) << "who has the browser guesses no more often than anybody";
    EXPECT_EQ(here("x", "beta@example.test"), 401) << "the mark is this person's alone";
    EXPECT_EQ(count("login_attempts where username = 'beta@example.test'"), "1");
}

TEST_F(SignIn, LocksAnAddressThatGuessesAtManyAccounts) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in_as("guess" + std::to_string(i) + "@example.test", "x").status, 401);
    EXPECT_EQ(sign_in_as(kEmail, "correct horse").status, 429);
    EXPECT_EQ(sign_in_as(kEmail, "correct horse", "198.51.100.1").status, 200) << "others are not kept waiting";
}

TEST_F(SignIn, ASuccessForgivesEarlierFailures) {
    for (int i = 0; i < 9; ++i) EXPECT_EQ(sign_in_as(kEmail, "wrong", "203.0.113." + std::to_string(i)).status, 401);
    EXPECT_EQ(sign_in_as(kEmail, "correct horse", "198.51.100.1").status, 200);
    EXPECT_EQ(sign_in_as(kEmail, "wrong", "198.51.100.2").status, 401);
    EXPECT_EQ(sign_in_as(kEmail, "correct horse", "198.51.100.3").status, 200);
}

TEST_F(SignIn, TellsOfALockSetByHandOnlyToWhoKnowsThePassword) {
    world.truth("update users set locked_until = now() + interval '1 hour'");
    EXPECT_EQ(sign_in_as(kEmail, "wrong").status, 401);
    EXPECT_EQ(sign_in_as(kEmail, "correct horse").status, 429);
}

TEST_F(SignIn, ReplacesAnOutdatedHashAtTheNextGoodLogin) {
    set_password("pepper:" + crypto::sha256_hex("peppercorrect horse"));
    EXPECT_EQ(sign_in_as(kEmail, "wrong").status, 401);
    EXPECT_EQ(sign_in_as(kEmail, "correct horse").status, 200);
    EXPECT_EQ(count("users where password_hash like '$argon2id$%'"), "1");
    EXPECT_EQ(sign_in_as(kEmail, "correct horse").status, 200);
}

TEST_F(SignIn, BeginsInTheOrganizationOfTheHighestRole) {
    const auto beta = wib::testing::make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    world.truth("insert into org_members (organization_id, user_id, role) values ('" + to_string(beta.organization) +
                "', '" + to_string(world.tenancy.user) + "', 'manager')");
    const auto claims = claims_of(signed_in());
    EXPECT_EQ(claims.organization_id, beta.organization);
    EXPECT_EQ(claims.role, Role::manager);
}

TEST_F(SignIn, RefusesBodiesThatAreNone) {
    EXPECT_THAT(body_of(post("{")), HasSubstr("INVALID_JSON"));
    for (const auto* body : {"{}", R"({"email":"a@b"})", R"({"password":"x"})", R"({"email":"a@b","password":""})",
                             R"({"email":"a@b","password":7})", R"({"email":"a@b","password":"x","admin":true})"}) {
        const auto reply = post(body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_THAT(body_of(reply), HasSubstr("VALIDATION_ERROR")) << body;
    }
    EXPECT_EQ(sign_in_as(kEmail, std::string(129, 'x')).status, 400);
    EXPECT_EQ(count("login_attempts"), "0");
}

TEST_F(SignIn, ClaimsAreThoseOfALivingSession) {
    const auto token = signed_in();
    const auto claims = claims_of(token);
    EXPECT_EQ(claims.user_id, world.tenancy.user);
    EXPECT_EQ(claims.plan, "pro");
    EXPECT_EQ(claims.fingerprint_hash, fingerprint("Browser/1", "en", ""));
    EXPECT_GT(claims.expires_at, clock.now() + kSessionLife - 1min);

    EXPECT_EQ(resolve("another token").status, 404);
    world.truth("update sessions set created_at = now() - interval '8 days', expires_at = now() - interval '1 second'");
    EXPECT_EQ(resolve(token).status, 404) << "expired";
}

TEST_F(SignIn, SigningOutEndsTheSessionOnceAndForgetsTheCookieAlways) {
    const auto token = signed_in();
    auto request = request_of(claims_of(token), token);
    for (int i = 0; i < 2; ++i) {
        const auto reply = world.run(handlers.ask("sign_out", request));
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.headers.get("set-cookie"), codec::clear_cookie(kSessionCookie));
    }
    EXPECT_EQ(resolve(token).status, 404);
    EXPECT_EQ(count("audit_logs where action = 'auth:logout' and actor_type = 'human'"), "1");
    auto stranger = SignIn::request();
    EXPECT_EQ(world.run(handlers.ask("sign_out", stranger)).status, 200);
}

TEST_F(SignIn, ASessionMetInAnotherBrowserEndsAndSaysWhy) {
    const auto token = signed_in();
    auto request = SignIn::request();
    request.params["token_hash"] = hash_token(token);
    EXPECT_EQ(world.run(handlers.ask("end_session", request)).status, 200);
    EXPECT_EQ(resolve(token).status, 404);
    EXPECT_EQ(count("audit_logs where action = 'auth:logout' and new_value->>'reason' = 'fingerprint_changed'"), "1");
    EXPECT_EQ(world.run(handlers.ask("end_session", request)).status, 404);
}

TEST_F(SignIn, SessionTellsWhoIsSignedInAndGivesATokenForForms) {
    const auto token = signed_in();
    auto request = request_of(claims_of(token), token);
    const auto session = codec::parse<api::SessionReply>(body_of(world.run(handlers.ask("session", request))));
    ASSERT_TRUE(session);
    EXPECT_EQ(session->user->organization_name, "alpha");
    EXPECT_TRUE(check_csrf(*session->csrf_token, CsrfPurpose::session, hash_token(token), clock.now(), kSessionKey));

    auto stranger = SignIn::request();
    EXPECT_EQ(body_of(world.run(handlers.ask("session", stranger))),
              R"({"user":null,"expires":null,"csrf_token":null})");
}

TEST_F(SignIn, MeIsThePersonBehindTheSession) {
    const auto token = signed_in();
    auto request = request_of(claims_of(token), token);
    const auto me = codec::parse<api::MeReply>(body_of(world.run(handlers.ask("me", request))));
    ASSERT_TRUE(me);
    EXPECT_EQ(me->user.id, world.tenancy.user);
    EXPECT_EQ(me->user.email, kEmail);

    world.run(handlers.ask("sign_out", request));
    EXPECT_THROW(world.run(handlers.ask("me", request)), db::RefusedError) << "revocation is immediate, for reads too";
}

TEST_F(SignIn, CsrfIsBoundToACookieThatTwoTabsShare) {
    auto first = SignIn::request();
    const auto reply = world.run(handlers.ask("csrf", first));
    const std::string set{reply.headers.get("set-cookie")};
    const auto cookie = set.substr(set.find('=') + 1, 43);
    const auto token = codec::parse<api::CsrfReply>(body_of(reply))->csrf_token;
    EXPECT_TRUE(check_csrf(token, CsrfPurpose::pre_session, cookie, clock.now(), kSessionKey));

    auto second = SignIn::request();
    second.headers.add("cookie", "__Host-wib-pre=" + cookie);
    const auto again = world.run(handlers.ask("csrf", second));
    EXPECT_THAT(std::string{again.headers.get("set-cookie")}, HasSubstr("__Host-wib-pre=" + cookie + ";"));
    auto forged = SignIn::request();
    forged.headers.add("cookie", "__Host-wib-pre=x");
    EXPECT_THAT(std::string{world.run(handlers.ask("csrf", forged)).headers.get("set-cookie")},
                ::testing::Not(HasSubstr("__Host-wib-pre=x;")));
}

}  // namespace
}  // namespace wib::identity
