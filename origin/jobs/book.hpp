#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "origin/db/tenant_tx.hpp"
#include "shared/api/jobs.hpp"

namespace wib::jobs {

/// A run that is ours to do. The lease bears a name of this run alone, so that who lost it can neither keep nor end
/// what somebody else runs by now.
struct Claim {
    const Job* job = nullptr;
    Instant due;
    std::string owner;
    api::JobRunId run;
    std::int32_t attempt = 1;
    std::optional<Instant> made_good;  ///< the latest time an earlier run made good
};

/// How a run ended.
struct Ended {
    api::RunOutcome outcome = api::RunOutcome::succeeded;
    std::int64_t missed = 0;
    std::int64_t processed = 0;
    std::int64_t errors = 0;
    std::string error_code{};  ///< "" for none
};

/// What is written down of a job as it stands.
struct JobState {
    bool is_running = false;
    std::optional<Instant> last_run;
    std::optional<Instant> last_success;
    std::optional<std::string> last_error;
    api::JobMetrics metrics{};

    [[nodiscard]] Record record() const {
        return {.last_success = last_success, .last_went_wrong = last_error || metrics.errors > 0};
    }
};

/// Leases and runs in Postgres, whose clock alone says when a lease lapses: processes need not agree on the time.
class Book {
  public:
    explicit Book(db::Database& database) : database_(database) {}

    /// Nothing when somebody runs the job, when `due` is made good already, or was tried three times.
    Task<std::optional<Claim>> begin(const Job& job, Instant due, std::string owner, Deadline deadline);
    /// Renews the lease. False when it is lost.
    Task<bool> keep(const Claim& claim, const Ended& so_far, Deadline deadline);
    /// Writes how the run ended. False when the lease was lost, and nothing was written.
    Task<bool> finish(const Claim& claim, const Ended& ended, Deadline deadline);

    /// By job; jobs that never ran are not there.
    Task<std::map<std::string, JobState>> states(Deadline deadline);
    /// The last `each` runs of every job, newest first.
    Task<std::map<std::string, std::vector<api::JobRun>>> runs(int each, Deadline deadline);

  private:
    db::Database& database_;
};

}  // namespace wib::jobs
