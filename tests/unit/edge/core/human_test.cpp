#include "edge/core/human.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/core/page.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using namespace std::chrono_literals;

class HumanCheckAtTheDoor : public testing::Test {
  protected:
    ScriptedEdge edge;

    static Outcome says(std::string body, int status = 200) {
        return {.ending = Ending::done, .status = status, .body = std::move(body)};
    }
    static Outcome solved(std::string_view hostname = "wib.example.com", std::string_view action = "sign_up") {
        return says(R"({"success":true,"hostname":")" + std::string{hostname} + R"(","action":")" +
                    std::string{action} + R"(","error-codes":[]})");
    }
    static Outcome refused(std::string_view code) {
        return says(R"({"success":false,"error-codes":[")" + std::string{code} + R"("]})");
    }
    Journey ask(ScriptedEdge& at, std::string path = "/api/auth/signup", std::string_view token = "0.token") const {
        at.body = R"({"csrf_token":")" + at.pre_session_csrf("b") + R"("})";
        api::Headers headers{{"cookie", "__Host-wib-pre=b"}};
        if (!token.empty()) headers.add("x-human-proof", std::string{token});
        return at.begin("POST", std::move(path), headers);
    }
    Journey ask() { return ask(edge); }
    static std::string counted(const Journey& journey) {
        std::string results;
        for (const auto& count : journey.all<Count>())
            if (count.what == "human") results += (results.empty() ? "" : " ") + count.result;
        return results;
    }
};

TEST_F(HumanCheckAtTheDoor, LetsInWhomCloudflareNamesSolvedHereAndForThis) {
    edge.vendor_says = {solved()};
    const auto journey = ask();
    EXPECT_TRUE(journey.as<ForwardToOrigin>());
    EXPECT_EQ(counted(journey), "proven");
    ASSERT_THAT(edge.fetched, SizeIs(1));
    const auto& asked = edge.fetched[0];
    EXPECT_EQ(asked.method, "POST");
    EXPECT_EQ(asked.target, "https://challenges.cloudflare.com/turnstile/v0/siteverify");
    EXPECT_EQ(asked.headers.get("content-type"), "application/json");
    EXPECT_EQ(asked.patience, 5s);
    EXPECT_THAT(asked.body,
                AllOf(HasSubstr(R"("secret":"0x4AAAAAAA-the-secret")"), HasSubstr(R"("response":"0.token")"),
                      HasSubstr(R"("remoteip":"192.0.2.7")"), HasSubstr(R"("idempotency_key":")")));
}

TEST_F(HumanCheckAtTheDoor, TellsTheOriginNothingOfTheProof) {
    edge.vendor_says = {solved()};
    const auto journey = ask();
    EXPECT_FALSE(journey.as<ForwardToOrigin>()->headers.has("x-human-proof"));
}

TEST_F(HumanCheckAtTheDoor, StandsBeforeEveryRouteThatAsksForItAndNoOther) {
    int asking = 0;
    for (const auto& route : api::routes()) asking += route.human == api::Human::proven;
    EXPECT_EQ(asking, 2);
    edge.vendor_says = {solved("wib.example.com", "forgot_password")};
    EXPECT_TRUE(ask(edge, "/api/auth/forgot-password").as<ForwardToOrigin>());
    EXPECT_THAT(edge.fetched, SizeIs(1));
    EXPECT_TRUE(ask(edge, "/api/auth/callback/credentials", "").as<ForwardToOrigin>()) << "signing in is not asked";
    EXPECT_THAT(edge.fetched, SizeIs(1));
}

// What is refused, and how it is told: by the caller's code and by the counter's reason.
struct Refusal {
    std::string name;
    Outcome vendor;
    std::string code;
    std::string reason;
    std::size_t asked = 1;
};

TEST_F(HumanCheckAtTheDoor, LetsNobodyElseIn) {
    const std::vector<Refusal> cases{
        {"somebody else's host", solved("evil.example"), "HUMAN_CHECK_FAILED", "hostname"},
        {"a host below ours", solved("x.wib.example.com"), "HUMAN_CHECK_FAILED", "hostname"},
        {"no host", solved(""), "HUMAN_CHECK_FAILED", "hostname"},
        {"another form's token", solved("wib.example.com", "forgot_password"), "HUMAN_CHECK_FAILED", "action"},
        {"no action", solved("wib.example.com", ""), "HUMAN_CHECK_FAILED", "action"},
        {"a forged token", refused("invalid-input-response"), "HUMAN_CHECK_FAILED", "invalid-input-response"},
        {"a token twice", refused("timeout-or-duplicate"), "HUMAN_CHECK_FAILED", "timeout-or-duplicate"},
        {"a reason of tomorrow", refused("x"), "HUMAN_CHECK_FAILED", "other"},
        {"our key is wrong", refused("invalid-input-secret"), "HUMAN_CHECK_UNAVAILABLE", "invalid-input-secret"},
        {"our question is wrong", refused("bad-request"), "HUMAN_CHECK_UNAVAILABLE", "bad-request"},
        {"Cloudflare cannot tell", refused("internal-error"), "HUMAN_CHECK_UNAVAILABLE", "internal-error", 2},
        {"rubbish", says("<html>"), "HUMAN_CHECK_UNAVAILABLE", "unreadable", 2},
        {"nothing", says(""), "HUMAN_CHECK_UNAVAILABLE", "unreadable", 2},
        {"a yes with another status", says(R"({"success":true,"hostname":"wib.example.com","action":"sign_up"})", 500),
         "HUMAN_CHECK_UNAVAILABLE", "unreadable", 2},
        {"an answer without end", {.ending = Ending::too_large}, "HUMAN_CHECK_UNAVAILABLE", "unreachable", 2},
        {"no line", {.ending = Ending::failed}, "HUMAN_CHECK_UNAVAILABLE", "unreachable", 2},
        {"silence", {.ending = Ending::late}, "HUMAN_CHECK_UNAVAILABLE", "late"},
    };
    for (const auto& [name, vendor, code, reason, asked] : cases) {
        ScriptedEdge fresh;
        fresh.vendor_says = {vendor};
        const auto journey = ask(fresh);
        EXPECT_EQ(journey.code(), code) << name;
        EXPECT_EQ(journey.status(), code == "HUMAN_CHECK_FAILED" ? 403 : 503) << name;
        EXPECT_EQ(counted(journey), reason) << name;
        EXPECT_EQ(fresh.fetched.size(), asked) << name;
    }
}

TEST_F(HumanCheckAtTheDoor, AsksNobodyAboutATokenThatCannotBeOne) {
    EXPECT_EQ(ask(edge, "/api/auth/signup", "").code(), "HUMAN_CHECK_FAILED");
    const auto journey = ask(edge, "/api/auth/signup", std::string(2049, 'x'));
    EXPECT_EQ(journey.code(), "HUMAN_CHECK_FAILED");
    EXPECT_EQ(counted(journey), "too_long");
    EXPECT_THAT(edge.fetched, IsEmpty());
}

TEST_F(HumanCheckAtTheDoor, AsksOnceMoreUnderTheSameKeySoThatATokenIsNotSpentTwice) {
    edge.vendor_says = {{.ending = Ending::failed}, solved()};
    EXPECT_TRUE(ask().as<ForwardToOrigin>());
    ASSERT_THAT(edge.fetched, SizeIs(2));
    EXPECT_EQ(edge.fetched[0].body, edge.fetched[1].body);
    EXPECT_TRUE(ask().as<ForwardToOrigin>());
}

TEST_F(HumanCheckAtTheDoor, GivesCloudflareFiveSecondsForBothAttempts) {
    edge.vendor_says = {refused("internal-error")};
    edge.vendor_takes = 3s;
    EXPECT_EQ(ask().code(), "HUMAN_CHECK_UNAVAILABLE");
    ASSERT_THAT(edge.fetched, SizeIs(2));
    EXPECT_EQ(edge.fetched[1].patience, 2s);
    edge.fetched.clear();
    edge.vendor_takes = 6s;
    EXPECT_EQ(ask().code(), "HUMAN_CHECK_UNAVAILABLE");
    EXPECT_THAT(edge.fetched, SizeIs(1));
}

TEST_F(HumanCheckAtTheDoor, IsNotMadeWithoutKeysAndSaysSo) {
    auto settings = ScriptedEdge::settings_without("TURNSTILE_SECRET_KEY");
    std::erase_if(settings, [](const auto& setting) { return setting.first == "TURNSTILE_SITE_KEY"; });
    ScriptedEdge open{settings};
    const auto journey = ask(open, "/api/auth/signup", "");
    EXPECT_TRUE(journey.as<ForwardToOrigin>());
    EXPECT_EQ(counted(journey), "not_checked");
    EXPECT_THAT(open.fetched, IsEmpty());
}

TEST_F(HumanCheckAtTheDoor, ComesAfterWhatCostsLess) {
    edge.vendor_says = {solved()};
    edge.body = "{}";
    EXPECT_EQ(edge.begin("POST", "/api/auth/signup", {{"x-human-proof", "0.token"}}).code(), "CSRF_REQUIRED");
    for (int i = 0; i < 5; ++i) ask();
    edge.fetched.clear();
    EXPECT_EQ(ask().code(), "RATE_LIMIT");
    EXPECT_THAT(edge.fetched, IsEmpty());
}

TEST_F(HumanCheckAtTheDoor, ComparesHostsWithoutPortAndCase) {
    EXPECT_EQ(without_port("wib.example.com:8443"), "wib.example.com");
    EXPECT_EQ(without_port("[::1]:80"), "[::1]");
    EXPECT_EQ(without_port("[::1]"), "[::1]");
    edge.vendor_says = {solved("WIB.example.com")};
    EXPECT_TRUE(ask().as<ForwardToOrigin>());
}

TEST(HumanCheckSettings, ComeTogetherOrNotAtAll) {
    const auto faults = [](edge::Settings settings) {
        std::string paths;
        if (const auto config = read_config(settings); !config)
            for (const auto& fault : config.error()) paths += fault.path + " ";
        return paths;
    };
    EXPECT_EQ(faults(ScriptedEdge::settings()), "");
    EXPECT_EQ(faults(ScriptedEdge::settings_without("TURNSTILE_SITE_KEY")), "TURNSTILE_SITE_KEY ");
    EXPECT_EQ(faults(ScriptedEdge::settings_without("TURNSTILE_SECRET_KEY")), "TURNSTILE_SECRET_KEY ");
    for (const auto* address : {"http://evil.example/x", "javascript:x", "https://a\"b/", "https://a/;script-src",
                                "https://a/'x'", "//a/x", "https://a/ b"}) {
        auto settings = ScriptedEdge::settings();
        settings.emplace_back("TURNSTILE_SCRIPT_URL", address);
        EXPECT_EQ(faults(settings), "TURNSTILE_SCRIPT_URL ") << address;
    }
    auto local = ScriptedEdge::settings();
    local.emplace_back("TURNSTILE_SCRIPT_URL", "http://127.0.0.1:8794/turnstile/v0/api.js?render=explicit");
    local.emplace_back("TURNSTILE_VERIFY_URL", "https://127.0.0.1:8793/turnstile/v0/siteverify");
    EXPECT_EQ(faults(local), "");
}

// -- the pages with the widget

TEST(PagesThatAsk, AloneMayLoadTheWidget) {
    ScriptedEdge edge;
    for (const auto& [path, is_asking] : std::map<std::string, bool>{{"/signup", true},
                                                                     {"/signup?token=x", true},
                                                                     {"/forgot-password", true},
                                                                     {"/accept-invite", true},
                                                                     {"/signin", false},
                                                                     {"/signup/x", false},
                                                                     {"/calls", false},
                                                                     {"/", false}}) {
        const auto journey = edge.begin("GET", path);
        const auto& page = *journey.as<Respond>();
        const std::string policy{page.headers.get("content-security-policy")};
        const auto origin = HasSubstr("https://challenges.cloudflare.com");
        const auto frame = HasSubstr("frame-src https://challenges.cloudflare.com;");
        if (is_asking)
            EXPECT_THAT(policy, AllOf(origin, frame)) << path;
        else
            EXPECT_THAT(policy, Not(origin)) << path;
        EXPECT_THAT(page.body, HasSubstr(R"( data-site-key="0x4AAAAAAA-site")")) << path;
        EXPECT_EQ(page.body.find("data-widget=") != std::string::npos, is_asking) << path;
    }
}

TEST(PagesThatAsk, LoadNothingWithoutKeys) {
    auto settings = ScriptedEdge::settings_without("TURNSTILE_SECRET_KEY");
    std::erase_if(settings, [](const auto& setting) { return setting.first == "TURNSTILE_SITE_KEY"; });
    ScriptedEdge edge{settings};
    const auto journey = edge.begin("GET", "/signup");
    EXPECT_THAT(journey.as<Respond>()->body, AllOf(Not(HasSubstr("data-site-key")), Not(HasSubstr("data-widget"))));
    EXPECT_THAT(std::string{journey.as<Respond>()->headers.get("content-security-policy")},
                Not(HasSubstr("frame-src")));
}

TEST(PagesThatAsk, AreDressedWithoutAWayOutOfTheAttribute) {
    const HumanCheck check{.site_key = "k", .verify_url = {}, .widget_url = "https://a/?b&c"};
    EXPECT_EQ(dress(R"(<div id="root"></div>)", "n+/=", check, "/signup"),
              R"(<div id="root" nonce="n+/=" data-site-key="k" data-widget="https://a/?b&amp;c"></div>)");
    EXPECT_EQ(dress("<p>another page</p>", "n", check, "/signup"), "<p>another page</p>");
    EXPECT_EQ(origin_of("http://127.0.0.1:8794/turnstile/v0/api.js"), "http://127.0.0.1:8794");
    EXPECT_EQ(origin_of("https://a"), "https://a");
}

}  // namespace
}  // namespace wib::edge
