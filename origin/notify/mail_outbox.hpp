#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/jobs/ports.hpp"
#include "origin/notify/letters.hpp"
#include "origin/notify/ports.hpp"
#include "origin/observe/log.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::notify {

/// Carries promised letters to the mailer. What became of each is written down; what nobody answered is tried again
/// under the same key until the letter's time is over.
class MailOutbox {
  public:
    MailOutbox(Desk desk, db::Database& database, Mailer& mailer, const Clock& clock, Random& random, observe::Log log);

    /// Sends what is due and looks again a second later, until cancelled.
    Task<void> run();
    /// Sends what is due now.
    Task<jobs::Step> sweep(Deadline deadline);

  private:
    /// A letter under way to the mailer.
    struct Leaving {
        Uuid id;
        std::string kind;
        std::optional<OrgId> organization;  ///< on whose behalf
    };
    Task<void> carry(db::Row row, Deadline deadline);
    /// A password's letter is promised for any address; only here is it looked up who that is. False for nobody.
    Task<bool> prepare_reset(Uuid id, int attempt, const LetterDetail& detail, Deadline deadline);
    /// Writes down what became of it, in its organisation's audit log too.
    Task<void> settle(const Leaving& letter, std::string status, db::Param vendor_id, db::Param error,
                      Deadline deadline);

    Desk desk_;
    db::Database& database_;
    Mailer& mailer_;
    const Clock& clock_;
    Random& random_;
    observe::Log log_;
};

}  // namespace wib::notify
