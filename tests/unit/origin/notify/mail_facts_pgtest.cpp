// What the vendor tells of letters, against a real server: in any order, any number of times, and what follows from it.
#include "origin/notify/mail_facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "origin/notify/mail_outbox.hpp"
#include "tests/db/world.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/scripted_mailer.hpp"

namespace wib::notify {
namespace {

using wib::testing::soon;

class MailFactsTest : public ::testing::Test {
  protected:
    struct Told {
        std::string event, letter;
        std::optional<MailFact> fact;
        bool is_final = false;
    };
    /// A vendor whose bodies are numbers of what it tells.
    std::optional<MailNews> read(std::string_view body, std::string_view signed_id) const {
        if (!body.starts_with("[") || signed_id.empty()) return std::nullopt;
        const auto& one = told.at(std::stoul(std::string{body.substr(1)}));
        return MailNews{.event_id = std::string{signed_id},
                        .event_type = "vendors.word",
                        .occurred_at = clock.now(),
                        .vendor_id = one.letter,
                        .fact = one.fact,
                        .is_final = one.is_final,
                        .detail = one.is_final ? "Permanent General" : ""};
    }
    bool hear(const Told& one) {
        told.push_back(one);
        return world.run(facts.take("post", "[" + std::to_string(told.size() - 1) + "]", one.event, soon()));
    }
    /// On the organisation's behalf, or a person's own matter.
    void promise(const std::string& to, bool is_ours = true, const std::string& kind = "notice") {
        pqxx::connection app{world.database.url()};
        pqxx::work sql{app};
        if (is_ours) sql.exec_params("select * from wib.enter($1, 'job', null)", to_string(world.tenancy.organization));
        sql.exec_params("select wib.promise_email(gen_random_uuid(), $1, $2, '{}', now() + interval '1 day')", kind,
                        to);
        sql.commit();
    }
    void deliver() { world.run(outbox.sweep(soon())); }
    std::string letter(const std::string& what, const std::string& to) {
        return world.truth("select " + what + " from email_outbox where recipient = '" + to +
                           "' order by created_at desc limit 1");
    }
    std::string audited() {
        return world.truth(
            "select string_agg(action || ' ' || actor_type || ' ' || (new_value ->> 'letter'), ', ' order by "
            "created_at) from audit_logs where action like 'email:%'");
    }

    wib::testing::World world{wib::testing::Route::direct, 4};
    SystemClock clock;
    wib::testing::CountingRandom random;
    wib::testing::MemorySink sink;
    wib::testing::ScriptedMailer mailer;
    std::vector<Told> told;
    MailFacts facts{[this](std::string_view body, std::string_view id, Instant) { return read(body, id); }, *world.db,
                    clock};
    MailOutbox outbox{{.public_url = "https://bond.test", .key = Secret{std::string(32, 's')}},
                      *world.db,
                      mailer,
                      clock,
                      random,
                      observe::Log{sink, clock, observe::Level::info}};
};

TEST_F(MailFactsTest, SetALettersStatusAndTellItsOrganization) {
    promise("grace@harbor.test");
    deliver();
    EXPECT_TRUE(hear({"e1", "re_0", MailFact::delivered}));
    EXPECT_TRUE(hear({"e1", "re_0", MailFact::delivered})) << "told twice";
    EXPECT_TRUE(hear({"e2", "re_0", MailFact::delivered})) << "and once more under another name";
    EXPECT_EQ(letter("status", "grace@harbor.test"), "delivered");
    EXPECT_EQ(audited(), "email:sent automation notice, email:delivered vendor notice");
    EXPECT_EQ(
        world.truth("select string_agg(event_id || ' ' || status, ', ' order by event_id) from webhook_inbox where "
                    "vendor = 'post' and organization_id is not null"),
        "e1 applied, e2 applied");
    promise("ines@quay.test", false);
    deliver();
    hear({"e3", "re_1", MailFact::bounced});
    EXPECT_EQ(letter("status", "ines@quay.test"), "bounced");
    EXPECT_EQ(audited(), "email:sent automation notice, email:delivered vendor notice")
        << "nobody's organization, nobody's audit";
    EXPECT_EQ(world.run(facts.owner_of("[0]", "e1", soon())), world.tenancy.organization);
    EXPECT_FALSE(hear({"", "re_0", {}})) << "no event";
}

// Every order of the same four facts ends alike.
TEST_F(MailFactsTest, EndAlikeInWhateverOrderTheyCome) {
    std::vector<Told> all{{"a", "", MailFact::delivered},
                          {"b", "", MailFact::bounced},
                          {"c", "", MailFact::complained},
                          {"d", "", std::nullopt}};
    const auto by_event = [](const Told& one, const Told& other) { return one.event < other.event; };
    int orders = 0;
    do {
        const auto name = "re_" + std::to_string(orders);
        promise("p" + std::to_string(orders) + "@harbor.test");
        deliver();
        for (auto one : all) {
            one.event = name + one.event;
            one.letter = name;
            hear(one);
            hear(one);
        }
        ++orders;
    } while (std::ranges::next_permutation(all, by_event).found);
    EXPECT_EQ(orders, 24);
    EXPECT_EQ(world.truth("select count(*) from email_outbox where status = 'complained'"), "24");
    EXPECT_EQ(world.truth("select count(*) from email_facts"), "72");
}

// Who hears of it may have looked before the letter had its name, and write after: the audit log must not miss it.
TEST_F(MailFactsTest, OfAnOrganizationsLetterAreWrittenWithItsAuditOrNotAtAll) {
    promise("grace@harbor.test");
    deliver();
    EXPECT_EQ(world.truth("select organization_id from wib.learn_of_email('post', 'e1', 'x', now(), '{}', 're_0', "
                          "'bounced', true, '')"),
              to_string(world.tenancy.organization));
    EXPECT_EQ(letter("status", "grace@harbor.test"), "sent");
    EXPECT_EQ(world.truth("select count(*) from webhook_inbox") + world.truth("select count(*) from email_facts"),
              "00");
    hear({"e1", "re_0", MailFact::bounced, true});
    EXPECT_EQ(letter("status", "grace@harbor.test"), "bounced");
    EXPECT_EQ(audited(), "email:sent automation notice, email:bounced vendor notice");
}

// The vendor's webhook may be quicker than its answer, and an answer may be lost.
TEST_F(MailFactsTest, WaitForALetterThatHasNoNameYet) {
    promise("grace@harbor.test");
    promise("omar@harbor.test", false);
    hear({"e1", "re_0", MailFact::delivered});
    hear({"e2", "re_1", MailFact::bounced, true});
    EXPECT_EQ(letter("status", "grace@harbor.test"), "pending");
    deliver();
    EXPECT_EQ(letter("status", "grace@harbor.test"), "delivered");
    EXPECT_EQ(letter("status || ' ' || last_error", "omar@harbor.test"), "bounced Permanent General");
    EXPECT_EQ(audited(), "email:sent automation notice, email:delivered automation notice");
    promise("omar@harbor.test", false);
    deliver();
    EXPECT_EQ(mailer.sent.size(), 2u) << "and what follows from it follows";
}

TEST_F(MailFactsTest, StopLettersToAnAddressThatBouncedForGoodOrComplained) {
    promise("Gone@harbor.test");
    promise("full@harbor.test");
    promise("cross@harbor.test", false);
    deliver();
    hear({"e1", "re_0", MailFact::bounced, true});
    hear({"e2", "re_1", MailFact::bounced, false});
    hear({"e3", "re_2", MailFact::complained});
    for (const auto* to : {"gone@HARBOR.test ", "full@harbor.test", "cross@harbor.test"}) promise(to);
    promise("gone@harbor.test", false, "reset_password");
    deliver();
    EXPECT_EQ(mailer.sent.size(), 4u) << "a full mailbox may have room again";
    EXPECT_EQ(letter("status || ': ' || last_error", "gone@HARBOR.test"), "dropped: its address has bounced");
    EXPECT_EQ(letter("status", "full@harbor.test"), "sent");
    EXPECT_EQ(letter("status || ': ' || last_error", "cross@harbor.test"), "dropped: its address has complained");
    EXPECT_EQ(letter("status", "gone@harbor.test"), "dropped");
    EXPECT_EQ(world.truth("select count(*) from email_suppressions s where s::text like '%harbor%'"), "0")
        << "the address does not stand there";
    EXPECT_EQ(world.truth("select count(*) from audit_logs where action = 'email:failed'"), "2");
}

TEST_F(MailFactsTest, OfLettersThatAreNotOursAreKeptAndDoNothing) {
    hear({"e1", "somebody_elses", MailFact::bounced, true});
    hear({"e2", "", std::nullopt});
    EXPECT_EQ(world.truth("select string_agg(event_id || ' ' || status, ', ' order by event_id) from webhook_inbox"),
              "e1 applied, e2 ignored");
    EXPECT_EQ(world.truth("select count(*) from email_suppressions"), "0");
}

}  // namespace
}  // namespace wib::notify
