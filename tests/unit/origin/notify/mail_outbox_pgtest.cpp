// Letters between the promise and the mailer, against a real server.
#include "origin/notify/mail_outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/identity/session_token.hpp"
#include "tests/db/world.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/scripted_mailer.hpp"

namespace wib::notify {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using wib::testing::soon;
using Kind = MailError::Kind;

class MailOutboxTest : public ::testing::Test {
  protected:
    void promise(const std::string& kind, const std::string& to, const std::string& detail = "{}") {
        world.truth("select wib.promise_email(gen_random_uuid(), '" + kind + "', '" + to + "', '" + detail +
                    "', now() + interval '1 day')");
    }
    std::string column(const std::string& what) { return world.truth("select " + what + " from email_outbox"); }
    void make_due() { world.truth("update email_outbox set next_attempt_at = now()"); }
    std::int64_t sweep() { return world.run(outbox.sweep(soon())).processed; }

    wib::testing::World world;
    SystemClock clock;
    wib::testing::CountingRandom random;
    wib::testing::MemorySink sink;
    wib::testing::ScriptedMailer mailer;
    MailOutbox outbox{{.public_url = "https://bond.test", .key = Secret{std::string(32, 's')}},
                      *world.db,
                      mailer,
                      clock,
                      random,
                      observe::Log{sink, clock, observe::Level::info}};
};

TEST_F(MailOutboxTest, SendsALetterOnceAndRemembersTheVendorsName) {
    promise("notice", "grace@harbor.test", R"({"subject":"80 % used","text":"Four fifths of your minutes are used."})");
    EXPECT_EQ(sweep(), 1);
    ASSERT_EQ(mailer.sent.size(), 1u);
    EXPECT_EQ(mailer.sent[0].subject, "80 % used");
    EXPECT_EQ(column("status"), "sent");
    EXPECT_EQ(column("vendor_id"), "re_0");
    make_due();
    EXPECT_EQ(sweep(), 0);
}

TEST_F(MailOutboxTest, TriesAgainUnderTheSameKeyWhatNobodyAnswered) {
    promise("notice", "grace@harbor.test", R"({"subject":"s","text":"t"})");
    mailer.refuses = MailError{Kind::timed_out, true, "late"};
    sweep();
    EXPECT_EQ(column("status || ' ' || attempts || ' ' || last_error"), "pending 1 late");
    EXPECT_EQ(sweep(), 0) << "not before its time";
    mailer.refuses.reset();
    make_due();
    EXPECT_EQ(sweep(), 1);
    EXPECT_EQ(column("status || ' ' || attempts"), "sent 2");
}

TEST_F(MailOutboxTest, WaitsAsLongAsTheVendorAsks) {
    promise("notice", "grace@harbor.test");
    mailer.refuses = MailError{Kind::rate_limited, true, "429", 300s};
    sweep();
    EXPECT_EQ(column("next_attempt_at > now() + interval '290 seconds'"), "t");
}

TEST_F(MailOutboxTest, GivesUpWhatIsRefusedAndWhatIsTooOld) {
    promise("notice", "grace@harbor.test");
    mailer.refuses = MailError{Kind::not_configured, false, "no key"};
    sweep();
    EXPECT_EQ(column("status || ' ' || last_error"), "refused no key");
    world.truth("delete from email_outbox");
    promise("notice", "grace@harbor.test");
    world.truth("update email_outbox set expires_at = now()");
    EXPECT_EQ(sweep(), 1);
    EXPECT_EQ(column("status"), "dropped");
    EXPECT_EQ(mailer.attempts, 1);
}

// The request for a new password writes the same row for everybody; only here is it found out who exists.
TEST_F(MailOutboxTest, LooksUpWhoWantsANewPasswordOnlyWhenItSends) {
    promise("reset_password", "Alpha@example.test", R"({"client_address":"203.0.113.9","correlation_id":"wb-1"})");
    promise("reset_password", "nobody@example.test");
    EXPECT_EQ(sweep(), 2);
    ASSERT_EQ(mailer.sent.size(), 1u);
    EXPECT_EQ(mailer.sent[0].to, "Alpha@example.test");
    const auto token = mailer.token_to("Alpha@example.test");
    EXPECT_EQ(world.truth("select count(*) from verification_tokens where token_hash = '" +
                          identity::hash_token(token) + "' and expires_at <= now() + interval '60 minutes'"),
              "1");
    EXPECT_EQ(world.truth("select status from email_outbox where recipient like 'nobody%'"), "dropped");
    EXPECT_EQ(world.truth("select count(*) from audit_logs where action = 'auth:password_reset_requested' and "
                          "correlation_id = 'wb-1' and actor_type = 'human'"),
              "1");
}

TEST_F(MailOutboxTest, ALetterSentAgainCarriesTheSameToken) {
    promise("reset_password", "alpha@example.test");
    mailer.refuses = MailError{Kind::timed_out, true, "late"};
    sweep();
    mailer.refuses.reset();
    make_due();
    sweep();
    EXPECT_EQ(world.truth("select count(*) from verification_tokens"), "1");
    EXPECT_EQ(world.truth("select token_hash from verification_tokens"),
              identity::hash_token(mailer.token_to("alpha@example.test")));
    EXPECT_EQ(world.truth("select count(*) from audit_logs where action = 'auth:password_reset_requested'"), "1");
}

TEST_F(MailOutboxTest, HoldsNothingThatOpensAnything) {
    promise("reset_password", "alpha@example.test");
    sweep();
    const auto token = mailer.token_to("alpha@example.test");
    EXPECT_EQ(world.truth("select count(*) from email_outbox e where e::text like '%" + token + "%'"), "0");
    EXPECT_EQ(world.truth("select count(*) from verification_tokens e where e::text like '%" + token + "%'"), "0");
}

}  // namespace
}  // namespace wib::notify
