#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "origin/identity/identity_routes.hpp"
#include "origin/notify/mail_outbox.hpp"
#include "shared/api/auth.hpp"
#include "shared/api/organizations.hpp"
#include "shared/api/people.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/identity/session_token.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/scripted_mailer.hpp"

namespace wib::identity {

using wib::testing::soon;

/// A product without its edge: people ask, letters arrive, and what the edge is told to forget is kept.
class PeopleTest : public ::testing::Test {
  protected:
    struct Answer {
        int status;
        std::string body;
        api::Headers headers;
        template <class T>
        [[nodiscard]] T as() const {
            auto read = codec::parse<T>(body);
            EXPECT_TRUE(read) << status << " " << body;
            return read ? std::move(*read) : T{};
        }
    };
    /// A signed-in browser.
    struct Browser {
        std::string token;
        api::SessionClaims claims;
    };
    using Params = std::map<std::string, std::string, std::less<>>;

    http::RequestContext request() {
        http::RequestContext made{.deadline = soon()};
        made.correlation_id = "wb-test";
        made.client_address = "203.0.113.9";
        made.user_agent = "Browser/1";
        made.headers = {{"user-agent", "Browser/1"}, {"accept-language", "en"}};
        return made;
    }
    http::RequestContext asked(std::string body, const Browser* who, Params params) {
        auto made = request();
        made.body = std::move(body);
        made.params = std::move(params);
        if (who) {
            made.principal = {.kind = ActorKind::session,
                              .actor = who->claims.session_id.value,
                              .user = who->claims.user_id,
                              .organization = who->claims.organization_id,
                              .role = who->claims.role,
                              .plan = who->claims.plan,
                              .label = {}};
            made.headers.add("cookie", std::string{kSessionCookie} + "=" + who->token);
        }
        return made;
    }
    Answer ask(std::string_view route, std::string body = {}, const Browser* who = nullptr, Params params = {}) {
        auto made = asked(std::move(body), who, std::move(params));
        const auto reply = world.run(handlers.ask(route, made));
        return {reply.status, std::get<std::string>(reply.body), reply.headers};
    }
    Answer sign_up(const std::string& email, const std::string& more = "") {
        return ask("sign_up", R"({"email":")" + email + R"(","password":"correct horse","name":"Ines")" + more + "}");
    }
    /// As the edge does it: the session's claims, fresh from the origin.
    void refresh(Browser& browser) {
        const auto answer = ask("resolve_session", {}, nullptr, {{"token_hash", hash_token(browser.token)}});
        ASSERT_EQ(answer.status, 200) << answer.body;
        browser.claims = answer.as<api::SessionClaims>();
    }
    Browser sign_in(const std::string& email, const std::string& password = "correct horse") {
        const auto answer = ask("sign_in", R"({"email":")" + email + R"(","password":")" + password + "\"}");
        EXPECT_EQ(answer.status, 200) << answer.body;
        Browser browser{.token = std::string{answer.headers.get("x-session-token")}, .claims = {}};
        refresh(browser);
        return browser;
    }
    bool lives(const Browser& browser) {
        return ask("resolve_session", {}, nullptr, {{"token_hash", hash_token(browser.token)}}).status == 200;
    }
    void deliver() { world.run(outbox.sweep(soon())); }
    /// The token of the newest letter to an address.
    std::string letter_to(const std::string& email) {
        deliver();
        return mailer.token_to(email);
    }
    std::string count(const std::string& what) { return world.truth("select count(*) from " + what); }
    static std::string token_body(const std::string& token) { return R"({"token":")" + token + "\"}"; }

    void plan(const std::string& name, const std::string& organization = "Harbor") {
        world.truth("update organizations set plan = '" + name + "' where name = '" + organization + "'");
    }
    /// Somebody with an organisation of their own, on a plan with room for a team, and a proven address.
    Browser an_owner(const std::string& email, const std::string& organization = "Harbor") {
        EXPECT_EQ(sign_up(email, R"(,"organization_name":")" + organization + "\"").status, 201);
        plan("pro", organization);
        EXPECT_EQ(ask("verify_email", token_body(letter_to(email))).status, 200);
        return sign_in(email);
    }
    /// A member who accepted an invitation.
    Browser a_member(const Browser& owner, const std::string& email, const std::string& role) {
        const auto invited = ask("invite_member", R"({"email":")" + email + R"(","role":")" + role + "\"}", &owner);
        EXPECT_EQ(invited.status, 201) << invited.body;
        EXPECT_EQ(sign_up(email, R"(,"invite_token":")" + letter_to(email) + "\"").status, 201);
        return sign_in(email);
    }

    wib::testing::World world{wib::testing::Route::direct, 4};
    BlockingPool pool{"hashing", 2, 32};
    Passwords passwords{pool};
    SystemClock clock;
    SystemRandom random;
    wib::testing::MemorySink sink;
    wib::testing::ScriptedMailer mailer;
    const Secret key{std::string(32, 's')};
    notify::MailOutbox outbox{{.public_url = "https://bond.test", .key = key}, *world.db, mailer, clock, random,
                              observe::Log{sink, clock, observe::Level::error}};
    std::vector<std::string> forgotten;
    IdentityRoutes routes{*world.db,
                          passwords,
                          clock,
                          random,
                          key,
                          "https://bond.test",
                          mailer,
                          [this](std::vector<std::string> names) -> Task<void> {
                              forgotten.insert(forgotten.end(), names.begin(), names.end());
                              co_return;
                          }};
    wib::testing::Handlers handlers{*world.db, add_endpoints, routes};
};

}  // namespace wib::identity
