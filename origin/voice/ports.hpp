#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"
#include "shared/core/strong_id.hpp"

namespace wib::voice {

/// Why a carrier did not do what it was told. `retryable` is decided in the adapter, where the error was born.
struct CarrierError {
    enum class Kind { not_configured, refused, rate_limited, payment_required, unreachable, timed_out, call_ended };
    Kind kind;
    bool retryable;
    std::string detail;  ///< for the log, never for the caller
};

/// The media the carrier should stream to us for a leg: both tracks, the codec as it is on the wire.
struct StreamRequest {
    std::string url;    ///< ws(s)://…/media/<carrier>
    std::string token;  ///< single use
};

struct DialCommand {
    CommandId command;         ///< idempotency key at the carrier
    std::string to;            ///< E.164
    std::string from;          ///< E.164
    std::string client_state;  ///< opaque, echoed in every webhook of the leg
    std::chrono::seconds ring_for{30};
    std::chrono::seconds longest{14400};
    std::optional<StreamRequest> stream;
    std::string link_to{};  ///< control id of the leg whose session this one joins; "" for none
};

struct Dialed {
    std::string control_id;  ///< the carrier's handle for this leg
    std::string session_id;  ///< the carrier's id shared by linked legs
    std::string leg_id;
};

/// An event that was answered 2xx and cannot be applied, however often it is tried.
struct ExhaustedEvent {
    Uuid id;  ///< of its row in the inbox
    std::string vendor, body;
    std::string error;  ///< for the log and the inbox, never for people
};
/// Puts such an event into people's hands, who replay or discard it, and closes its row: both or neither.
using GiveUp = std::function<Task<void>(ExhaustedEvent event, Deadline deadline)>;

/// A telephone company, in our words. Telnyx first; a second one is a second folder under origin/vendors.
class CallCarrier {
  public:
    virtual ~CallCarrier() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    virtual Task<Result<Dialed, CarrierError>> dial(DialCommand command, Deadline deadline) = 0;
    virtual Task<Result<void, CarrierError>> hang_up(CommandId command, std::string control_id, Deadline deadline) = 0;
    virtual Task<Result<void, CarrierError>> bridge(CommandId command, std::string control_id,
                                                    std::string with_control_id, Deadline deadline) = 0;
    virtual Task<Result<void, CarrierError>> speak(CommandId command, std::string control_id, std::string text,
                                                   Deadline deadline) = 0;
    virtual Task<Result<void, CarrierError>> start_stream(CommandId command, std::string control_id,
                                                          StreamRequest stream, Deadline deadline) = 0;
};

}  // namespace wib::voice
