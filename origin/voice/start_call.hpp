#pragma once
#include <optional>
#include <string>
#include <variant>

#include "origin/http/request_context.hpp"
#include "origin/voice/outbox.hpp"
#include "shared/api/problem.hpp"
#include "shared/api/voice.hpp"
#include "shared/voice/gate.hpp"

namespace wib::voice {

struct StartCallConfig {
    std::string default_caller_id;  ///< E.164, or "" when there is none
};

/// A call on its way.
struct StartedCall {
    CallId id;
    std::optional<std::string> control_id;  ///< the carrier's id of the first leg, once it has told
    std::string to;
    std::string from;  ///< the number the consumer sees
    Flow flow;
    CallStatus status;  ///< initiated, or pending when the carrier did not answer in time
};

[[nodiscard]] api::StartedCallReply reply_of(const StartedCall& started);

/// Why there is no call.
struct AgentNumberMissing {};  ///< a bridge call without the agent's phone
struct CallerIdNotTheirs {};   ///< the caller id asked for is not the organisation's
struct NoCallerId {};          ///< the organisation has no number, and none is configured
struct Blocked {
    GateDecision gate;
};
struct CarrierFailed {
    CallId call;  ///< it stands as failed
    CarrierError::Kind kind;
};
/// What the plan has no room for is told as who keeps the plans tells it.
using StartRefusal =
    std::variant<AgentNumberMissing, CallerIdNotTheirs, NoCallerId, Blocked, CarrierFailed, api::Problem>;
[[nodiscard]] api::Problem problem(const StartRefusal& refusal);

/// The one way to place a call: gate, number, one transaction with everything in it, then the dial.
class StartCall {
  public:
    StartCall(StartCallConfig config, Workshop& shop, db::Database& database, Outbox& outbox, std::string carrier);

    Task<Result<StartedCall, StartRefusal>> run(const http::RequestContext& request, api::StartCallRequest command);

  private:
    struct Caller;
    Task<Caller> load_caller(db::TenantTx& tx);
    Task<Aftermath> write(const http::RequestContext& request, db::TenantTx& tx, CallRecord call,
                          const GateDecision& gate, const StartedCall& started);

    StartCallConfig config_;
    Workshop& shop_;
    db::Database& database_;
    Outbox& outbox_;
    std::string carrier_;
};

}  // namespace wib::voice
