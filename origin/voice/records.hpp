#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "origin/db/rows.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/voice/call_state.hpp"
#include "shared/voice/command.hpp"
#include "shared/voice/fact_set.hpp"

namespace wib::voice {

/// One leg, with the carrier's names for it.
struct LegRecord {
    LegId id;
    Leg role;
    std::string carrier;
    std::string control_id;  ///< "" until the carrier has told
    std::string session_id;
    std::string carrier_leg_id;
    std::string to_number;
    std::string from_number;
};

/// A call as it stands in the database.
struct CallRecord {
    OrgId organization;
    CallId id;
    CallPlan plan;
    FactSet facts;
    std::vector<LegRecord> legs;
    std::string direction = "outbound";
    std::string from_number;
    std::string to_number;
    std::optional<UserId> user;
    Instant created_at{};

    [[nodiscard]] const LegRecord* leg(Leg role) const;
    [[nodiscard]] LegRecord* leg(Leg role);
    [[nodiscard]] const LegRecord* leg(LegId id) const;
};

/// What a command says beyond its kind and leg; the outbox's payload.
struct CommandDetail {
    std::optional<std::string> text;        ///< to speak
    std::optional<Instant> stream_expires;  ///< media is asked for, with a token that lives so long
};
BOOST_DESCRIBE_STRUCT(CommandDetail, (), (text, stream_expires))

/// A command in the outbox. Its id is the carrier's idempotency key and the nonce of the stream token it carries, so
/// that sending it again sends the same bytes.
struct Command {
    CommandId id;
    OrgId organization;
    CallId call;
    std::optional<LegId> leg_id;
    OpenCommand open;
    CommandDetail detail;
};

/// From the row of load_call.sql. Throws DecodeError.
[[nodiscard]] CallRecord read_call_record(const db::Row& row);
/// From a row of find_due_commands.sql; whose line it is on is known by the call.
[[nodiscard]] Command read_command(const db::Row& row);

}  // namespace wib::voice
