#include "shared/report/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "shared/report/dsn.hpp"

namespace wib::report {
namespace {

using testing::HasSubstr;
using testing::Not;

// develop.sentry.dev, "Parsing the DSN": the key before "@", the project last, what lies between stays in front of
// /api.
TEST(Dsn, SaysWhereReportsGoAndUnderWhichKey) {
    EXPECT_EQ(parse_dsn("https://public@sentry.example.com/1"),
              (Dsn{"https://sentry.example.com/api/1/envelope/", "public"}));
    EXPECT_EQ(parse_dsn("https://0a1B@o7.ingest.example.com:8443/4507"),
              (Dsn{"https://o7.ingest.example.com:8443/api/4507/envelope/", "0a1B"}));
    EXPECT_EQ(parse_dsn("http://key@127.0.0.1:9/deep/er/42"),
              (Dsn{"http://127.0.0.1:9/deep/er/api/42/envelope/", "key"}));
    EXPECT_EQ(parse_dsn("https://key:oldsecret@sentry.example.com/1")->key, "key");
    EXPECT_THAT(parse_dsn("https://key:oldsecret@sentry.example.com/1")->address, Not(HasSubstr("oldsecret")));
}

TEST(Dsn, IsNothingElse) {
    for (const auto* text : {"",
                             "https://",
                             "https://key@",
                             "https://key@host",
                             "https://key@host/",
                             "https://key@host/project",
                             "https://key@host/1/",
                             "https://@host/1",
                             "https://host/1",
                             "ftp://key@host/1",
                             "wss://key@host/1",
                             "key@host/1",
                             "https://k-y@host/1",
                             "https://key@/1",
                             "https://key@ho st/1",
                             "https://key@host/../1",
                             "https://key@host/a?b/1",
                             "https://key@host/a#b/1",
                             "https://key@other@host/1",
                             "https://key@host/a@b/1",
                             "https://key@host/1?x=1",
                             "https://key@host:port/1"})
        EXPECT_EQ(parse_dsn(text), std::nullopt) << text;
    EXPECT_EQ(parse_dsn("https://key@" + std::string(kMaxDsn, 'h') + "/1"), std::nullopt);
}

Report a_report() {
    return {.event_id = event_id("0192f0c0-0000-4000-8000-000000000001"),
            .at = from_unix_micros(1'795'253'793'000'001),
            .logger = "edge",
            .type = "ORIGIN_UNAVAILABLE",
            .message = "a \"quoted\"\nline",
            .transaction = "start_call",
            .trace_id = std::string(32, 'a'),
            .tags = {{"status", "503"}}};
}

TEST(Envelope, IsThreeLinesOfWhichTheSecondSaysHowLongTheThirdIs) {
    const auto text = print_envelope(a_report(), from_unix_seconds(1'795'253'800));
    const auto first = text.find('\n'), second = text.find('\n', first + 1);
    const auto head = boost::json::parse(text.substr(0, first)).as_object();
    const auto item = boost::json::parse(text.substr(first + 1, second - first - 1)).as_object();
    const auto body = text.substr(second + 1, static_cast<std::size_t>(item.at("length").as_int64()));
    EXPECT_EQ(text.size(), second + 1 + body.size() + 1);
    EXPECT_EQ(item.at("type"), "event");
    EXPECT_EQ(head.at("event_id"), "0192f0c0000040008000000000000001");
    EXPECT_EQ(head.at("sent_at"), "2026-11-21T09:36:40.000000Z");

    const auto event = boost::json::parse(body).as_object();
    EXPECT_EQ(event.at("event_id"), head.at("event_id"));
    EXPECT_EQ(event.at("timestamp"), "2026-11-21T09:36:33.000001Z");
    EXPECT_EQ(event.at("transaction"), "start_call");
    EXPECT_EQ(event.at("exception").at("values").at(0).at("value"), "a \"quoted\"\nline");
    EXPECT_EQ(event.at("tags").at("status"), "503");
    EXPECT_EQ(event.at("contexts").at("trace").at("trace_id").as_string(), std::string(32, 'a'));
    EXPECT_EQ(event.at("contexts").at("trace").at("span_id").as_string().size(), 16u);
}

TEST(Envelope, NamesNoTraceWhereThereWasNone) {
    auto report = a_report();
    report.trace_id.clear();
    EXPECT_THAT(print_envelope(report, report.at), Not(HasSubstr("contexts")));
}

TEST(Envelope, TellsNoLongerMessageThanAReaderWants) {
    auto report = a_report();
    report.message = std::string(100'000, 'x');
    EXPECT_LT(print_envelope(report, report.at).size(), kMaxMessage + 1000);
}

TEST(Envelope, IsSentUnderThePublicKey) {
    EXPECT_EQ(authorization(*parse_dsn("https://k3y@host/1")),
              "Sentry sentry_version=7, sentry_client=word-is-bond/1.0, sentry_key=k3y");
}

}  // namespace
}  // namespace wib::report
