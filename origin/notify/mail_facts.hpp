#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/notify/ports.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::notify {

/// Takes in what the vendor tells of letters that have left. A letter's status is a fold over the facts, so order and
/// repetition do not matter; each event is durable when `take` returns. Where an organisation stands behind the letter,
/// its audit log tells of the change in the same transaction.
class MailFacts {
  public:
    MailFacts(ReadMailNews read, db::Database& database, const Clock& clock)
        : read_(std::move(read)), database_(database), clock_(clock) {}

    /// False when it is no event. `signed_id` is what the vendor signed as the event's id; `vendor` is the route's.
    Task<bool> take(std::string vendor, std::string body, std::string signed_id, Deadline deadline);
    /// On whose behalf the letter went; nothing for a person's own matter and for letters that are none of ours.
    Task<std::optional<OrgId>> owner_of(std::string body, std::string signed_id, Deadline deadline);

  private:
    ReadMailNews read_;
    db::Database& database_;
    const Clock& clock_;
};

/// What an organisation's audit log says of a letter sent for it: "email:delivered" and the like.
[[nodiscard]] db::AuditEntry audit_of_letter(Uuid letter, std::string_view kind, std::string_view status);

}  // namespace wib::notify
