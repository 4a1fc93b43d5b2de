#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "origin/jobs/ports.hpp"
#include "origin/observe/log.hpp"
#include "origin/runtime/channel.hpp"
#include "origin/runtime/task_scope.hpp"
#include "origin/runtime/wakeup.hpp"
#include "origin/voice/open_call.hpp"
#include "origin/voice/ports.hpp"

namespace wib::voice {

/// A command together with the call as it stood when the command was written or claimed.
struct Errand {
    Command command;
    CallRecord call;
};

/// What became of a command when it was sent.
struct Sent {
    enum class Outcome {
        done,       ///< the carrier took it
        refused,    ///< the carrier will not; settled
        uncertain,  ///< nobody knows; it is tried again, or settled by news from the carrier
        dropped,    ///< not sent: it had become pointless, or may not be sent any more
    };
    Outcome outcome;
    std::string control_id{};  ///< of a leg dialled just now
    std::optional<CarrierError> error{};
};

/// Where and with whom a command's streams and webhooks meet us.
struct OutboxConfig {
    std::string media_url;  ///< WIB_MEDIA_URL; the carrier's name is added
};

/// Carries commands from the outbox to the carrier. A command's first sending is written before it leaves; a dial is
/// never sent again once the carrier may have forgotten its id; what became of it is written together with what follows
/// from it. Runs on one executor, except `send` and `hand_over`, which any thread may call.
class Outbox {
  public:
    Outbox(boost::asio::any_io_executor home, OutboxConfig config, Workshop& shop, db::Database& database,
           CallCarrier& carrier, live::Publisher& publisher, observe::Log log);
    ~Outbox();

    /// Sends a command that was just written or claimed, and writes down what became of it. What follows is handed
    /// over.
    Task<Sent> send(Errand errand, Deadline deadline);
    /// Shows a committed change and sends its commands soon, on the outbox's own executor. Never waits: what does not
    /// fit is found by the sweep.
    void hand_over(Aftermath aftermath);
    /// Sends what hand_over() brought, until cancelled.
    Task<void> run();
    /// Sends what was handed over, and what follows from it, until nothing waits: for a process that ends, instead of
    /// run().
    Task<void> drain(Deadline deadline);
    /// Claims the commands whose time has come: one more sending of each is written down, and is now the caller's to
    /// make.
    Task<std::vector<Errand>> claim_due(Deadline deadline);
    /// Claims them and has them sent by run().
    Task<jobs::Step> sweep(Deadline deadline);
    /// Ends what is under way.
    Task<void> close(Deadline deadline);

  private:
    Task<Result<Dialed, CarrierError>> dial(const Errand& errand, Deadline deadline);
    Task<Result<void, CarrierError>> tell(const Errand& errand, Deadline deadline);
    Task<Sent> settle(const Errand& errand, Result<Dialed, CarrierError> answer, Deadline deadline);
    Task<void> drop(const Errand& errand, NextStep why, Deadline deadline);
    Task<std::optional<Errand>> claim(Command command, Deadline deadline);
    Task<void> claim_into(std::vector<Errand>& claimed, db::Row row, Deadline deadline);
    Task<void> run_errand(Errand errand);
    void show(std::vector<live::Event> events);
    void enqueue(Errand errand);

    OutboxConfig config_;
    Workshop& shop_;
    db::Database& database_;
    CallCarrier& carrier_;
    live::Publisher& publisher_;
    observe::Log log_;
    Mailbox<Errand> waiting_;
    Wakeup room_;
    std::size_t under_way_ = 0;
    TaskScope errands_;
};

/// The transaction of a job about one call.
[[nodiscard]] db::Tenant job_tenant(OrgId organization);

}  // namespace wib::voice
