#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/intake/ports.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::intake {

/// Events of vendors that no feature reads yet, each once, whatever its type: durable when `take` returns.
class VendorInbox {
  public:
    VendorInbox(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    enum class Taken { kept, known, no_event };
    Task<Taken> take(Received event, Deadline deadline);

  private:
    db::Database& database_;
    const Clock& clock_;
};

/// To whoever listens to its vendor, else into the inbox. False when it is no event of the vendor's.
Task<bool> deliver(const Listeners& listeners, VendorInbox& inbox, Received event, Deadline deadline);

}  // namespace wib::intake
