#pragma once
#include <map>
#include <optional>
#include <string>

#include "origin/db/tenant_tx.hpp"
#include "origin/evidence/log_signer.hpp"
#include "origin/observe/log.hpp"
#include "origin/observe/metrics.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::evidence {

struct LogMeters {
    explicit LogMeters(observe::Metrics& metrics);

    observe::Counter& leaves;
    observe::Counter& checkpoints;
    observe::Histogram& delay;  ///< from when a row was written to when its leaf stood
};

/// Makes leaves of audit rows. Who writes a row does not wait for it: each organisation's log is held by one sequencer
/// at a time, for one transaction, in which a batch of rows gets its places, the nodes above are completed and what
/// the log is then is signed. So a crash leaves all of a batch or nothing of it, and whoever comes next goes on.
///
/// Of two rows the one whose transaction was committed before the other's began has the earlier place.
class Sequencer {
  public:
    /// Without a signer nothing is signed.
    Sequencer(db::Database& database, const std::optional<LogSigner>& signer, const Clock& clock, LogMeters meters,
              observe::Log log)
        : database_(database), signer_(signer), clock_(clock), meters_(meters), log_(std::move(log)) {}

    /// Looks for rows without a leaf until it is cancelled, so often that each has its own within a second.
    Task<void> run();
    /// One look at all organisations, and a batch of each that has such rows: how many leaves were made. Throws what
    /// the database throws when it cannot be asked at all.
    Task<std::size_t> look(Deadline deadline);

    struct Batch {
        std::size_t leaves = 0;
        bool more = false;  ///< there may be more to do: the batch was full, or somebody else holds the log
    };
    /// One batch of one organisation.
    Task<Batch> sequence(OrgId organization, Deadline deadline);

  private:
    Task<std::size_t> try_sequence(OrgId organization, Deadline deadline);
    void owe(OrgId organization, std::string_view reason);

    db::Database& database_;
    const std::optional<LogSigner>& signer_;
    const Clock& clock_;
    LogMeters meters_;
    observe::Log log_;
    std::optional<std::string> settled_;                 // transactions before it were looked at, here
    std::map<OrgId, Deadline::Clock::time_point> owed_;  // who has more to do, and when to go on
};

}  // namespace wib::evidence
