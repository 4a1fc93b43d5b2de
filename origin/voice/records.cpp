#include "origin/voice/records.hpp"

#include <algorithm>

#include "shared/codec/reflect.hpp"

namespace wib::voice {

namespace {

struct LegColumn {
    LegId id;
    Leg role;
    std::string carrier;
    std::optional<std::string> control_id, session_id, carrier_leg_id, to_number, from_number;
};
BOOST_DESCRIBE_STRUCT(LegColumn, (),
                      (id, role, carrier, control_id, session_id, carrier_leg_id, to_number, from_number))

struct FactColumn {
    FactKind kind;
    std::optional<LegId> leg_id;
    Instant occurred_at, received_at;
    Source source;
    std::optional<Cause> cause;
    std::optional<AnsweredBy> answered_by;
};
BOOST_DESCRIBE_STRUCT(FactColumn, (), (kind, leg_id, occurred_at, received_at, source, cause, answered_by))

/// What we ourselves wrote as JSON; anything else is a broken row.
template <class T>
T read_json(std::string_view text) {
    auto value = codec::parse<T>(text, {.unknown = codec::Unknown::ignored, .max_bytes = std::size_t{16} << 20});
    if (!value) throw db::DecodeError(value.error().faults.front().path + " " + value.error().faults.front().message);
    return std::move(*value);
}

template <class E>
E read_enum(std::string_view text) {
    const auto value = codec::parse_enum<E>(text);
    if (!value) throw db::DecodeError("no such value: " + std::string{text});
    return *value;
}

}  // namespace

const LegRecord* CallRecord::leg(Leg role) const {
    const auto found = std::ranges::find(legs, role, &LegRecord::role);
    return found == legs.end() ? nullptr : &*found;
}

LegRecord* CallRecord::leg(Leg role) {
    const auto found = std::ranges::find(legs, role, &LegRecord::role);
    return found == legs.end() ? nullptr : &*found;
}

const LegRecord* CallRecord::leg(LegId which) const {
    const auto found = std::ranges::find(legs, which, &LegRecord::id);
    return found == legs.end() ? nullptr : &*found;
}

CallRecord read_call_record(const db::Row& row) {
    CallRecord call{
        .organization = row["organization_id"].as<OrgId>(),
        .id = row["id"].as<CallId>(),
        .plan = {.flow = read_enum<Flow>(row["flow_type"].text()),
                 .purpose = row["is_test"].as<bool>() ? Purpose::test : Purpose::conversation,
                 .ring_for = std::chrono::seconds{row["ring_seconds"].as<int>()},
                 .longest = std::chrono::seconds{row["longest_seconds"].as<int>()}},
        .facts = {},
        .legs = {},
        .direction = row["direction"].as<std::string>(),
        .from_number = std::string{row["from_number"].text()},
        .to_number = std::string{row["to_number"].text()},
        .user = row["user_id"].maybe<UserId>(),
        .created_at = row["created_at"].as<Instant>(),
    };
    for (auto& leg : read_json<std::vector<LegColumn>>(row["legs"].text()))
        call.legs.push_back({.id = leg.id,
                             .role = leg.role,
                             .carrier = std::move(leg.carrier),
                             .control_id = leg.control_id.value_or(""),
                             .session_id = leg.session_id.value_or(""),
                             .carrier_leg_id = leg.carrier_leg_id.value_or(""),
                             .to_number = leg.to_number.value_or(""),
                             .from_number = leg.from_number.value_or("")});
    for (const auto& fact : read_json<std::vector<FactColumn>>(row["facts"].text())) {
        const auto* leg = fact.leg_id ? call.leg(*fact.leg_id) : nullptr;
        call.facts.add({.kind = fact.kind,
                        .leg = leg ? leg->role : Leg::call,
                        .occurred_at = fact.occurred_at,
                        .source = fact.source,
                        .cause = fact.cause.value_or(Cause::none),
                        .answered_by = fact.answered_by.value_or(AnsweredBy::unknown),
                        .received_at = fact.received_at});
    }
    return call;
}

Command read_command(const db::Row& row) {
    return {.id = row["id"].as<CommandId>(),
            .organization = row["organization_id"].as<OrgId>(),
            .call = row["call_id"].as<CallId>(),
            .leg_id = row["leg_id"].maybe<LegId>(),
            .open = {.kind = read_enum<CommandKind>(row["kind"].text()),
                     .leg = Leg::call,
                     .created_at = row["created_at"].as<Instant>(),
                     .first_sent_at = row["first_sent_at"].maybe<Instant>(),
                     .attempts = row["attempts"].as<int>()},
            .detail = read_json<CommandDetail>(row["payload"].text())};
}

}  // namespace wib::voice
