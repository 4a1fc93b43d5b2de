// What time has ended is written down, nothing that lives is touched, and nothing is deleted but by the purge.
#include "origin/jobs/upkeep.hpp"

#include "tests/unit/origin/jobs/jobs_world.hpp"

namespace wib::jobs {
namespace {

class UpkeepTest : public JobsTest {
  protected:
    std::string organization() const { return to_string(world.tenancy.organization); }
    std::string user() const { return to_string(world.tenancy.user); }

    Upkeep upkeep{*world.db};
};

TEST_F(UpkeepTest, EndsSessionsAndTokensWithTheirTime) {
    truth(
        "insert into sessions (user_id, token_hash, active_organization_id, created_at, last_seen_at, expires_at) "
        "values ('" +
        user() + "', repeat('a', 64), '" + organization() +
        "', now() - interval '8 days', now() - interval '2 days', now() - interval '1 day')");
    truth(
        "insert into verification_tokens (id, user_id, purpose, identifier, token_hash, expires_at) values "
        "(gen_random_uuid(), '" +
        user() +
        "', 'verify_email', 'a@b.test', repeat('b', 64), now() - interval '1 hour'), "
        "(gen_random_uuid(), '" +
        user() + "', 'verify_email', 'a@b.test', repeat('c', 64), now() + interval '1 hour')");
    const auto step = world.run(upkeep.cleanup_sessions(soon()));
    EXPECT_EQ(step.processed, 2);
    EXPECT_FALSE(step.more);
    EXPECT_EQ(truth("select revoked_at = expires_at from sessions where token_hash = repeat('a', 64)"), "t")
        << "it ended when its time was over, not when somebody noticed";
    EXPECT_EQ(truth("select count(*) from sessions where revoked_at is null"), "1") << "the one that lives";
    EXPECT_EQ(truth("select string_agg(left(token_hash, 1), '') from verification_tokens where expired_at is not null"),
              "b");
    EXPECT_EQ(world.run(upkeep.cleanup_sessions(soon())).processed, 0) << "once";
}

TEST_F(UpkeepTest, ForgetsAnswersAfterTheirDayAndFreesTheirKeys) {
    truth(
        "insert into idempotency_keys (organization_id, actor, method, path, key, body_hash, status, response_status, "
        "response_body, expires_at) select '" +
        organization() + "', '" + user() +
        "', 'POST', '/api/voice/call', k, repeat('a', 64), 'done', 201, '{\"to\":\"+15550100\"}', t from (values "
        "('old', now() - interval '1 minute'), ('young', now() + interval '1 hour')) v (k, t)");
    EXPECT_EQ(world.run(upkeep.expire_answers(soon())).processed, 1);
    EXPECT_EQ(
        truth("select string_agg(key || ' ' || status || ' ' || coalesce(response_body, '-'), ', ' order by key) from "
              "idempotency_keys"),
        "old released -, young done {\"to\":\"+15550100\"}");
    EXPECT_EQ(world.run(upkeep.expire_answers(soon())).processed, 0);
}

TEST_F(UpkeepTest, ClosesInvitationsNobodyAccepted) {
    truth("insert into team_invites (organization_id, email, token_hash, status, expires_at) values ('" +
          organization() + "', 'a@b.test', repeat('a', 64), 'pending', now() - interval '1 hour'), ('" +
          organization() + "', 'b@b.test', repeat('b', 64), 'pending', now() + interval '1 hour'), ('" +
          organization() + "', 'c@b.test', repeat('c', 64), 'cancelled', now() - interval '1 hour')");
    EXPECT_EQ(world.run(upkeep.expire_links(soon())).processed, 1);
    EXPECT_EQ(truth("select string_agg(status, ', ' order by email) from team_invites"), "expired, pending, cancelled");
}

// Sealed payloads go with their rows. What is open stays however old it is, and whoever asks.
TEST_F(UpkeepTest, DeletesFailuresSettledAWeekAgoAndNeverAnOpenOne) {
    const auto failure = [&](const std::string& source, const std::string& whose, const std::string& status,
                             const std::string& resolved) {
        truth(
            "insert into webhook_failures (id, organization_id, source, endpoint, payload_sealed, error_message, "
            "status, received_at, created_at, last_attempt_at, resolved_at) values (gen_random_uuid(), " +
            whose + ", '" + source + "', '/webhooks/telnyx', 'sealed', 'x', '" + status +
            "', now() - interval '30 days', now() - interval '30 days', now() - interval '30 days', " + resolved + ")");
    };
    const auto ours = "'" + organization() + "'";
    const std::string old = "now() - interval '7 days 1 minute'", young = "now() - interval '6 days 23 hours'";
    failure("old_resolved", ours, "resolved", old);
    failure("old_discarded", ours, "discarded", old);
    failure("old_of_nobody", "null", "resolved", old);
    failure("young_resolved", ours, "resolved", young);
    failure("young_discarded", "null", "discarded", young);
    for (const auto* open : {"pending", "failed", "manual_review"}) failure(open, ours, open, "null");
    failure("reopened", ours, "manual_review", old);
    failure("open_of_nobody", "null", "pending", "null");

    EXPECT_EQ(world.run(upkeep.purge_failures(soon())).processed, 0) << "nobody deletes where no purge is set up";
    const auto as_purge = world.open(world.database.url("wib_purge"), 1);
    Upkeep purging{*world.db, as_purge.get()};
    const auto step = world.run(purging.purge_failures(soon()));
    EXPECT_EQ(step.processed, 3);
    EXPECT_FALSE(step.more);
    EXPECT_EQ(truth("select string_agg(source, ' ' order by source) from webhook_failures"),
              "failed manual_review open_of_nobody pending reopened young_discarded young_resolved");
    EXPECT_EQ(world.run(purging.purge_failures(soon())).processed, 0) << "once";

    pqxx::connection purge{world.database.url("wib_purge")};
    pqxx::work sql{purge};
    EXPECT_EQ(sql.exec("delete from webhook_failures").affected_rows(), 0u) << "whatever it is told to delete";
}

TEST_F(UpkeepTest, DoesSoManyAtOnceAndSaysThatThereIsMore) {
    truth("insert into sessions (user_id, token_hash, active_organization_id, created_at, expires_at) select '" +
          user() + "', encode(sha256(n::text::bytea), 'hex'), '" + organization() +
          "', now() - interval '8 days', now() - interval '1 day' from generate_series(1, 501) n");
    const auto first = world.run(upkeep.cleanup_sessions(soon()));
    EXPECT_EQ(first.processed, 500);
    EXPECT_TRUE(first.more);
    const auto second = world.run(upkeep.cleanup_sessions(soon()));
    EXPECT_EQ(second.processed, 1);
    EXPECT_FALSE(second.more);
}

}  // namespace
}  // namespace wib::jobs
