#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "origin/evidence/log_check.hpp"
#include "origin/evidence/sequencer.hpp"
#include "shared/codec/hex.hpp"
#include "tests/db/world.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/memory_store.hpp"

namespace wib::evidence {

using wib::testing::make_tenancy;
using wib::testing::soon;
using wib::testing::Tenancy;

inline const std::optional<LogSigner>& test_signer() {
    static const std::optional<LogSigner> signer{LogSigner{"https://bond.test", Secret{std::string(32, '\x07')}, {}}};
    return signer;
}
inline const std::optional<LogSigner>& nobody_signs() {
    static const std::optional<LogSigner> none;
    return none;
}

/// A sequencer as one process has it, over whatever database it is given.
struct Sequencing {
    explicit Sequencing(db::Database& database, const std::optional<LogSigner>& signer = test_signer())
        : sequencer(database, signer, clock, LogMeters{metrics}, observe::Log{sink, clock, observe::Level::debug}) {}
    SystemClock clock;
    observe::Metrics metrics;
    wib::testing::MemorySink sink;
    Sequencer sequencer;
};

class EvidenceTest : public ::testing::Test {
  protected:
    std::string truth(const std::string& sql) const { return world.truth(sql); }
    /// As the owner of the machine does it, whom no trigger and no key stops.
    void tamper(const std::string& sql) const { truth("set session_replication_role = replica; " + sql); }

    /// Audit rows as the product writes them, each in a transaction of its own: with what is personal to who did it.
    void write(int rows, const Tenancy* who = nullptr) {
        for (int at = 0; at < rows; ++at) world.run(write_one(*world.db, who ? *who : world.tenancy, ++written));
    }
    static Task<void> write_one(db::Database& database, Tenancy who, int number) {
        const auto tx = co_await database.begin(who.as_session(), soon());
        tx->audit({.action = "call:started",
                   .resource_type = "call",
                   .resource = who.organization.value,
                   .new_value = R"({"number":)" + std::to_string(number) + "}",
                   .user = who.user,
                   .client_address = "192.0.2.7",
                   .user_agent = "a browser",
                   .correlation_id = "wb-" + std::to_string(number)});
        co_await tx->commit();
    }
    std::size_t look() { return world.run(sequencing.sequencer.look(soon())); }

    std::string organization() const { return to_string(world.tenancy.organization); }
    /// The numbers of the rows in the order of their leaves.
    std::string order() const {
        return truth(
            "select string_agg(a.new_value ->> 'number', ' ' order by l.leaf_index) from audit_leaves l join "
            "audit_logs a "
            "on a.id = l.audit_id where l.organization_id = '" +
            organization() + "'");
    }
    /// Whether every row has one leaf and the leaves' places have neither gap nor double.
    bool is_whole() const {
        return truth(
                   "select count(*) = count(l.leaf_index) and count(distinct l.leaf_index) = count(*) and "
                   "coalesce(max(l.leaf_index), -1) = count(*) - 1 from audit_logs a left join audit_leaves l "
                   "on l.organization_id = a.organization_id and l.audit_id = a.id where a.organization_id = '" +
                   organization() + "'") == "t";
    }
    std::optional<LogFault> fault() {
        return world.run(LogCheck{*world.db, test_signer(), copies, log()}.check(world.tenancy.organization, soon()));
    }
    std::string told() {
        const auto found = fault();
        return found ? found->what + " " + std::to_string(found->index) : "holds";
    }
    observe::Log log() { return observe::Log{sequencing.sink, sequencing.clock, observe::Level::debug}; }

    wib::testing::World world{wib::testing::Route::direct, 4};
    Sequencing sequencing{*world.db};
    wib::testing::MemoryStore store;
    CheckpointCopies copies{*world.db, &store, sequencing.clock, sequencing.metrics, log()};
    int written = 0;
};

}  // namespace wib::evidence
