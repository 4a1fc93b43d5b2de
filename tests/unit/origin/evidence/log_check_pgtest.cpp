// What the owner of the database does to a log is found, and where.
#include "origin/evidence/log_check.hpp"

#include "shared/codec/base64.hpp"
#include "tests/unit/origin/evidence/evidence_world.hpp"

namespace wib::evidence {
namespace {

class LogCheckTest : public EvidenceTest {
  protected:
    LogCheckTest() {
        write(4);
        look();
        write(3);
        look();
    }
    static std::string leaf(int index) {
        return "(select audit_id from audit_leaves where leaf_index = " + std::to_string(index) + ")";
    }
    Checkpoint signed_at(int size) const {
        const auto at = " from audit_checkpoints where size = " + std::to_string(size);
        return open_note(truth("select note" + at), parse_verifier_key(truth("select verifier_key" + at)).value())
            .value();
    }
};

TEST_F(LogCheckTest, FindsNothingInALogThatNobodyTouched) {
    EXPECT_EQ(told(), "holds");
    write(1);
    EXPECT_EQ(told(), "holds") << "a row that has no leaf yet is not missing one";
}

TEST_F(LogCheckTest, NamesTheFirstRowThatWasChanged) {
    tamper("update audit_logs set action = 'call:ended' where id in (" + leaf(2) + ", " + leaf(5) + ")");
    EXPECT_EQ(told(), "leaf_changed 2");
}

TEST_F(LogCheckTest, SeesEveryColumnOfARow) {
    const auto columns = truth(
        "select string_agg(attname, ' ' order by attnum) from pg_attribute where attrelid = 'audit_logs'::regclass and "
        "attnum > 0 and not attisdropped");
    EXPECT_EQ(columns,
              "id organization_id user_id actor_type actor_label action resource_type resource_id old_value new_value "
              "ip_address user_agent actor_sealed actor_key_id subject_sealed subject_key_id metadata correlation_id "
              "created_at txid")
        << "another column needs another form of leaf (shared/evidence/audit_leaf.hpp)";
    for (const std::string change :
         {"user_id = null", "actor_type = 'system'", "actor_label = ''", "action = ''", "resource_type = null",
          "resource_id = null", "old_value = '{}'", "new_value = '{}'", "ip_address = '192.0.2.8'", "user_agent = ''",
          "actor_sealed = '\\x00'", "actor_key_id = gen_random_uuid()", "subject_sealed = '\\x00'",
          "subject_key_id = gen_random_uuid()", "metadata = 'null'", "correlation_id = ''",
          "created_at = created_at + interval '1 microsecond'"}) {
        tamper(
            "create table if not exists kept as select * from audit_logs; alter table audit_logs drop constraint if "
            "exists audit_logs_check, drop constraint if exists audit_logs_check1, drop constraint if exists "
            "audit_logs_check2; update audit_logs set " +
            change + " where id = " + leaf(3));
        EXPECT_EQ(told(), "leaf_changed 3") << change;
        tamper("delete from audit_logs; insert into audit_logs select * from kept");
        ASSERT_EQ(told(), "holds");
    }
}

TEST_F(LogCheckTest, FindsARowThatWasTakenOut) {
    tamper("delete from audit_logs where id = " + leaf(1));
    EXPECT_EQ(told(), "row_missing 1");
}

TEST_F(LogCheckTest, FindsALeafThatWasTakenOut) {
    tamper("delete from audit_leaves where leaf_index = 3");
    EXPECT_EQ(told(), "leaf_missing 3");
}

TEST_F(LogCheckTest, FindsARowThatWasPutIn) {
    tamper("insert into audit_logs (organization_id, actor_type, action, created_at) values ('" + organization() +
           "', 'system', 'made:up', now() - interval '1 day')");
    EXPECT_THAT(told(), ::testing::HasSubstr("row_without_leaf"));
}

TEST_F(LogCheckTest, FindsLeavesThatChangedPlaces) {
    tamper(
        "update audit_leaves set leaf_index = 100 where leaf_index = 1; update audit_leaves set leaf_index = 1 where "
        "leaf_index = 2; update audit_leaves set leaf_index = 2 where leaf_index = 100");
    EXPECT_EQ(told(), "node_changed 1");
}

TEST_F(LogCheckTest, FindsANodeThatProofsWouldBeMadeOf) {
    tamper("update audit_nodes set hash = decode(repeat('00', 32), 'hex') where level = 1 and node_index = 2");
    EXPECT_EQ(told(), "node_changed 5");
    tamper("delete from audit_nodes where level = 1 and node_index = 2");
    EXPECT_EQ(told(), "node_missing 5");
}

TEST_F(LogCheckTest, FindsThatTheEndWasCutOff) {
    tamper("delete from audit_logs where id = " + leaf(6) +
           "; delete from audit_leaves where leaf_index = 6; update audit_tails set size = 6, tops = (select "
           "string_agg(hash, "
           "''::bytea order by level desc) from audit_nodes where (level, node_index) in ((2, 0), (1, 2)))");
    EXPECT_EQ(told(), "log_cut_short 6");
}

// Whoever rewrites a row and then everything that follows from it cannot write the checkpoint of before.
TEST_F(LogCheckTest, FindsAPastThatWasRewrittenWhole) {
    const auto copied = signed_at(4);
    tamper("update audit_logs set action = 'call:ended' where id = " + leaf(1) +
           "; create table kept as select * from audit_checkpoints; delete from audit_checkpoints; delete from "
           "audit_leaves; "
           "delete from audit_nodes; delete from audit_tails");
    Sequencing forger{*world.db, nobody_signs()};
    EXPECT_EQ(world.run(forger.sequencer.look(soon())), 7u);
    EXPECT_EQ(told(), "holds") << "without any checkpoint there is nothing to hold it against";
    tamper("insert into audit_checkpoints select * from kept where size = 4");
    EXPECT_EQ(told(), "root_changed 4");

    // The same under the copy that somebody kept outside, by the core alone.
    std::vector<Digest> hashes;
    for (int at = 0; at < 4; ++at)
        hashes.push_back([&] {
            Digest digest{};
            std::ranges::copy(
                *codec::parse_hex(truth("select encode(leaf_hash, 'hex') from audit_leaves where leaf_index = " +
                                        std::to_string(at))),
                digest.begin());
            return digest;
        }());
    Frontier first_four;
    for (const auto& hash : hashes) append(first_four, hash);
    EXPECT_NE(root_of(first_four), copied.root);
}

// Even with the signing key in the wrong hands: the copy outside was signed before.
TEST_F(LogCheckTest, FindsAPastThatWasRewrittenAndSignedAnewUnderTheCopyOutside) {
    EXPECT_EQ(world.run(copies.copy()), 1u);
    tamper(
        "update audit_logs set action = 'call:ended' where id = " + leaf(1) +
        "; delete from audit_checkpoints; delete from audit_leaves; delete from audit_nodes; delete from audit_tails");
    Sequencing forger{*world.db};
    EXPECT_EQ(world.run(forger.sequencer.look(soon())), 7u);
    EXPECT_EQ(told(), "copy_differs 7");
    store.objects[organization() + "/checkpoint"] = "nonsense";
    EXPECT_EQ(told(), "copy_forged 7");
}

TEST_F(LogCheckTest, FindsThatALogIsShorterThanItsCopy) {
    world.run(copies.copy());
    tamper(
        "delete from audit_logs; delete from audit_checkpoints; delete from audit_leaves; delete from audit_nodes; "
        "delete "
        "from audit_tails");
    write(2);
    look();
    EXPECT_EQ(told(), "log_cut_short 2");
}

TEST_F(LogCheckTest, CopiesEachCheckpointOnceAndNeverOverAnother) {
    EXPECT_EQ(world.run(copies.copy()), 1u);
    EXPECT_EQ(world.run(copies.copy()), 0u);
    const auto first = store.objects.at(organization() + "/checkpoints/7");
    EXPECT_EQ(store.objects.at(organization() + "/checkpoint"), first);
    write(1);
    look();
    store.objects[organization() + "/checkpoints/8"] = "there already";
    EXPECT_EQ(world.run(copies.copy()), 1u);
    EXPECT_EQ(store.objects.at(organization() + "/checkpoints/8"), "there already");
    EXPECT_EQ(store.objects.at(organization() + "/checkpoints/7"), first);
    EXPECT_NE(store.objects.at(organization() + "/checkpoint"), first);
    EXPECT_EQ(told(), "holds");
}

TEST_F(LogCheckTest, BelievesNoCheckpointOfAKeyThatIsNotOurs) {
    const LogSigner stranger{"https://bond.test", Secret{std::string(32, '\x08')}};
    const auto root = signed_at(4).root;
    const auto made = stranger.sign(world.tenancy.organization, 4, root);
    tamper("update audit_checkpoints set note = '" + made.note + "', verifier_key = '" + made.verifier_key +
           "' where size = 4");
    EXPECT_EQ(told(), "checkpoint_forged 4");
    const std::optional<LogSigner> successor{LogSigner{
        "https://bond.test",
        Secret{std::string(32, '\x07')},
        {Secret{std::string{
            as_text(crypto::SigningKey::from_seed(as_bytes(std::string(32, '\x08')))->verify_key().bytes())}}}}};
    EXPECT_FALSE(world.run(LogCheck{*world.db, successor, copies, log()}.check(world.tenancy.organization, soon())))
        << "a key of before is ours where we say so";
}

TEST_F(LogCheckTest, HoldsWhenAPersonIsForgotten) {
    EXPECT_EQ(truth("select bool_and(actor_sealed is not null) from audit_logs"), "t")
        << "there is something to forget";
    truth("update subject_keys set wrapped_key = null, destroyed_at = now()");
    EXPECT_EQ(told(), "holds");
    write(1);
    look();
    EXPECT_EQ(told(), "holds");
}

TEST_F(LogCheckTest, LooksThroughAllLogsEachNightAndFailsWithTheFirstFault) {
    const auto beta = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    write(2, &beta);
    look();
    LogCheck check{*world.db, test_signer(), copies, log()};
    const auto night = [&] {
        jobs::Step sum;
        for (int pieces = 0; pieces < 100; ++pieces) {
            const auto step = world.run(check.step(soon()));
            sum.processed += step.processed;
            sum.errors += step.errors;
            if (!step.more) break;
        }
        return sum;
    };
    const auto well = night();
    EXPECT_EQ(well.processed, 9);
    EXPECT_EQ(well.errors, 0);
    tamper("update audit_logs set action = '' where id = " + leaf(2) + " or (organization_id = '" +
           to_string(beta.organization) + "' and new_value ->> 'number' = '8')");
    for (int attempt = 0; attempt < 2; ++attempt) {
        try {
            night();
            ADD_FAILURE() << "nothing was found";
        } catch (const jobs::FoundError& found) {
            EXPECT_THAT(found.found, ::testing::MatchesRegex("leaf_changed at [02] of [0-9a-f-]+"));
        }
    }
    EXPECT_THAT(sequencing.sink.all(), ::testing::HasSubstr(to_string(beta.organization)));
    EXPECT_THAT(sequencing.sink.all(), ::testing::HasSubstr(organization()));
}

}  // namespace
}  // namespace wib::evidence
