#include "edge/core/cache.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr std::string_view kOtherOrganization = "0192f0c0-0000-7000-8000-000000000002";
constexpr const char* kTable = "/api/capabilities";

class TheCache : public testing::Test {
  protected:
    ScriptedEdge edge;

    TheCache() {
        sign_in("admin");
        says(kTable, R"({"plan":"pro"})");
        says("/api/rbac/roles", R"({"roles":[]})");
    }
    void sign_in(std::string_view role, std::string_view organization = ScriptedEdge::kOrganization,
                 std::string_view plan = "pro") {
        auto claims = ScriptedEdge::claims(role);
        const auto put = [&](std::string_view what, std::string_view instead) {
            claims.replace(claims.find(what), what.size(), instead);
        };
        put(ScriptedEdge::kOrganization, organization);
        put(R"("plan":"pro")", R"("plan":")" + std::string{plan} + "\"");
        edge.kv[session_key(ScriptedEdge::token_hash())] = claims;
    }
    void says(const std::string& target, std::string body, int status = 200, api::Headers more = {}) {
        Outcome answer{.ending = Ending::done, .status = status, .headers = {{"content-type", "application/json"}}};
        for (const auto& [name, value] : more) answer.headers.add(name, value);
        answer.body = std::move(body);
        edge.says[target] = answer;
    }
    Journey get(std::string target = kTable, std::string method = "GET") {
        edge.asked.clear();
        return edge.begin(std::move(method), std::move(target), {{"cookie", ScriptedEdge::cookie()}});
    }
    static std::string cache_of(const Journey& journey) {
        return journey.as<Respond>() ? std::string{journey.as<Respond>()->headers.get("x-cache")} : "forwarded";
    }
};

TEST_F(TheCache, AnswersInTheOriginsPlaceForFiveMinutes) {
    const auto first = get();
    EXPECT_EQ(cache_of(first), "miss");
    EXPECT_EQ(first.as<Respond>()->body, R"({"plan":"pro"})");
    EXPECT_THAT(edge.asked, SizeIs(1));
    const auto kept = first.all<KvPut>();
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_EQ(kept[0].life, 300s);

    edge.now += 299s;
    const auto second = get();
    EXPECT_EQ(cache_of(second), "hit");
    EXPECT_EQ(second.as<Respond>()->headers.get("age"), "299");
    EXPECT_EQ(second.as<Respond>()->body, R"({"plan":"pro"})");
    EXPECT_EQ(second.as<Respond>()->headers.get("content-type"), "application/json");
    EXPECT_EQ(second.as<Respond>()->headers.get("cache-control"), "no-store") << "nobody else keeps it";
    EXPECT_THAT(edge.asked, IsEmpty());

    edge.now += 1s;
    EXPECT_EQ(cache_of(get()), "miss") << "though KV still has it";
    EXPECT_THAT(edge.asked, SizeIs(1));
}

TEST_F(TheCache, IsSharedByNoTwoOrganisationsRolesPlansOrQuestions) {
    (void)get();
    sign_in("admin", kOtherOrganization);
    EXPECT_EQ(cache_of(get()), "miss") << "another organisation";
    sign_in("viewer");
    EXPECT_EQ(cache_of(get()), "miss") << "another role";
    sign_in("admin", ScriptedEdge::kOrganization, "free");
    EXPECT_EQ(cache_of(get()), "miss") << "another plan";
    sign_in("admin");
    says("/api/capabilities?x=1", "{}");
    EXPECT_EQ(cache_of(get("/api/capabilities?x=1")), "miss") << "another question";
    EXPECT_EQ(cache_of(get("/api/rbac/roles")), "miss") << "another route";
    EXPECT_EQ(cache_of(get()), "hit") << "and the first is still there";
}

TEST_F(TheCache, LetsNobodyInWhomTheRouteWouldRefuse) {
    sign_in("owner");
    (void)get("/api/rbac/roles");
    sign_in("admin");
    EXPECT_EQ(cache_of(get("/api/rbac/roles")), "miss");
    sign_in("viewer");
    EXPECT_EQ(get("/api/rbac/roles").status(), 403);
    edge.kv.erase(session_key(ScriptedEdge::token_hash()));
    EXPECT_EQ(get("/api/rbac/roles").status(), 401) << "whoever is signed out reads nothing that is kept";
}

// KV may tell the claims of somebody dismissed for another minute: it is the origin that refuses them then.
TEST_F(TheCache, AnswersNobodyWhoseClaimsWereToBeForgottenThoughKvStillTellsThem) {
    (void)get();
    ASSERT_EQ(cache_of(get()), "hit");
    const std::string body =
        R"({"effects":[{"kind":"kv_delete","key":")" + session_key(ScriptedEdge::token_hash()) + R"("}]})";
    const api::Envelope envelope{.request = RequestId{uuid_v4({7})},
                                 .method = "POST",
                                 .target = "/internal/effects",
                                 .content_type = "application/json",
                                 .body_digest = api::body_digest(body),
                                 .issued_at = edge.now};
    const Secret key{std::string{as_text(*codec::parse_base64(ScriptedEdge::kKey))}};
    const auto told_before = edge.kv;
    edge.body = body;
    ASSERT_EQ(edge.begin("POST", "/internal/effects",
                         {{"content-type", "application/json"},
                          {std::string{api::kEnvelopeHeader}, api::seal(envelope, {"new", key})}})
                  .status(),
              200);
    edge.body.clear();
    edge.kv = told_before;
    says(kTable, R"({"code":"SESSION_REVOKED"})", 401);
    EXPECT_EQ(get().status(), 401);
    EXPECT_THAT(edge.asked, SizeIs(1));
}

TEST_F(TheCache, AnswersNobodyWhomTheOriginHasJustRefused) {
    (void)get();
    const auto told_before = edge.kv;
    says("/api/capabilities?x=1", "{}", 401);
    EXPECT_EQ(get("/api/capabilities?x=1").status(), 401);
    edge.kv = told_before;
    EXPECT_EQ(cache_of(get()), "miss");
}

TEST_F(TheCache, AsksTheOriginWhereNobodyCanTellWhetherClaimsStillHold) {
    (void)get();
    edge.can_count = false;
    EXPECT_EQ(cache_of(get()), "miss");
    EXPECT_THAT(edge.asked, SizeIs(1));
}

TEST_F(TheCache, CountsWhatItAnswersLikeAnyOther) {
    for (int i = 0; i < 30; ++i) EXPECT_EQ(get("/api/rbac/roles").status(), 200) << i;
    EXPECT_EQ(get("/api/rbac/roles").code(), "RATE_LIMIT");
}

TEST_F(TheCache, KeepsNothingButPlainAnswers) {
    for (const int status : {201, 204, 206, 304, 400, 401, 403, 404, 500, 503}) {
        says(kTable, "{}", status);
        EXPECT_THAT(get().all<KvPut>(), IsEmpty()) << status;
        edge.kv.clear();
        sign_in("admin");
    }
    says(kTable, "{}", 200, {{"set-cookie", "a=b"}});
    EXPECT_THAT(get().all<KvPut>(), IsEmpty());
    edge.says[kTable] = {.ending = Ending::done, .status = 200, .headers = {{"content-type", "text/html"}}};
    EXPECT_THAT(get().all<KvPut>(), IsEmpty());
    for (const auto& [ending, status] :
         {std::pair{Ending::failed, 503}, {Ending::late, 504}, {Ending::too_large, 413}}) {
        edge.says[kTable] = {.ending = ending};
        const auto journey = get();
        EXPECT_EQ(journey.status(), status);
        EXPECT_THAT(journey.all<KvPut>(), IsEmpty());
    }
}

TEST_F(TheCache, KeepsNothingForApiKeysNorForHead) {
    EXPECT_EQ(cache_of(get(kTable, "HEAD")), "forwarded");
    EXPECT_EQ(cache_of(get(std::string{kTable} + "?x=" + std::string(300, 'a'))), "forwarded") << "no name is so long";
    const api::Route row{
        .method = api::Method::get, .pattern = kTable, .name = "capabilities", .cache = api::Cache::five_minutes};
    const auto config = read_config(ScriptedEdge::settings()).value();
    Dialogue dialogue;
    const auto event = edge.event("GET", kTable);
    const Visit visit{.config = config, .dialogue = dialogue, .event = event, .request = {}, .correlation_id = "c"};
    Session key{{.kind = ActorKind::api_key, .organization = OrgId{uuid_v4({1})}, .role = Role::admin}, ""};
    EXPECT_FALSE(cache_key(visit, row, key));
    key.principal.kind = ActorKind::session;
    EXPECT_TRUE(cache_key(visit, row, key));
    key.principal.organization.reset();
    EXPECT_FALSE(cache_key(visit, row, key)) << "who belongs nowhere shares with nobody";
    EXPECT_FALSE(cache_key(visit, row, std::nullopt));
}

TEST_F(TheCache, TakesWhatItCannotReadForNothing) {
    (void)get();
    const auto name = [&] {
        for (const auto& [key, value] : edge.kv)
            if (key.starts_with("c:")) return key;
        return std::string{};
    }();
    ASSERT_NE(name, "");
    const auto now = std::to_string(unix_micros(edge.now));
    for (const auto& kept : {std::string{}, std::string{"{}"}, std::string{"x\n{}"}, std::string{"-1\n{}"},
                             "9" + now + "\n{}", now + " \n{}", now}) {
        edge.kv[name] = kept;
        EXPECT_EQ(cache_of(get()), "miss") << kept;
    }
}

// Where it is dropped is the origin's to say: the endpoint for its orders takes this very name.
TEST_F(TheCache, ForgetsWhatKvForgets) {
    (void)get();
    std::erase_if(edge.kv, [](const auto& entry) { return entry.first.starts_with("c:"); });
    EXPECT_EQ(cache_of(get()), "miss");
}

TEST(RowsThatAreKept, AreTheProductsTables) {
    std::vector<std::string> names;
    for (const auto& route : api::routes())
        if (route.cache != api::Cache::none) names.emplace_back(route.name);
    EXPECT_THAT(names, testing::UnorderedElementsAre("rbac_roles", "capabilities"));
}

}  // namespace
}  // namespace wib::edge
