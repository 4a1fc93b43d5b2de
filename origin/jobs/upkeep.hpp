#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/jobs/ports.hpp"

namespace wib::jobs {

/// Writes down what time has ended. Nothing of it works any more by then, and nothing is deleted: that is the purge's.
class Upkeep {
  public:
    explicit Upkeep(db::Database& database) : database_(database) {}

    /// Sessions, and tokens of letters that nobody used.
    Task<Step> cleanup_sessions(Deadline deadline);
    /// Answers that were kept for a day: forgotten.
    Task<Step> expire_answers(Deadline deadline);
    /// Invitations.
    Task<Step> expire_links(Deadline deadline);

  private:
    db::Database& database_;
};

}  // namespace wib::jobs
