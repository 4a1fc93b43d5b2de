#include "origin/vendors/resend/news.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

namespace wib::resend {
namespace {

using notify::MailFact;

const Instant kNow = from_unix_seconds(1'795'334'400);

std::string event(const std::string& type, const std::string& more = "") {
    return R"({"type":")" + type + R"(","created_at":"2026-11-22T08:00:00.000Z","data":{"email_id":"e-1")" + more +
           "}}";
}

TEST(ResendNews, TellsHowALetterEnded) {
    const auto delivered = read_mail_news(event("email.delivered"), "msg_1", kNow);
    ASSERT_TRUE(delivered);
    EXPECT_EQ(delivered->event_id, "msg_1");
    EXPECT_EQ(delivered->vendor_id, "e-1");
    EXPECT_EQ(delivered->fact, MailFact::delivered);
    EXPECT_EQ(to_rfc3339(delivered->occurred_at).substr(0, 19), "2026-11-22T08:00:00");
    EXPECT_EQ(read_mail_news(event("email.complained"), "msg_1", kNow)->fact, MailFact::complained);

    const auto gone = read_mail_news(
        event("email.bounced", R"(,"bounce":{"type":"Permanent","subType":"General","message":"no such <user>"})"), "m",
        kNow);
    EXPECT_EQ(gone->fact, MailFact::bounced);
    EXPECT_TRUE(gone->is_final);
    EXPECT_EQ(gone->detail, "Permanent General");
    const auto full =
        read_mail_news(event("email.bounced", R"(,"bounce":{"type":"Transient","subType":"MailboxFull"})"), "m", kNow);
    EXPECT_EQ(full->fact, MailFact::bounced);
    EXPECT_FALSE(full->is_final) << "a full mailbox is a mailbox";
    const auto unsaid = read_mail_news(event("email.bounced"), "m", kNow);
    EXPECT_EQ(unsaid->fact, MailFact::bounced);
    EXPECT_FALSE(unsaid->is_final) << "nobody said that it is for good";
    const auto withheld =
        read_mail_news(event("email.suppressed", R"(,"suppressed":{"reason":"previous_bounce"})"), "m", kNow);
    EXPECT_TRUE(withheld->is_final);
    EXPECT_EQ(withheld->detail, "Suppressed previous_bounce");
    const auto failed =
        read_mail_news(event("email.failed", R"(,"failed":{"reason":"reached_daily_quota"})"), "m", kNow);
    EXPECT_EQ(failed->fact, MailFact::bounced);
    EXPECT_FALSE(failed->is_final);
}

TEST(ResendNews, IsNewsWithoutAFactWhereNoLetterEnded) {
    for (const auto* type :
         {"email.sent", "email.opened", "email.delivery_delayed", "domain.updated", "nobody.knows"}) {
        const auto news = read_mail_news(event(type), "m", kNow);
        ASSERT_TRUE(news) << type;
        EXPECT_EQ(news->event_type, type);
        EXPECT_FALSE(news->fact) << type;
    }
    for (const auto* odd : {R"({"type":"email.bounced"})", R"({"type":"email.bounced","data":{"email_id":""}})",
                            R"({"type":"email.bounced","data":{"email_id":7}})"}) {
        const auto news = read_mail_news(odd, "m", kNow);
        ASSERT_TRUE(news) << odd;
        EXPECT_FALSE(news->fact) << odd << ": which letter?";
    }
    EXPECT_FALSE(read_mail_news("no event", "m", kNow));
    EXPECT_FALSE(read_mail_news(event("email.delivered"), "", kNow));
}

// resend/resend-openapi @fd6f395f, as tests/fixtures/resend/webhook_examples.json says of itself.
TEST(ResendNews, ReadsEveryExampleOfTheVendors) {
    std::ifstream in{std::string{WIB_SOURCE_DIR} + "/tests/fixtures/resend/webhook_examples.json"};
    const auto examples = boost::json::parse(std::string{std::istreambuf_iterator<char>{in}, {}}).as_object();
    int ends = 0;
    for (const auto& [type, body] : examples.at("events").as_object()) {
        const auto news = read_mail_news(boost::json::serialize(body), "msg_1", kNow);
        ASSERT_TRUE(news) << type;
        EXPECT_EQ(news->event_type, type);
        ends += news->fact.has_value();
    }
    EXPECT_EQ(ends, 5) << "delivered, bounced, complained, failed, suppressed";
}

}  // namespace
}  // namespace wib::resend
