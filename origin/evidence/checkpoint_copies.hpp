#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "origin/db/tenant_tx.hpp"
#include "origin/observe/log.hpp"
#include "origin/observe/metrics.hpp"
#include "origin/record/ports.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::evidence {

/// Copies of signed checkpoints in a store that is in other hands than the database, named as C2SP's tiled logs name
/// them: "<organisation>/checkpoint" is the newest, "<organisation>/checkpoints/<size>" each one that was copied, which
/// is never written again.
class CheckpointCopies {
  public:
    /// Without a store there are none.
    CheckpointCopies(db::Database& database, record::ObjectStore* store, const Clock& clock, observe::Metrics& metrics,
                     observe::Log log);

    /// Copies what is new until it is cancelled. What a store does not take is tried again at the next round.
    Task<void> run();
    /// One round over all logs; how many were copied. Throws db::UnavailableError.
    Task<std::size_t> copy();

    [[nodiscard]] bool are_kept() const { return store_ != nullptr; }
    /// The newest note that was copied; "" when there is none, nothing when the store cannot say.
    Task<std::optional<std::string>> newest(OrgId organization, Deadline deadline);

  private:
    Task<bool> copy_one(OrgId organization, std::uint64_t size, std::string note);

    db::Database& database_;
    record::ObjectStore* store_;
    const Clock& clock_;
    observe::Log log_;
    observe::Counter& copied_total_;
    std::map<OrgId, std::uint64_t> copied_;  // by this process: a new one looks at all of them once
};

}  // namespace wib::evidence
