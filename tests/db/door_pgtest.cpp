// What the door's functions promise: sign-in, sessions, single use, inbox and outbox.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <pqxx/pqxx>
#include <set>
#include <thread>
#include <vector>

#include "tests/db/world.hpp"

namespace wib::testing {
namespace {

class Door : public ::testing::Test {
  protected:
    Door() : app(database.url()), tenancy(make_tenancy(database.url("wib_owner"), database.url(), "alpha")) {}

    pqxx::result ask(const std::string& sql) {
        pqxx::work work{app};
        const auto result = work.exec(sql);
        work.commit();
        return result;
    }
    std::string truth(const std::string& sql) {
        pqxx::connection superuser{database.url("postgres")};
        const auto rows = pqxx::nontransaction{superuser}.exec(sql);
        return rows.empty() || rows[0][0].is_null() ? std::string{} : rows[0][0].c_str();
    }
    std::string sqlstate_of(const std::string& sql) {
        try {
            pqxx::work{app}.exec(sql);
        } catch (const pqxx::sql_error& error) {
            return error.sqlstate();
        }
        return "";
    }
    std::string enter(const std::string& kind, const std::string& actor, std::string organization = "") {
        if (organization.empty()) organization = to_string(tenancy.organization);
        return "select * from wib.enter('" + organization + "', '" + kind + "', " +
               (actor.empty() ? "null" : "'" + actor + "'") + ")";
    }
    std::string new_call(const std::string& more_columns = "", const std::string& more_values = "") {
        return truth("insert into calls (organization_id" + more_columns + ") values ('" +
                     to_string(tenancy.organization) + "'" + more_values + ") returning id");
    }
    /// The same statement from many connections as close together as threads manage.
    std::vector<pqxx::result> at_once(int many, const std::string& sql) {
        std::vector<std::future<pqxx::result>> running;
        std::promise<void> go;
        const auto started = go.get_future().share();
        for (int at = 0; at < many; ++at)
            running.push_back(std::async(std::launch::async, [&, started] {
                pqxx::connection connection{database.url()};
                pqxx::work work{connection};
                started.wait();
                auto result = work.exec(sql);
                work.commit();
                return result;
            }));
        go.set_value();
        std::vector<pqxx::result> results;
        for (auto& one : running) results.push_back(one.get());
        return results;
    }

    TestDatabase database;
    pqxx::connection app;
    Tenancy tenancy;
};

TEST_F(Door, EnterAdmitsALivingSessionAndSaysRoleAndPlan) {
    const auto row = ask(enter("session", to_string(tenancy.session)));
    EXPECT_STREQ(row[0]["role"].c_str(), "agent");
    EXPECT_STREQ(row[0]["plan"].c_str(), "pro");
    EXPECT_STREQ(ask(enter("job", ""))[0]["role"].c_str(), "none");
    EXPECT_STREQ(ask(enter("webhook", ""))[0]["plan"].c_str(), "pro");
}

TEST_F(Door, EnterRefusesRevokedExpiredUnknownAndForeignActors) {
    const auto other = make_tenancy(database.url("wib_owner"), database.url(), "beta");
    EXPECT_EQ(sqlstate_of(enter("session", to_string(tenancy.session), to_string(other.organization))), "WB002");
    EXPECT_EQ(sqlstate_of(enter("session", "00000000-0000-4000-8000-000000000000")), "WB001");
    EXPECT_EQ(sqlstate_of(enter("session", "")), "WB001");
    EXPECT_EQ(sqlstate_of(enter("anonymous", "")), "22023");
    EXPECT_EQ(sqlstate_of(enter("job", "", "00000000-0000-4000-8000-000000000000")), "WB002");

    truth(
        "update sessions set expires_at = now() - interval '1 second', created_at = now() - interval '8 days' where id "
        "= '" +
        to_string(tenancy.session) + "'");
    EXPECT_EQ(sqlstate_of(enter("session", to_string(tenancy.session))), "WB001");
    ask("select wib.revoke_session('" + to_string(other.session) + "')");
    EXPECT_EQ(sqlstate_of(enter("session", to_string(other.session), to_string(other.organization))), "WB001");
}

TEST_F(Door, EnterRefusesFormerMembersAndDeletedOrganizations) {
    truth("update organizations set deleted_at = now() where id = '" + to_string(tenancy.organization) + "'");
    EXPECT_EQ(sqlstate_of(enter("session", to_string(tenancy.session))), "WB002");
    truth("update organizations set deleted_at = null where id = '" + to_string(tenancy.organization) + "'");
    truth("delete from org_members where user_id = '" + to_string(tenancy.user) + "'");
    EXPECT_EQ(sqlstate_of(enter("session", to_string(tenancy.session))), "WB002");
}

TEST_F(Door, EnterHoldsAnApiKeyToItsMakersRoleAndMembership) {
    const auto key = truth("insert into api_keys (organization_id, user_id, name, key_prefix, key_hash) values ('" +
                           to_string(tenancy.organization) + "', '" + to_string(tenancy.user) +
                           "', 'k', 'wib_live_', repeat('a', 64)) returning id");
    EXPECT_STREQ(ask(enter("api_key", key))[0]["role"].c_str(), "agent");
    truth("update api_keys set revoked_at = now()");
    EXPECT_EQ(sqlstate_of(enter("api_key", key)), "WB001");
}

TEST_F(Door, ASessionIsFoundUntilItIsRevoked) {
    const auto token = std::string(64, 'b');
    ask("select wib.create_session('" + token + "', '" + to_string(tenancy.user) + "', '" +
        to_string(tenancy.organization) + "', 'fp', '203.0.113.9', 'ua', now() + interval '7 days')");
    const auto claims = ask("select * from wib.find_session('" + token + "')");
    ASSERT_EQ(claims.size(), 1u);
    EXPECT_STREQ(claims[0]["email"].c_str(), "alpha@example.test");
    EXPECT_STREQ(claims[0]["role"].c_str(), "agent");
    const auto ended = ask("select * from wib.revoke_session('" + std::string(claims[0]["session_id"].c_str()) + "')");
    EXPECT_EQ(ended[0]["token_hash"].c_str(), token);
    EXPECT_TRUE(ask("select * from wib.find_session('" + token + "')").empty());
    EXPECT_TRUE(
        ask("select * from wib.revoke_session('" + std::string(claims[0]["session_id"].c_str()) + "')").empty());
}

TEST_F(Door, BeginsInTheOrganizationWithTheHighestRole) {
    const auto other = make_tenancy(database.url("wib_owner"), database.url(), "beta");
    truth("insert into org_members (organization_id, user_id, role) values ('" + to_string(other.organization) +
          "', '" + to_string(tenancy.user) + "', 'owner')");
    const auto login = ask("select * from wib.find_login(' Alpha@Example.TEST ')");
    EXPECT_EQ(login[0]["organization_id"].c_str(), to_string(other.organization));
    EXPECT_STREQ(login[0]["role"].c_str(), "owner");
    EXPECT_TRUE(ask("select * from wib.find_login('nobody@example.test')").empty());
}

TEST_F(Door, TenFailuresLockTheAccountEvenWhenTheyComeAtOnce) {
    int admitted = 0, locked = 0;
    for (const auto& result : at_once(24, "select * from wib.record_login_attempt('alpha@example.test', null)"))
        result[0]["attempt_id"].is_null() ? ++locked : ++admitted;
    EXPECT_EQ(admitted, 10);
    EXPECT_EQ(locked, 14);
    EXPECT_FALSE(ask("select * from wib.record_login_attempt(' ALPHA@example.test', '198.51.100.1')")[0]["locked_until"]
                     .is_null());
    EXPECT_TRUE(ask("select * from wib.record_login_attempt('beta@example.test', '198.51.100.1')")[0]["locked_until"]
                    .is_null());
    truth("update login_attempts set attempted_at = attempted_at - interval '16 minutes'");
    EXPECT_TRUE(ask("select * from wib.record_login_attempt('alpha@example.test', null)")[0]["locked_until"].is_null());
}

TEST_F(Door, TenFailuresFromAnAddressLockTheAddress) {
    for (int at = 0; at < 10; ++at)
        ask("select wib.record_login_attempt('p" + std::to_string(at) + "@example.test', '198.51.100.1')");
    EXPECT_FALSE(
        ask("select * from wib.record_login_attempt('q@example.test', '198.51.100.1')")[0]["locked_until"].is_null());
    EXPECT_TRUE(
        ask("select * from wib.record_login_attempt('q@example.test', '198.51.100.2')")[0]["locked_until"].is_null());
}

TEST_F(Door, ASuccessForgivesTheAccountsFailures) {
    for (int at = 0; at < 9; ++at) ask("select wib.record_login_attempt('alpha@example.test', null)");
    const auto attempt = ask("select attempt_id from wib.record_login_attempt('alpha@example.test', null)");
    ask("select wib.login_succeeded('" + std::string(attempt[0][0].c_str()) + "', '" + to_string(tenancy.user) + "')");
    for (int at = 0; at < 10; ++at)
        EXPECT_TRUE(
            ask("select * from wib.record_login_attempt('alpha@example.test', null)")[0]["locked_until"].is_null())
            << at;
}

TEST_F(Door, AStreamTokenIsSpentOnce) {
    const auto call = new_call();
    const auto token = std::string(64, 'c');
    truth(
        "insert into call_legs (organization_id, call_id, role, stream_token_hash, stream_token_expires_at) values ('" +
        to_string(tenancy.organization) + "', '" + call + "', 'consumer', '" + token +
        "', now() + interval '1 minute')");
    int admitted = 0;
    for (const auto& result : at_once(8, "select * from wib.claim_stream_token('" + token + "')"))
        admitted += static_cast<int>(result.size());
    EXPECT_EQ(admitted, 1);
    truth("update call_legs set stream_token_used_at = null, stream_token_expires_at = now() - interval '1 second'");
    EXPECT_TRUE(ask("select * from wib.claim_stream_token('" + token + "')").empty());
}

TEST_F(Door, AnEventIsNewToExactlyOneOfThoseWhoReceiveIt) {
    int news = 0;
    std::set<std::string> ids;
    for (const auto& result :
         at_once(12, "select * from wib.receive_webhook('telnyx', 'event-1', 'call.answered', now(), '" +
                         to_string(tenancy.organization) + "', null, '{}')")) {
        ASSERT_EQ(result.size(), 1u);
        news += result[0]["is_new"].as<bool>();
        ids.insert(result[0]["id"].c_str());
    }
    EXPECT_EQ(news, 1);
    EXPECT_EQ(ids.size(), 1u);
    EXPECT_EQ(truth("select count(*) from webhook_inbox"), "1");
}

TEST_F(Door, AnEventThatIsNobodysYetIsSeenByNoTenantUntilAssigned) {
    const auto id = std::string(
        ask("select id from wib.receive_webhook('telnyx', 'event-2', 'call.answered', now(), null, null, '{}')")[0][0]
            .c_str());
    const auto seen = [&] {
        pqxx::work work{app};
        work.exec(enter("webhook", ""));
        return work.exec1("select count(*) from webhook_inbox")[0].as<int>();
    };
    EXPECT_EQ(seen(), 0);
    EXPECT_TRUE(ask("select wib.assign_webhook('" + id + "', '" + to_string(tenancy.organization) + "', null)")[0][0]
                    .as<bool>());
    EXPECT_EQ(seen(), 1);
    const auto other = make_tenancy(database.url("wib_owner"), database.url(), "beta");
    EXPECT_FALSE(
        ask("select wib.assign_webhook('" + id + "', '" + to_string(other.organization) + "', null)")[0][0].as<bool>());
}

TEST_F(Door, TwoSweepsNeverGetTheSameEventOrCommand) {
    const auto call = new_call();
    for (int at = 0; at < 40; ++at) {
        ask("select wib.receive_webhook('telnyx', 'e" + std::to_string(at) + "', 'x', now(), null, null, '{}')");
        truth("insert into command_outbox (organization_id, call_id, kind, next_attempt_at) values ('" +
              to_string(tenancy.organization) + "', '" + call + "', 'dial', now())");
    }
    for (const auto* sweep :
         {"select id from wib.due_commands(10)", "select id from wib.unclaimed_webhooks('0 seconds', 10)"}) {
        std::multiset<std::string> got;
        for (const auto& result : at_once(6, sweep))
            for (const auto& row : result) got.insert(row[0].c_str());
        EXPECT_EQ(got.size(), 40u) << sweep;
        EXPECT_EQ((std::set<std::string>{got.begin(), got.end()}.size()), 40u) << sweep;
        EXPECT_TRUE(ask(sweep).empty()) << "leased";
    }
}

TEST_F(Door, ASweepPassesByWhatIsLocked) {
    const auto call = new_call();
    for (int at = 0; at < 2; ++at)
        truth("insert into command_outbox (organization_id, call_id, kind, next_attempt_at) values ('" +
              to_string(tenancy.organization) + "', '" + call + "', 'hangup', now())");
    pqxx::connection busy{database.url("postgres")};
    pqxx::work holding{busy};
    holding.exec("select 1 from command_outbox limit 1 for update");
    EXPECT_EQ(ask("set local lock_timeout = '1s'; select id from wib.due_commands(10)").size(), 1u);
}

TEST_F(Door, ACommandOfUnknownOutcomeIsNeverSentAgain) {
    const auto call = new_call();
    truth(
        "insert into command_outbox (organization_id, call_id, kind, status, first_sent_at, next_attempt_at) values "
        "('" +
        to_string(tenancy.organization) + "', '" + call + "', 'dial', 'outcome_unknown', now(), now())");
    EXPECT_TRUE(ask("select id from wib.due_commands(10)").empty());
    const auto move = [&](const std::string& set) {
        pqxx::connection connection{database.url()};
        pqxx::work work{connection};
        work.exec(enter("job", ""));
        work.exec("update command_outbox set " + set);
        work.commit();
    };
    EXPECT_THROW(move("status = 'pending'"), pqxx::check_violation);
    EXPECT_THROW(move("first_sent_at = now() + interval '1 minute'"), pqxx::check_violation);
    EXPECT_NO_THROW(move("status = 'done'"));
    EXPECT_THROW(move("status = 'sent'"), pqxx::check_violation);
}

TEST_F(Door, ACallIsCorrectedButNeverRevived) {
    const auto move = [&](const std::string& from, const std::string& to) {
        const auto id = new_call(", status", ", '" + from + "'");
        try {
            truth("update calls set status = '" + to + "' where id = '" + id + "'");
            return true;
        } catch (const pqxx::check_violation&) {
            return false;
        }
    };
    EXPECT_TRUE(move("pending", "in_progress"));
    EXPECT_TRUE(move("on_hold", "in_progress"));
    EXPECT_TRUE(move("no_answer", "completed"));
    EXPECT_TRUE(move("ringing", "busy"));
    EXPECT_FALSE(move("completed", "in_progress"));
    EXPECT_FALSE(move("failed", "ringing"));
    EXPECT_FALSE(move("in_progress", "ringing"));
    const auto id = new_call();
    EXPECT_THROW(truth("update calls set created_at = created_at - interval '1 day' where id = '" + id + "'"),
                 pqxx::check_violation);
    EXPECT_THROW(
        truth("update calls set started_at = now(), ended_at = now() - interval '1 s' where id = '" + id + "'"),
        pqxx::check_violation);
}

TEST_F(Door, AStoredRecordingChangesOnlyInCustody) {
    const auto call = new_call();
    const auto id = truth("insert into recordings (organization_id, call_id) values ('" +
                          to_string(tenancy.organization) + "', '" + call + "') returning id");
    const auto set = [&](const std::string& what) {
        truth("update recordings set " + what + " where id = '" + id + "'");
    };
    EXPECT_THROW(set("status = 'stored'"), pqxx::check_violation) << "without its hash";
    set("status = 'uploading', spool_path = 'x', duration_ms = 10");
    set("status = 'stored', object_key = 'k', size_bytes = 1, media_hash = repeat('a', 64)");
    for (const auto* what : {"media_hash = repeat('b', 64)", "object_key = 'other'", "duration_ms = 11",
                             "status = 'failed'", "call_id = gen_random_uuid()"})
        EXPECT_THROW(set(what), pqxx::check_violation) << what;
    EXPECT_NO_THROW(set("legal_hold_flag = true, custody_status = 'legal_hold'"));
    EXPECT_NO_THROW(set("spool_path = null"));
    EXPECT_NO_THROW(set("is_deleted = true, deleted_at = now()"));
}

/// A reader that asks for "everything after the last I saw" may miss nothing: in one organization a smaller number
/// never appears after a larger one, however the writers race.
TEST_F(Door, EventsAreNumberedInTheOrderTheyAreCommitted) {
    const auto call = new_call();
    std::atomic<int> writing{4};
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer)
        writers.emplace_back([&] {
            pqxx::connection connection{database.url()};
            for (int at = 0; at < 40; ++at) {
                pqxx::work work{connection};
                work.exec(enter("job", ""));
                work.exec("select pg_sleep(random() * 0.002)");
                work.exec("select wib.publish_event('" + call + "', 'call', '{}')");
                work.exec("select pg_sleep(random() * 0.002)");
                work.commit();
            }
            --writing;
        });
    long last = 0;
    int seen = 0;
    pqxx::connection reader{database.url()};
    bool final_look = false;
    while (!final_look) {
        final_look = writing == 0;
        pqxx::work work{reader};
        work.exec(enter("job", ""));
        for (const auto& row :
             work.exec("select seq from call_timeline_events where seq > " + std::to_string(last) + " order by seq")) {
            last = row[0].as<long>();
            ++seen;
        }
    }
    for (auto& writer : writers) writer.join();
    EXPECT_EQ(seen, 160);
}

TEST_F(Door, AnEventIsPublishedOnlyInsideATenantAndOnItsOwnCalls) {
    const auto call = new_call();
    EXPECT_THROW(ask("select wib.publish_event('" + call + "', 'call', '{}')"), pqxx::insufficient_privilege);
    const auto other = make_tenancy(database.url("wib_owner"), database.url(), "beta");
    pqxx::work work{app};
    work.exec(enter("job", "", to_string(other.organization)));
    EXPECT_THROW(work.exec("select wib.publish_event('" + call + "', 'call', '{}')"), pqxx::foreign_key_violation);
}

}  // namespace
}  // namespace wib::testing
