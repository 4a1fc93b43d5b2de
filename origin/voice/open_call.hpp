#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "origin/db/tenant_tx.hpp"
#include "origin/live/ports.hpp"
#include "origin/observe/metrics.hpp"
#include "origin/runtime/clock.hpp"
#include "origin/voice/records.hpp"
#include "shared/core/secret.hpp"
#include "shared/voice/call_machine.hpp"

namespace wib::voice {

/// How many facts were told, and how many of them were none.
struct FactCounters {
    explicit FactCounters(observe::Metrics& metrics);
    observe::Counter& applied;
    observe::Counter& duplicate;
    observe::Counter& late;
    observe::Counter& unknown;
};

/// What everything that changes a call works with.
struct Workshop {
    const Clock& clock;
    Random& random;
    Secret key;  ///< signs stream tokens and client state
    FactCounters counters;
};

/// Something to be learned about a call.
struct News {
    Fact fact;
    std::string event_id{};  ///< the carrier's id of the news; "" for our own
    std::string detail{};    ///< the carrier's own word, for the record
};

/// On whose behalf a call changes; its parts go to the audit rows.
struct Doer {
    std::optional<UserId> user{};
    std::string client_address{};
    std::string user_agent{};
    std::string correlation_id{};
};

/// What a committed change leaves to be done: commands to send at once, events to show.
struct Aftermath {
    CallRecord call;
    std::vector<Command> commands;
    std::vector<live::Event> events;
};

/// One call inside one transaction, under its row lock: news is learned, then everything that follows from it (facts,
/// row, legs, commands, audit, timeline) is written and committed together.
class OpenCall {
  public:
    /// Nothing when the organisation has no such call.
    static Task<std::optional<OpenCall>> open(Workshop& shop, db::TenantTx& tx, CallId call);
    /// The same, with the standing of a carrier's event that is written in this transaction (see receive_event.sql).
    static Task<std::optional<OpenCall>> open_for_event(Workshop& shop, db::TenantTx& tx, CallId call,
                                                        std::string vendor, std::string event_id);
    /// A call that is being written in this very transaction.
    OpenCall(Workshop& shop, db::TenantTx& tx, CallRecord call);

    [[nodiscard]] const CallRecord& record() const { return call_; }
    [[nodiscard]] CallState state() const { return fold(call_.plan, call_.facts); }
    /// "received", "applied" …; "" when the event is not this organisation's.
    [[nodiscard]] const std::string& event_status() const { return event_status_; }

    void learn(const News& news);
    /// Dials the first leg of a call that is being written.
    void dial_first();
    /// The carrier's names of a leg, when they were not known.
    void name_leg(Leg leg, std::string control_id, std::string session_id, std::string carrier_leg_id);
    /// Has the row written although nothing was learned: when to look at the call again may have changed.
    void look_again() { rewrite_ = true; }
    /// Commits. Without news it only commits what else was queued.
    Task<Aftermath> commit(const Doer& doer);

  private:
    void carry_out(const Effect& effect);
    void command(CommandKind kind, Leg leg, CommandDetail detail);
    void write_call(const CallState& state);
    void write_legs(const CallState& state);
    void write_audit(CallStatus before, CallStatus after, const Doer& doer);

    Workshop* shop_;
    db::TenantTx* tx_;
    CallRecord call_;
    std::string event_status_;
    CallStatus status_before_;
    std::vector<Fact> learned_;
    std::vector<Command> commands_;
    bool rewrite_ = false;
    bool is_new_ = false;
};

/// The token a command carries; the same for every sending of it.
[[nodiscard]] Secret stream_token(const Command& command, const Secret& key);

}  // namespace wib::voice
