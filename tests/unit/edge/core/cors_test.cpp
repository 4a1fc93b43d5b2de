#include "edge/core/cors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/core/forward.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kApp = "https://app.example.com";

edge::Settings listing(std::string origins) {
    auto settings = ScriptedEdge::settings();
    settings.emplace_back("WIB_CORS_ORIGINS", std::move(origins));
    return settings;
}

class OtherOrigins : public testing::Test {
  protected:
    ScriptedEdge edge{listing("https://app.example.com,http://localhost:5173")};

    static api::Headers asking(std::string origin, std::string method) {
        return {{"origin", std::move(origin)}, {"access-control-request-method", std::move(method)}};
    }
    static std::string said(const Journey& journey, std::string_view name) {
        const auto* respond = journey.as<Respond>();
        return respond ? std::string{respond->headers.get(name)} : "forwarded";
    }
    /// The answer to a request that goes to the origin and comes back.
    Respond answered(api::Headers headers, Outcome head) {
        const auto begun = edge.begin("GET", "/api/health", std::move(headers));
        const auto journey = edge.finish(begun.as<ForwardToOrigin>()->context, std::move(head));
        return *journey.as<Respond>();
    }
};

TEST_F(OtherOrigins, AreToldThePathsOwnMethodsBeforeTheyAsk) {
    for (const auto& [path, methods] : std::map<std::string, std::string>{
             {"/api/calls", "GET, HEAD"},
             {"/api/voice/call", "POST"},
             {"/api/users/me", "GET, HEAD, PATCH"},
             {"/api/organizations/0192f0c0-0000-7000-8000-000000000001", "GET, HEAD, PUT"},
             {"/api/team/members/0192f0c0-0000-7000-8000-000000000001", "DELETE"}}) {
        const auto journey = edge.begin("OPTIONS", path, asking(kApp, "GET"));
        EXPECT_EQ(journey.status(), 204) << path;
        EXPECT_EQ(said(journey, "access-control-allow-methods"), methods) << path;
        EXPECT_EQ(said(journey, "access-control-allow-origin"), kApp);
        EXPECT_EQ(said(journey, "access-control-allow-credentials"), "true");
        EXPECT_EQ(said(journey, "access-control-max-age"), "86400");
        EXPECT_EQ(said(journey, "vary"), "Origin");
        EXPECT_THAT(said(journey, "access-control-allow-headers"), HasSubstr("Authorization"));
        EXPECT_THAT(said(journey, "access-control-allow-headers"), HasSubstr("Traceparent"));
        EXPECT_THAT(journey.questions, IsEmpty()) << "nobody is asked, and nothing counted";
    }
}

TEST_F(OtherOrigins, AreToldNothingUnlessTheyAreListed) {
    for (const std::string origin :
         {"https://evil.example", "https://app.example.com.evil.example", "https://sub.app.example.com",
          "http://app.example.com", "https://app.example.com:8443", "https://APP.example.com", "null", "*", "",
          "https://app.example.com/", "https://app.example.com,http://localhost:5173"}) {
        const auto preflight = edge.begin("OPTIONS", "/api/calls", asking(origin, "GET"));
        EXPECT_EQ(preflight.status(), 405) << origin;
        const auto refused = edge.begin("GET", "/api/users/me", {{"origin", origin}});
        for (const auto& journey : {preflight, refused}) {
            EXPECT_EQ(said(journey, "vary"), "Origin") << origin;
            for (const auto& [name, value] : journey.as<Respond>()->headers)
                EXPECT_FALSE(name.starts_with("access-control-")) << origin << " " << name;
        }
    }
}

TEST_F(OtherOrigins, MayReadAnswersAndRefusalsAlike) {
    const auto refused = edge.begin("GET", "/api/users/me", {{"origin", kApp}});
    EXPECT_EQ(refused.status(), 401);
    EXPECT_EQ(said(refused, "access-control-allow-origin"), kApp);
    const auto served = answered({{"origin", kApp}}, {.ending = Ending::done, .status = 200});
    EXPECT_EQ(served.headers.get("access-control-allow-origin"), kApp);
    EXPECT_THAT(std::string{served.headers.get("access-control-expose-headers")}, HasSubstr("X-RateLimit-Remaining"));
    EXPECT_THAT(std::string{served.headers.get("access-control-expose-headers")}, HasSubstr("Traceparent"));
    const auto failed = answered({{"origin", kApp}}, {.ending = Ending::failed});
    EXPECT_EQ(failed.status, 503);
    EXPECT_EQ(failed.headers.get("access-control-allow-origin"), kApp);
}

TEST_F(OtherOrigins, KeepACacheFromMixingWhoMayRead) {
    const auto nobody = answered({}, {.ending = Ending::done, .status = 200, .headers = {{"vary", "Accept-Encoding"}}});
    EXPECT_EQ(nobody.headers.get("vary"), "Accept-Encoding, Origin");
    EXPECT_FALSE(nobody.headers.has("access-control-allow-origin"));
    const auto stranger = answered({{"origin", "https://evil.example"}}, {.ending = Ending::done, .status = 200});
    EXPECT_EQ(stranger.headers.get("vary"), "Origin");
    EXPECT_FALSE(stranger.headers.has("access-control-allow-origin"));
}

// What the origin says about other origins is not its to say.
TEST_F(OtherOrigins, AreNotLetInByTheOriginBehindUs) {
    const Outcome head{.ending = Ending::done,
                       .status = 200,
                       .headers = {{"access-control-allow-origin", "*"}, {"access-control-allow-methods", "PUT"}}};
    const auto stranger = answered({{"origin", "https://evil.example"}}, head);
    EXPECT_FALSE(stranger.headers.has("access-control-allow-origin"));
    EXPECT_FALSE(stranger.headers.has("access-control-allow-methods"));
}

TEST_F(OtherOrigins, HaveNoBusinessWithWebhooksTheConsoleOrWhatIsInternal) {
    for (const auto* path : {"/api/webhooks/telnyx", "/webhooks/telnyx", "/internal/effects", "/api/unknown"}) {
        const auto journey = edge.begin("OPTIONS", path, asking(kApp, "POST"));
        EXPECT_GE(journey.status(), 404) << path;
        EXPECT_EQ(said(journey, "access-control-allow-methods"), "") << path;
    }
    for (const auto* path : {"/", "/signin", "/apiary"})
        EXPECT_EQ(said(edge.begin("GET", path, {{"origin", kApp}}), "access-control-allow-origin"), "") << path;
}

TEST_F(OtherOrigins, AskWithOptionsAndNothingElse) {
    EXPECT_EQ(edge.begin("OPTIONS", "/api/calls", {{"origin", kApp}}).status(), 405) << "no preflight";
    EXPECT_EQ(edge.begin("GET", "/api/users/me", asking(kApp, "PUT")).status(), 401) << "no preflight either";
}

TEST(WithoutAListOfOrigins, NoAnswerSpeaksOfThem) {
    ScriptedEdge edge;
    const auto preflight =
        edge.begin("OPTIONS", "/api/calls", {{"origin", kApp}, {"access-control-request-method", "GET"}});
    EXPECT_EQ(preflight.status(), 405);
    const auto journey = edge.begin("GET", "/api/users/me", {{"origin", kApp}});
    EXPECT_FALSE(journey.as<Respond>()->headers.has("vary"));
    EXPECT_FALSE(journey.as<Respond>()->headers.has("access-control-allow-origin"));
}

TEST(TheListOfOrigins, HoldsOnlyWhatBrowsersSend) {
    for (const auto* good : {"https://a.example", "https://a.example:8443,http://127.0.0.1:1,http://localhost", ""})
        EXPECT_TRUE(read_config(listing(good))) << good;
    for (const auto* bad : {"*", "null", "https://a.example/", "https://A.example", "https://*.a.example", "a.example",
                            "http://a.example", "https://a.example:443", "https://a.example, https://b.example",
                            "https://a.example/x", "wss://a.example", ","}) {
        const auto config = read_config(listing(bad));
        ASSERT_FALSE(config) << bad;
        EXPECT_EQ(config.error()[0].path, "WIB_CORS_ORIGINS");
    }
    std::string many;
    for (int i = 0; i < 51; ++i) many += (i ? "," : "") + ("https://a" + std::to_string(i) + ".example");
    EXPECT_FALSE(read_config(listing(many)));
}

}  // namespace
}  // namespace wib::edge
