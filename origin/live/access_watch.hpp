#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/live/event_bus.hpp"
#include "origin/observe/log.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::live {

/// Looks each second whose session, key, membership or organization changed, on this origin or any other, and has their
/// open streams ask again whether they are welcome: a dismissed person's stream ends within two seconds.
class AccessWatch {
  public:
    AccessWatch(db::Database& database, EventBus& bus, const Clock& clock, observe::Log log)
        : database_(database), bus_(bus), clock_(clock), log_(std::move(log)) {}

    /// Runs until it is cancelled. While nobody listens it asks nothing.
    Task<void> run();
    /// One look; how many streams were told. Throws db::UnavailableError.
    Task<std::size_t> look(Deadline deadline);

  private:
    db::Database& database_;
    EventBus& bus_;
    const Clock& clock_;
    observe::Log log_;
};

}  // namespace wib::live
