#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/jobs/ports.hpp"

namespace wib::jobs {

/// Writes down what time has ended: nothing of it works any more by then. What may go is deleted by the purge's own
/// role alone, over a connection of its own.
class Upkeep {
  public:
    /// `purge` is the database as wib_purge; null while no purge is set up, and then nothing is deleted.
    explicit Upkeep(db::Database& database, db::Database* purge = nullptr) : database_(database), purge_(purge) {}

    /// Sessions, and tokens of letters that nobody used.
    Task<Step> cleanup_sessions(Deadline deadline);
    /// Answers that were kept for a day: forgotten.
    Task<Step> expire_answers(Deadline deadline);
    /// Invitations.
    Task<Step> expire_links(Deadline deadline);
    /// Webhook failures settled seven days ago, with the payloads sealed in them; never an open one.
    Task<Step> purge_failures(Deadline deadline);

  private:
    db::Database& database_;
    db::Database* purge_;
};

}  // namespace wib::jobs
