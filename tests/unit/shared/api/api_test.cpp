#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "shared/api/auth.hpp"
#include "shared/api/http.hpp"
#include "shared/api/live.hpp"
#include "shared/api/page.hpp"
#include "shared/api/problem.hpp"
#include "shared/api/records.hpp"
#include "shared/api/routes.hpp"
#include "shared/api/voice.hpp"
#include "shared/codec/fields.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::api {
namespace {

using codec::Fault;
using testing::ElementsAre;

TEST(Headers, CompareWithoutCaseAndKeepOrder) {
    Headers headers{{"Content-Type", "a"}, {"X-One", "1"}, {"x-one", "2"}};
    EXPECT_EQ(headers.get("content-type"), "a");
    EXPECT_EQ(headers.get("X-ONE"), "1");
    EXPECT_EQ(headers.get("absent"), "");
    headers.set("x-One", "3");
    EXPECT_EQ(headers.get("x-one"), "3");
    EXPECT_EQ(headers.size(), 2u);
    EXPECT_FALSE(headers.has("absent"));
}

TEST(Problem, EveryCodeHasOneNameAndAStatus) {
    std::set<std::string_view> names;
    for (auto code = 0; code <= static_cast<int>(Code::deadline_exceeded); ++code) {
        const auto c = static_cast<Code>(code);
        EXPECT_TRUE(names.insert(name(c)).second) << name(c);
        EXPECT_GE(status(c), 400);
        EXPECT_LT(status(c), 600);
        EXPECT_FALSE(default_message(c).empty());
    }
}

// Written down a second time on purpose: programs branch on these names and statuses. One may be added, none changes.
TEST(Problem, KeepsEveryNameAndStatusItWasPublishedWith) {
    std::map<std::string_view, int> known;
    for (auto code = 0; code <= static_cast<int>(Code::deadline_exceeded); ++code)
        known.emplace(name(static_cast<Code>(code)), status(static_cast<Code>(code)));
    constexpr std::pair<std::string_view, int> kPublished[] = {
        {"INVALID_JSON", 400},
        {"VALIDATION_ERROR", 400},
        {"INVALID_ID", 400},
        {"PASSWORD_GUESSABLE", 400},
        {"INVALID_TARGET", 400},
        {"AUTH_REQUIRED", 401},
        {"INVALID_CREDENTIALS", 401},
        {"SESSION_REVOKED", 401},
        {"CSRF_REQUIRED", 401},
        {"CSRF_INVALID", 403},
        {"SIGNATURE_INVALID", 401},
        {"SIGNATURE_STALE", 401},
        {"ENVELOPE_INVALID", 401},
        {"ENVELOPE_REPLAYED", 401},
        {"STREAM_TOKEN_INVALID", 401},
        {"PLAN_UPGRADE_REQUIRED", 402},
        {"HTTPS_REQUIRED", 403},
        {"FORBIDDEN", 403},
        {"EMAIL_NOT_VERIFIED", 403},
        {"COMPLIANCE_BLOCKED", 403},
        {"NOT_FOUND", 404},
        {"METHOD_NOT_ALLOWED", 405},
        {"CONFLICT", 409},
        {"CALL_NOT_ACTIVE", 409},
        {"IDEMPOTENCY_IN_PROGRESS", 409},
        {"PAYLOAD_TOO_LARGE", 413},
        {"UNSUPPORTED_MEDIA_TYPE", 415},
        {"RANGE_NOT_SATISFIABLE", 416},
        {"IDEMPOTENCY_MISMATCH", 422},
        {"ACCOUNT_LOCKED", 429},
        {"RATE_LIMIT", 429},
        {"HEADERS_TOO_LARGE", 431},
        {"INTERNAL_ERROR", 500},
        {"VENDOR_ERROR", 502},
        {"VENDOR_NOT_CONFIGURED", 503},
        {"CAPACITY", 503},
        {"DATABASE_UNAVAILABLE", 503},
        {"ORIGIN_UNAVAILABLE", 503},
        {"DEADLINE_EXCEEDED", 504},
    };
    for (const auto& [published, with] : kPublished) {
        ASSERT_TRUE(known.contains(published)) << published;
        EXPECT_EQ(known[published], with) << published;
    }
}

TEST(Problem, IsTheSameEnvelopeEverywhere) {
    const auto response =
        to_response({.code = Code::validation_error, .details = {{"to_number", "is \"odd\""}}}, "wb-1");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.headers.get("content-type"), "application/json");
    EXPECT_EQ(response.headers.get("cache-control"), "no-store");
    EXPECT_EQ(
        response.body,
        R"({"success":false,"error":"Some fields are not acceptable","code":"VALIDATION_ERROR","correlation_id":"wb-1",)"
        R"("details":[{"path":"to_number","message":"is \"odd\""}]})");
}

TEST(Problem, TellsWhenToComeBack) {
    const auto response = to_response({.code = Code::account_locked, .extra = {{"retry_after_seconds", "900"}}}, "");
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(response.headers.get("Retry-After"), "900");
}

TEST(Problem, DistinguishesNotJsonFromFaults) {
    EXPECT_EQ(problem(codec::parse<StartCallRequest>("{").error()).code, Code::invalid_json);
    EXPECT_EQ(problem(codec::parse<StartCallRequest>("{}").error()).code, Code::validation_error);
}

TEST(Routes, NamesAreKeysAndPatternsAreWellFormed) {
    std::set<std::string> seen;
    for (const auto& route : routes()) {
        EXPECT_TRUE(route.pattern.starts_with('/')) << route.pattern;
        EXPECT_FALSE(route.name.empty());
        EXPECT_TRUE(seen.insert(std::string{name(route.method)} + " " + std::string{route.pattern}).second)
            << route.pattern;
        EXPECT_EQ(route.auth == Auth::webhook, !route.vendor.empty()) << route.name;
        if (route.method == Method::get) EXPECT_EQ(route.body_limit, 0u) << route.name;
    }
}

// A session cookie travels by itself: what changes something for a session must ask for the token too.
TEST(Routes, MutationsOfSessionsDemandCsrf) {
    for (const auto& route : routes())
        if (route.method != Method::get && (route.auth == Auth::session || route.auth == Auth::platform))
            EXPECT_EQ(route.csrf, Csrf::session) << route.name;
}

TEST(Routes, MatchFindsTheRowAndItsParameters) {
    const auto found = match("GET", "/api/calls/abc/timeline");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->route->name, "call_timeline");
    ASSERT_EQ(found->params.size(), 1u);
    EXPECT_EQ(found->params[0].name, "id");
    EXPECT_EQ(found->params[0].value, "abc");
    EXPECT_EQ(match("HEAD", "/api/calls")->route->name, "list_calls");
    EXPECT_EQ(match("GET", "/api/recordings/stream/x")->route->name, "stream_recording");
    EXPECT_EQ(match("GET", "/api/recordings/stream")->route->name, "get_recording");
    EXPECT_EQ(match("POST", "/api/webhooks/telnyx")->route->name, "telnyx_webhook");
}

TEST(Routes, MatchTellsUnknownPathFromWrongMethod) {
    NoMatch why{};
    for (const auto* path :
         {"", "api/calls", "/", "/api", "/api/calls/", "/api/calls//end", "/api/calls/a/b/c", "/API/calls"}) {
        EXPECT_FALSE(match("GET", path, &why)) << path;
        EXPECT_EQ(why, NoMatch::unknown_path) << path;
    }
    EXPECT_FALSE(match("DELETE", "/api/calls", &why));
    EXPECT_EQ(why, NoMatch::wrong_method);
    EXPECT_FALSE(match("get", "/api/calls", &why));
    EXPECT_EQ(why, NoMatch::wrong_method);
    EXPECT_EQ(allowed_methods("/api/calls"), "GET, HEAD");
    EXPECT_EQ(allowed_methods("/api/voice/call"), "POST");
    EXPECT_EQ(allowed_methods("/nothing"), "");
}

TEST(Routes, EveryRateClassButNoneHasAWindow) {
    for (const auto& route : routes()) {
        EXPECT_EQ(rate_limit(route.rate).has_value(), route.rate != RateClass::none);
        EXPECT_FALSE(name(route.rate).empty());
    }
    EXPECT_EQ(rate_limit(RateClass::login)->requests, 10);
}

TEST(Page, ReadsItsNumbersWithinBounds) {
    const auto page = [](const char* number, const char* limit) {
        return codec::parse_query<PageQuery>({{"page", number}, {"limit", limit}, {"utm_source", "a letter"}});
    };
    EXPECT_EQ(codec::parse_query<PageQuery>({}).value(), (PageQuery{1, 50}));
    EXPECT_EQ(page("", "").value(), (PageQuery{1, 50}));
    EXPECT_EQ(page("3", "20").value(), (PageQuery{3, 20}));
    EXPECT_EQ(page("3", "20")->offset(), 40);
    EXPECT_EQ(page("", "5000").value(), (PageQuery{1, 200}));
    EXPECT_EQ(page("0", "x").error().faults.size(), 2u);
    EXPECT_FALSE(page("99999999999", ""));
    EXPECT_FALSE(page("1x", ""));
    EXPECT_EQ(paginate({2, 20}, 41), (Pagination{2, 20, 41, 3}));
    EXPECT_EQ(paginate({1, 20}, 0).total_pages, 0);
}

TEST(StartCall, IsParsedIntoProof) {
    const auto call = codec::parse<StartCallRequest>(
        R"({"to_number":"+13129457420","flow_type":"bridge","from_number":"+13125550100"})");
    ASSERT_TRUE(call);
    EXPECT_EQ(call->flow_type, FlowType::bridge);
    EXPECT_EQ(call->to_number.value(), "+13129457420");
    const auto bad = codec::parse<StartCallRequest>(R"({"to_number":"911","flow_type":"loop","to":1})");
    ASSERT_FALSE(bad);
    EXPECT_THAT(bad.error().faults,
                ElementsAre(Fault{"to_number", "must be a phone number in E.164 form, like +13129457420"},
                            Fault{"flow_type", "must be one of direct, bridge"}, Fault{"to", "is not a known field"}));
}

TEST(Replies, ADetailIsACallWithMoreMembersInOneObject) {
    CallDetail detail{};
    detail.status = "completed";
    detail.legs = codec::raw_json_of(std::vector<CallLeg>{});
    detail.recordings = codec::raw_json_of(std::vector<CallRecording>{});
    detail.gate = codec::raw_json_of(GateDecision{{{.name = "consent", .outcome = "not_checked", .reason = {}}}});
    const auto printed = codec::print(detail);
    EXPECT_TRUE(printed.starts_with(R"({"id":"00000000-0000-0000-0000-000000000000","status":"completed")")) << printed;
    EXPECT_TRUE(printed.ends_with(
        R"("legs":[],"recordings":[],"gate":{"checks":[{"name":"consent","outcome":"not_checked","reason":null}]}})"))
        << printed;
}

TEST(Replies, PrintTheNamesOfTheContract) {
    const SessionReply nobody{};
    EXPECT_EQ(codec::print(nobody), R"({"user":null,"expires":null,"csrf_token":null})");
    const auto at = *parse_rfc3339("2026-11-21T08:45:00Z");
    const SignedInReply signed_in{.ok = true,
                                  .url = "/calls",
                                  .expires = at,
                                  .user = {.id = {},
                                           .email = "a@b",
                                           .name = "A",
                                           .organization_id = OrgId{},
                                           .organization_name = "Org",
                                           .role = Role::operator_,
                                           .plan = "pro",
                                           .platform_role = {}},
                                  .csrf_token = "t"};
    EXPECT_EQ(
        codec::print(signed_in),
        R"({"ok":true,"url":"/calls","expires":"2026-11-21T08:45:00.000000Z","user":{"id":"00000000-0000-0000-0000-000000000000",)"
        R"("email":"a@b","name":"A","organization_id":"00000000-0000-0000-0000-000000000000","organization_name":"Org",)"
        R"("role":"operator","plan":"pro","platform_role":null,"email_verified":false},"csrf_token":"t"})");
    const TimelineReply timeline{
        .success = true, .events = {{.seq = 7, .event_type = "call", .event_data = {R"({"a":1})"}, .created_at = at}}};
    EXPECT_EQ(
        codec::print(timeline),
        R"({"success":true,"events":[{"seq":7,"event_type":"call","event_data":{"a":1},"created_at":"2026-11-21T08:45:00.000000Z"}]})");
}

}  // namespace
}  // namespace wib::api
