#include "edge/core/request_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "shared/codec/header.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr std::string_view kTraceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

class RequestLines : public testing::Test {
  protected:
    ScriptedEdge edge;

    static boost::json::object line_of(const Journey& journey) {
        const auto lines = journey.all<Log>();
        EXPECT_THAT(lines, SizeIs(1));
        return boost::json::parse(lines.at(0).line).as_object();
    }
    // The whole way of a forwarded request.
    Journey answered(const Journey& forwarded, Outcome head) {
        EXPECT_THAT(forwarded.all<Log>(), IsEmpty()) << "a request has one line, when it ends";
        return edge.finish(forwarded.as<ForwardToOrigin>()->context, std::move(head));
    }
};

TEST_F(RequestLines, HaveTheseFieldsAndNoOthers) {
    std::vector<std::string> names;
    for (const auto& [name, value] : line_of(edge.begin("GET", "/api/unknown"))) names.emplace_back(name);
    EXPECT_THAT(names,
                ElementsAre("ts", "level", "event", "service", "request_id", "correlation_id", "trace_id", "method",
                            "route", "status", "code", "cache", "principal", "organization", "ms", "bytes"));
}

TEST_F(RequestLines, NameTheRefusalAndNotWhatWasAskedFor) {
    const auto journey =
        edge.begin("GET", "/api/unknown/+15551234567?token=secret", {{"traceparent", std::string{kTraceparent}}});
    const auto line = line_of(journey);
    EXPECT_EQ(line.at("event"), "request");
    EXPECT_EQ(line.at("service"), "edge");
    EXPECT_EQ(line.at("status"), 404);
    EXPECT_EQ(line.at("code"), "NOT_FOUND");
    EXPECT_EQ(line.at("route"), "none");
    EXPECT_EQ(line.at("principal"), "anonymous");
    EXPECT_EQ(line.at("trace_id").as_string(), kTrace);
    EXPECT_EQ(line.at("bytes"), journey.as<Respond>()->body.size());
    for (const auto* hidden : {"5551234567", "secret", "192.0.2.7", "Browser"})
        EXPECT_THAT(journey.all<Log>()[0].line, Not(HasSubstr(hidden)));
}

TEST_F(RequestLines, KnowWhoAskedByKindAndOrganisationAlone) {
    edge.sessions[ScriptedEdge::token_hash()] = ScriptedEdge::claims("agent");
    const auto forwarded = edge.begin("GET", "/api/users/me", {{"cookie", ScriptedEdge::cookie()}});
    edge.now += std::chrono::milliseconds{42};
    const auto journey =
        answered(forwarded, {.ending = Ending::done,
                             .status = 200,
                             .headers = {{"content-type", "application/json"}, {"content-length", "17"}}});
    const auto line = line_of(journey);
    EXPECT_EQ(line.at("principal"), "session");
    EXPECT_EQ(line.at("organization").as_string(), ScriptedEdge::kOrganization);
    EXPECT_EQ(line.at("route"), "me");
    EXPECT_EQ(line.at("status"), 200);
    EXPECT_EQ(line.at("code"), "");
    EXPECT_EQ(line.at("ms"), 42);
    EXPECT_EQ(line.at("bytes"), 17);
    EXPECT_EQ(line.at("level"), "info");
    for (const auto* hidden : {"0000000000bb", "0000000000aa", "a@example.com"})
        EXPECT_THAT(journey.all<Log>()[0].line, Not(HasSubstr(hidden))) << "neither the person nor the session";
}

TEST_F(RequestLines, SayWhatTheOriginRefusedInItsOwnWordsWhichTheCallerDoesNotSee) {
    edge.sessions[ScriptedEdge::token_hash()] = ScriptedEdge::claims("agent");
    const auto journey = answered(edge.begin("GET", "/api/users/me", {{"cookie", ScriptedEdge::cookie()}}),
                                  {.ending = Ending::done, .status = 409, .headers = {{"X-Wib-Code", "CONFLICT"}}});
    EXPECT_EQ(line_of(journey).at("code"), "CONFLICT");
    EXPECT_FALSE(journey.as<Respond>()->headers.has("x-wib-code"));
    EXPECT_EQ(line_of(journey).at("bytes"), nullptr) << "nobody knows how long it will be";
}

TEST_F(RequestLines, AreWarningsWhereTheFaultIsOurs) {
    const auto journey = answered(edge.begin("GET", "/api/health"), {.ending = Ending::failed});
    EXPECT_EQ(line_of(journey).at("level"), "warn");
    EXPECT_EQ(line_of(journey).at("code"), "ORIGIN_UNAVAILABLE");
}

TEST_F(RequestLines, KnowTheConsoleByItsNameAndNotByThePathOfAFile) {
    const auto page = line_of(edge.begin("GET", "/calls/0192f0c0?x=1"));
    EXPECT_EQ(page.at("route"), "console");
    const auto served = edge.begin("GET", "/assets/main.js");
    const auto file = line_of(edge.finish(served.as<ServeAsset>()->context, {.ending = Ending::done, .status = 200}));
    EXPECT_EQ(file.at("route"), "console");
}

TEST_F(RequestLines, AreNotWrittenForWhatThePlatformBrings) {
    auto event = edge.event("POST", "/");
    event.scheme = "cron";
    event.host = "* * * * *";
    EXPECT_THAT(edge.begin(std::move(event)).all<Log>(), IsEmpty());
}

TEST_F(RequestLines, ComeBackAsTheyWereLeftOrNotAtAll) {
    const RequestLine line{
        .began = from_unix_micros(1), .request_id = "r", .traceparent = std::string{kTraceparent}, .method = "GET"};
    EXPECT_EQ(decode_line(encode(line)), line);
    for (const auto* bad :
         {"", " ", "1 r - GET anonymous -", "x r - GET anonymous - none", "1 r - GET anonymous - none more",
          "-1 r - GET anonymous - none", "1  - GET anonymous - none"})
        EXPECT_EQ(decode_line(bad), std::nullopt) << bad;
}

TEST(TraceIds, AreReadFromAWellFormedTraceparentOnly) {
    EXPECT_EQ(codec::trace_id_of(kTraceparent), kTrace);
    for (const auto* bad : {"", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                            "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01"})
        EXPECT_EQ(codec::trace_id_of(bad), "") << bad;
}

class Reports : public RequestLines {
  protected:
    static Settings with_reports() {
        auto settings = ScriptedEdge::settings();
        settings.emplace_back("SENTRY_DSN", "https://k3y@errors.example.com/7");
        return settings;
    }
    Reports() { edge.worker = Worker{read_config(with_reports())}; }

    Journey origin_away() { return answered(edge.begin("GET", "/api/health"), {.ending = Ending::failed}); }
    static std::vector<FetchVendor> reports(const Journey& journey) {
        std::vector<FetchVendor> found;
        for (const auto& note : journey.notes)
            if (const auto* sent = std::get_if<FetchVendor>(&note)) found.push_back(*sent);
        return found;
    }
};

TEST_F(Reports, TellAfterTheAnswerOfWhatIsOurFault) {
    const auto journey = origin_away();
    EXPECT_EQ(journey.status(), 503);
    ASSERT_THAT(reports(journey), SizeIs(1));
    const auto sent = reports(journey)[0];
    EXPECT_EQ(sent.target, "https://errors.example.com/api/7/envelope/");
    EXPECT_THAT(sent.headers.get("x-sentry-auth"), HasSubstr("sentry_key=k3y"));
    EXPECT_THAT(sent.body, HasSubstr(R"("type":"ORIGIN_UNAVAILABLE")"));
    EXPECT_THAT(sent.body, HasSubstr(R"("transaction":"health")"));
    EXPECT_THAT(journey.questions, IsEmpty()) << "nobody waits for it";
}

TEST_F(Reports, SayNothingOfAnybody) {
    edge.sessions[ScriptedEdge::token_hash()] = ScriptedEdge::claims("agent");
    const auto forwarded = edge.begin("GET", "/api/users/me?to=%2B15551234567", {{"cookie", ScriptedEdge::cookie()}});
    const auto sent = reports(answered(forwarded, {.ending = Ending::failed}));
    ASSERT_THAT(sent, SizeIs(1));
    for (const auto& hidden :
         {std::string{"5551234567"}, std::string{"192.0.2.7"}, std::string{"Browser"}, ScriptedEdge::token(),
          std::string{"a@example.com"}, std::string{"0000000000bb"}, std::string{ScriptedEdge::kOrganization}})
        EXPECT_THAT(sent[0].body, Not(HasSubstr(hidden)));
}

TEST_F(Reports, AreMadeOnceAMinuteOfOneTroubleAndTheOthersCounted) {
    EXPECT_THAT(reports(origin_away()), SizeIs(1));
    const auto again = origin_away();
    EXPECT_THAT(reports(again), IsEmpty());
    EXPECT_EQ(again.all<Count>().back().what, "report_spared");
    edge.now += std::chrono::minutes{1};
    EXPECT_THAT(reports(origin_away()), SizeIs(1));
}

TEST_F(Reports, AreNotMadeOfRefusalsNorOfWhatNobodyConfigured) {
    EXPECT_THAT(reports(edge.begin("GET", "/api/unknown")), IsEmpty());
    edge.worker = Worker{read_config({{"WIB_ENVELOPE_KEYS", "k:" + std::string{ScriptedEdge::kKey}},
                                      {"WIB_SESSION_KEY", std::string{ScriptedEdge::kKey}},
                                      {"SENTRY_DSN", "https://k3y@errors.example.com/7"}})};
    edge.body = "{}";
    const auto journey = edge.begin("POST", "/webhooks/telnyx");
    EXPECT_EQ(journey.code(), "VENDOR_NOT_CONFIGURED");
    EXPECT_THAT(reports(journey), IsEmpty());
}

TEST_F(Reports, TellOfATrapWithItsLastWords) {
    auto event =
        edge.event("POST", "/", {{"x-last-words", "unreachable: a promise was broken"}, {"x-correlation-id", "c-9"}});
    event.scheme = "trap";
    const auto journey = edge.begin(std::move(event));
    ASSERT_THAT(reports(journey), SizeIs(1));
    EXPECT_THAT(reports(journey)[0].body, HasSubstr("unreachable: a promise was broken"));
    EXPECT_THAT(reports(journey)[0].body, HasSubstr(R"("correlation_id":"c-9")"));
    EXPECT_EQ(journey.all<Count>().at(0).what, "trapped");
}

TEST_F(Reports, WithoutAnAddressAreOnlyCounted) {
    edge.worker = Worker{read_config(ScriptedEdge::settings())};
    EXPECT_THAT(reports(origin_away()), IsEmpty());
    auto event = edge.event("POST", "/");
    event.scheme = "trap";
    EXPECT_THAT(reports(edge.begin(std::move(event))), IsEmpty());
}

TEST(EdgeConfiguration, NamesAnAddressForReportsThatIsNone) {
    auto settings = ScriptedEdge::settings();
    settings.emplace_back("SENTRY_DSN", "https://errors.example.com/7");
    const auto config = read_config(settings);
    ASSERT_FALSE(config.has_value());
    EXPECT_EQ(config.error().at(0).path, "SENTRY_DSN");
}

}  // namespace
}  // namespace wib::edge
