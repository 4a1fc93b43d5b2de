// Every audit row gets its place once, whatever happens meanwhile.
#include "origin/evidence/sequencer.hpp"

#include <atomic>
#include <thread>

#include "tests/unit/origin/evidence/evidence_world.hpp"

namespace wib::evidence {
namespace {

class SequencerTest : public EvidenceTest {};

/// A writer that other writers do not wait for, and that decides itself when to commit.
struct Writer {
    Writer(const wib::testing::TestDatabase& database, const Tenancy& who) : connection(database.url()), tenancy(who) {}
    void begin() {
        work.emplace(connection);
        work->exec_params("select wib.enter($1, 'session', $2)", to_string(tenancy.organization),
                          to_string(tenancy.session));
    }
    void insert(int number) {
        work->exec_params(
            "insert into audit_logs (organization_id, user_id, action, new_value) values ($1, $2, 'call:started', "
            "jsonb_build_object('number', $3::int))",
            to_string(tenancy.organization), to_string(tenancy.user), number);
    }
    void commit() {
        work->commit();
        work.reset();
    }
    pqxx::connection connection;
    Tenancy tenancy;
    std::optional<pqxx::work> work;
};

TEST_F(SequencerTest, GivesEachRowItsPlaceInTheOrderOfTheCommits) {
    EXPECT_EQ(look(), 0u);
    write(3);
    EXPECT_EQ(look(), 3u);
    write(2);
    EXPECT_EQ(look(), 2u);
    EXPECT_EQ(order(), "1 2 3 4 5");
    EXPECT_EQ(look(), 0u);
    EXPECT_TRUE(is_whole());
    EXPECT_EQ(told(), "holds");
}

TEST_F(SequencerTest, IsNeitherHeldUpByATransactionThatStaysOpenNorForgetsIt) {
    Writer slow{world.database, world.tenancy};
    slow.begin();
    slow.insert(100);
    write(2);
    EXPECT_EQ(look(), 2u) << "who has committed does not wait for who has not";
    write(1);
    EXPECT_EQ(look(), 1u);
    slow.commit();
    EXPECT_EQ(look(), 1u);
    write(1);
    EXPECT_EQ(look(), 1u);
    EXPECT_EQ(order(), "1 2 3 100 4");
    EXPECT_TRUE(is_whole());
    Sequencing after_a_restart{*world.db};
    EXPECT_EQ(world.run(after_a_restart.sequencer.look(soon())), 0u);
}

TEST_F(SequencerTest, FindsWhatOneProcessLeftWhenItDied) {
    Writer slow{world.database, world.tenancy};
    slow.begin();
    slow.insert(100);
    write(1);
    look();
    slow.commit();
    write(1);
    Sequencing another{*world.db};
    EXPECT_EQ(world.run(another.sequencer.look(soon())), 2u);
    EXPECT_EQ(order(), "1 100 2");
}

// Of two rows the one that was committed before the other was begun comes first, however many write at once.
TEST_F(SequencerTest, KeepsTheOrderOfEveryWriterAmongMany) {
    constexpr int kWriters = 4, kRows = 40;
    std::atomic<int> writing = kWriters;
    std::vector<std::thread> writers;
    for (int at = 0; at < kWriters; ++at)
        writers.emplace_back([this, at, &writing] {
            Writer writer{world.database, world.tenancy};
            for (int row = 0; row < kRows; ++row) {
                writer.begin();
                writer.insert(at * 1000 + row);
                writer.commit();
            }
            --writing;
        });
    std::size_t leaves = 0;
    while (writing > 0) leaves += look();
    for (auto& writer : writers) writer.join();
    for (int tries = 0; leaves < kWriters * kRows && tries < 100; ++tries) leaves += look();
    EXPECT_EQ(leaves, static_cast<std::size_t>(kWriters * kRows));
    EXPECT_TRUE(is_whole());
    EXPECT_EQ(
        truth("select count(*) from (select (a.new_value ->> 'number')::int as n, l.leaf_index, lag(l.leaf_index) "
              "over (partition by (a.new_value ->> 'number')::int / 1000 order by (a.new_value ->> 'number')::int) "
              "as before from audit_leaves l join audit_logs a on a.id = l.audit_id) o where before > leaf_index"),
        "0");
    EXPECT_EQ(told(), "holds");
}

TEST_F(SequencerTest, IsOneAtATimeHoweverManyThereAre) {
    std::atomic<bool> is_over = false;
    std::atomic<std::size_t> leaves = 0;
    std::vector<std::thread> processes;
    for (int at = 0; at < 2; ++at)
        processes.emplace_back([this, &is_over, &leaves] {
            boost::asio::io_context io{1};
            db::PostgresDatabase database{{{Secret{world.database.url()}, db::NamedStatements::on, "wib-test"},
                                           2,
                                           256,
                                           wib::testing::master_key()},
                                          {&io}};
            Sequencing own{database};
            while (!is_over) leaves += wib::testing::run(io, own.sequencer.look(soon()));
        });
    write(60);
    for (int tries = 0; leaves < 60 && tries < 500; ++tries) truth("select pg_sleep(0.01)");
    is_over = true;
    for (auto& process : processes) process.join();
    EXPECT_EQ(leaves.load(), 60u);
    EXPECT_TRUE(is_whole());
    EXPECT_EQ(told(), "holds");
}

/// The database, until the n-th word to it: that one is never heard, or its answer is not.
class DyingDatabase final : public db::Database {
  public:
    enum class At { before, after };
    DyingDatabase(db::Database& real, int words, At at) : real_(real), words_(words), at_(at) {}

    Task<std::unique_ptr<db::TenantTx>> begin(db::Tenant tenant, Deadline deadline) override {
        co_return std::make_unique<Tx>(*this, co_await real_.begin(std::move(tenant), deadline));
    }
    Task<db::Rows> door(const db::Statement& statement, db::Params params, Deadline deadline) override {
        co_return co_await real_.door(statement, std::move(params), deadline);
    }
    bool has_died = false;

  private:
    bool dies() {
        has_died = has_died || words_-- == 0;
        return has_died;
    }
    class Tx final : public db::TenantTx {
      public:
        Tx(DyingDatabase& dying, std::unique_ptr<db::TenantTx> real) : dying_(dying), real_(std::move(real)) {}
        void audit(const db::AuditEntry& entry) override { real_->audit(entry); }
        void enqueue(const db::Statement& statement, db::Params params) override {
            real_->enqueue(statement, std::move(params));
        }
        Task<db::Rows> run(const db::Statement& statement, db::Params params) override {
            const bool dies = dying_.dies();
            if (dies && dying_.at_ == At::before) throw db::UnavailableError{"died"};
            auto rows = co_await real_->run(statement, std::move(params));
            if (dies) throw db::UnavailableError{"died"};
            co_return rows;
        }
        Task<void> commit() override {
            const bool dies = dying_.dies();
            if (dies && dying_.at_ == At::before) throw db::UnavailableError{"died"};
            co_await real_->commit();
            if (dies) throw db::UnavailableError{"died", db::UnavailableError::Effect::in_doubt};
        }

      private:
        DyingDatabase& dying_;
        std::unique_ptr<db::TenantTx> real_;
    };
    db::Database& real_;
    int words_;
    At at_;
};

TEST_F(SequencerTest, LosesAndDoublesNothingWhereverItDies) {
    int died = 0;
    for (const auto at : {DyingDatabase::At::before, DyingDatabase::At::after})
        for (int word = 0;; ++word) {
            write(2);
            DyingDatabase database{*world.db, word, at};
            Sequencing dying{database};
            try {
                world.run(dying.sequencer.look(soon()));
            } catch (const db::UnavailableError&) {
            }
            look();
            ASSERT_TRUE(is_whole()) << word;
            ASSERT_EQ(told(), "holds") << word;
            if (!database.has_died) break;
            ++died;
        }
    EXPECT_GE(died, 6) << "at the claim, the rows and the commit, before and after each";
}

TEST_F(SequencerTest, GoesThroughALongPastInBatchesInTheOrderOfItsTimes) {
    // Rows of before transactions were written down: backwards, so that only their times say their order.
    tamper("insert into audit_logs (organization_id, actor_type, action, new_value, created_at) select '" +
           organization() +
           "', 'system', 'old', jsonb_build_object('number', 1200 - n), now() - n * interval '1 minute' from "
           "generate_series(1, 1200) n");
    write(1);
    EXPECT_EQ(look(), 500u);
    EXPECT_EQ(truth("select after_id is not null from audit_tails"), "t")
        << "the next batch does not look at these again";
    EXPECT_EQ(look(), 500u);
    EXPECT_EQ(look(), 201u);
    EXPECT_TRUE(is_whole());
    EXPECT_EQ(
        truth("select count(*) from audit_leaves l join audit_logs a on a.id = l.audit_id where a.action = 'old' and "
              "(a.new_value ->> 'number')::int <> l.leaf_index"),
        "0");
    EXPECT_EQ(told(), "holds");
}

// As in a copy that was read into another server, whose transactions are counted from the beginning.
TEST_F(SequencerTest, GoesOnWhereTransactionsAreCountedAnew) {
    write(3);
    look();
    tamper(
        "update audit_logs set txid = (txid::text::bigint + 1000000000)::text::xid8; update audit_tails set settled = "
        "(settled::text::bigint + 1000000000)::text::xid8");
    write(2);
    EXPECT_EQ(look(), 2u);
    Sequencing after_a_restart{*world.db};
    write(1);
    EXPECT_EQ(world.run(after_a_restart.sequencer.look(soon())), 1u);
    EXPECT_TRUE(is_whole());
    EXPECT_EQ(told(), "holds");
}

TEST_F(SequencerTest, KeepsEachOrganizationsLogApart) {
    const auto beta = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    write(2);
    write(3, &beta);
    EXPECT_EQ(look(), 5u);
    EXPECT_EQ(truth("select string_agg(size::text, ' ' order by size) from audit_tails"), "2 3");
    EXPECT_EQ(truth("select count(distinct root) from audit_checkpoints"), "2");
}

TEST_F(SequencerTest, SignsWhatTheLogIsWithEveryBatch) {
    write(3);
    look();
    write(1);
    look();
    EXPECT_EQ(truth("select string_agg(size::text, ' ' order by size) from audit_checkpoints"), "3 4");
    const auto key = parse_verifier_key(truth("select verifier_key from audit_checkpoints where size = 4")).value();
    EXPECT_EQ(key.name, "bond.test/audit/" + organization());
    const auto opened = open_note(truth("select note from audit_checkpoints where size = 4"), key);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->size, 4u);
    EXPECT_EQ(codec::hex(opened->root), truth("select encode(root, 'hex') from audit_checkpoints where size = 4"));
}

TEST_F(SequencerTest, SignsLaterWhatWasThereBeforeItHadAKey) {
    Sequencing keyless{*world.db, nobody_signs()};
    write(2);
    EXPECT_EQ(world.run(keyless.sequencer.look(soon())), 2u);
    EXPECT_EQ(truth("select count(*) from audit_checkpoints"), "0");
    EXPECT_EQ(look(), 0u);
    EXPECT_EQ(truth("select size from audit_checkpoints"), "2");
}

TEST_F(SequencerTest, HoldsUpNobodyForALogThatCannotGoOn) {
    const auto beta = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    write(1);
    write(1, &beta);
    look();
    tamper("update audit_tails set tops = '' where organization_id = '" + organization() + "'");
    write(1);
    write(2, &beta);
    EXPECT_EQ(look(), 2u);
    EXPECT_THAT(sequencing.sink.all(), ::testing::HasSubstr("audit_not_sequenced"));
    EXPECT_THAT(sequencing.sink.all(), ::testing::HasSubstr(organization()));
}

// The application can read its log and write nothing of it but as the sequencer, at its end.
TEST_F(SequencerTest, IsTheOnlyOneThatWritesLeaves) {
    write(1);
    const auto append = [&](const char* actor, const std::string& size) {
        Writer writer{world.database, world.tenancy};
        writer.work.emplace(writer.connection);
        writer.work->exec_params(
            "select wib.enter($1, $2, $3)", organization(), actor,
            std::string{actor} == "session" ? std::optional{to_string(world.tenancy.session)} : std::nullopt);
        writer.work->exec("select * from wib.claim_audit_tail()");
        writer.work->exec(
            "select wib.append_audit_leaves(" + size +
            ", array(select id from audit_logs), array[repeat('00', 32)], '{}', '{}', '{}', '', '0', null)");
    };
    EXPECT_THROW(append("session", "0"), pqxx::insufficient_privilege);
    EXPECT_THROW(append("webhook", "0"), pqxx::insufficient_privilege);
    EXPECT_THROW(append("job", "1"), pqxx::check_violation);
    EXPECT_NO_THROW(append("job", "0"));
    Writer writer{world.database, world.tenancy};
    writer.begin();
    EXPECT_THROW(writer.work->exec("insert into audit_leaves (organization_id, leaf_index, audit_id, leaf_hash) select "
                                   "organization_id, 0, id, decode(repeat('00', 32), 'hex') from audit_logs"),
                 pqxx::insufficient_privilege);
}

}  // namespace
}  // namespace wib::evidence
