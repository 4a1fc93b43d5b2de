#pragma once
#include "origin/voice/carrier_webhook.hpp"
#include "origin/voice/outbox.hpp"

namespace wib::voice {

/// What time does to calls: commands that were not settled are tried again, kept events find their call, and calls of
/// which news is missing are given up visibly. Every second, and once when the process starts.
class Watch {
  public:
    Watch(Workshop& shop, db::Database& database, Outbox& outbox, CarrierWebhook& webhook, observe::Log log)
        : shop_(shop), database_(database), outbox_(outbox), webhook_(webhook), log_(std::move(log)) {}

    /// For a process that has just started: media sockets of calls that were live ended with the process before, so
    /// their streams are asked for again. With the database away nothing is done, and run() sees to it.
    Task<void> settle_on_start(Deadline deadline);
    /// Looks every second until cancelled. What cannot be done now (the database is away) is done later.
    Task<void> run();
    /// One look at everything.
    Task<void> look(Deadline deadline);
    /// … at calls alone whose time has come.
    Task<jobs::Step> look_at_calls(Deadline deadline);

  private:
    Task<void> look_at(OrgId organization, CallId call, Deadline deadline);
    Task<void> mark_stream_lost(OrgId organization, CallId call, Deadline deadline);

    Workshop& shop_;
    db::Database& database_;
    Outbox& outbox_;
    CarrierWebhook& webhook_;
    observe::Log log_;
    bool settled_ = false;
};

}  // namespace wib::voice
