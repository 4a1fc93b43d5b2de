#pragma once
#include <optional>
#include <string>

#include "origin/db/tenant_tx.hpp"
#include "origin/evidence/checkpoint_copies.hpp"
#include "origin/evidence/log_signer.hpp"
#include "origin/jobs/ports.hpp"
#include "origin/observe/log.hpp"
#include "shared/evidence/merkle.hpp"

namespace wib::evidence {

/// The first thing of a log that does not hold.
struct LogFault {
    std::string what;         ///< a word: "leaf_changed"
    std::uint64_t index = 0;  ///< of the leaf, or the size of the checkpoint
};

/// Looks whether the logs hold: makes every leaf anew from its audit row, every node and root from the leaves, and
/// compares them with what stands in the tables, with everything that was ever signed and with the newest copy outside.
/// Mends nothing.
class LogCheck {
  public:
    LogCheck(db::Database& database, const std::optional<LogSigner>& signer, CheckpointCopies& copies, observe::Log log)
        : database_(database), signer_(signer), copies_(copies), log_(std::move(log)) {}

    /// A piece of the nightly look through all logs, one after the other. With the last piece of a look that found
    /// something it throws jobs::FoundError, which names the first fault; each is in the log of the process.
    Task<jobs::Step> step(Deadline deadline);

    /// The whole of one organisation's log: nothing when it holds.
    Task<std::optional<LogFault>> check(OrgId organization, Deadline deadline);

  private:
    /// How far a log has been looked through.
    struct Walk {
        OrgId organization;
        std::uint64_t size = 0;  ///< as it was when the walk began
        Frontier log{};
        std::string tops{};  ///< what the tail says of them
        std::uint64_t signed_up_to = 0;
        std::optional<Checkpoint> copy{};  ///< the newest one outside
        bool is_copy_unread = false;       ///< the store could not say: then that is not checked
        bool leaves_hold = false;
        std::string row_txid = "0", row_at = "-infinity",
                    row_id = to_string(Uuid{});  ///< rows up to this one have leaves
        std::optional<LogFault> fault{};
        bool is_over = false;
    };
    struct Round {
        Uuid after{};
        std::optional<Walk> walk;
        std::optional<std::string> first_fault;
    };

    Task<Walk> begin(OrgId organization, Deadline deadline);
    /// The next leaves of it, and after the last of them its rows. Says how many leaves.
    Task<std::int64_t> go_on(Walk& walk, Deadline deadline);
    Task<void> end_of_leaves(Walk& walk, db::TenantTx& tx);
    Task<void> look_for_rows(Walk& walk, Deadline deadline);
    [[nodiscard]] bool is_signed_well(OrgId organization, const db::Row& row) const;

    db::Database& database_;
    const std::optional<LogSigner>& signer_;
    CheckpointCopies& copies_;
    observe::Log log_;
    std::optional<Round> round_;
};

}  // namespace wib::evidence
