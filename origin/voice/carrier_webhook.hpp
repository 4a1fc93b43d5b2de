#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "origin/voice/outbox.hpp"
#include "shared/api/problem.hpp"
#include "shared/webhooks/carrier_event.hpp"

namespace wib::voice {

/// Reads a carrier's event in our words; nothing when the bytes are no event. One per carrier, named like it.
using ReadEvent = std::function<std::optional<webhooks::CarrierEvent>(std::string_view body, Instant received_at)>;
using EventReaders = std::map<std::string, ReadEvent, std::less<>>;

/// Takes in what carriers tell. When `take` returns, the event is durable: applied in the same transaction that notes
/// it, known already, or kept until the call it speaks of is known.
class CarrierWebhook {
  public:
    CarrierWebhook(EventReaders readers, Workshop& shop, db::Database& database, Outbox& outbox, GiveUp give_up,
                   observe::Log log);

    enum class Taken {
        applied,   ///< learned, with everything that follows from it
        known,     ///< told before; nothing happened
        ignored,   ///< kept; it changes no call
        kept,      ///< no call of ours yet; tried again by the sweep
        no_event,  ///< not an event at all; nothing was kept
    };
    /// `vendor` is the route's; the body's signature has been checked at the edge.
    Task<Taken> take(std::string vendor, std::string body, Deadline deadline);
    /// Whose call an event speaks of; nothing when it is no event, or of no call of ours.
    Task<std::optional<OrgId>> owner_of(std::string vendor, std::string body, Deadline deadline);
    /// Tries kept events again. Those whose call never appeared are closed after a while, those that cannot be applied
    /// are given up: people see them.
    Task<jobs::Step> sweep(Deadline deadline);

  private:
    struct Whose {
        OrgId organization;
        CallId call;
        LegId leg;
    };
    Task<std::optional<Whose>> find_call(const webhooks::CarrierEvent& event, Deadline deadline);
    Task<Taken> apply(const webhooks::CarrierEvent& event, const Whose& whose, std::string_view body,
                      Deadline deadline);
    Task<void> try_again(db::Row kept, Deadline deadline);
    Task<Taken> keep(const webhooks::CarrierEvent& event, std::string_view body, Deadline deadline);

    EventReaders readers_;
    Workshop& shop_;
    db::Database& database_;
    Outbox& outbox_;
    GiveUp give_up_;
    observe::Log log_;
};

}  // namespace wib::voice
