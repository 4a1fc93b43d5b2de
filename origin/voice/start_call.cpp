#include "origin/voice/start_call.hpp"

#include "generated/sql/voice.hpp"
#include "origin/db/idempotency.hpp"
#include "origin/http/tenant.hpp"
#include "origin/rights/ports.hpp"
#include "shared/api/calls.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/voice/caller_id.hpp"

namespace wib::voice {

namespace {

/// The dial is waited for at most this long inside the request; then the answer is `pending` and the outbox goes on.
constexpr auto kDialPatience = std::chrono::seconds{3};

struct NumberColumn {
    std::string number;
    std::optional<Instant> last_used_at;
    bool is_default;
};
BOOST_DESCRIBE_STRUCT(NumberColumn, (), (number, last_used_at, is_default))

struct StartedAudit {
    std::string to, from, flow_type;  // telephone numbers as their last four digits
    bool is_test;
};
BOOST_DESCRIBE_STRUCT(StartedAudit, (), (to, from, flow_type, is_test))

struct BlockedAudit {
    std::string to, blocked_by, reason;
};
BOOST_DESCRIBE_STRUCT(BlockedAudit, (), (to, blocked_by, reason))

std::string last_four(std::string_view number) {
    return "***" + std::string{number.substr(number.size() - std::min<std::size_t>(4, number.size()))};
}

std::string to_json(const GateDecision& gate) {
    api::GateDecision printed;
    for (const auto& check : gate.checks)
        printed.checks.push_back({.name = std::string{check.name},
                                  .outcome = std::string{name(check.outcome)},
                                  .reason = check.reason.empty() ? std::nullopt : std::optional{check.reason}});
    return codec::print(printed);
}

struct ProblemOf {
    api::Problem operator()(const AgentNumberMissing&) const {
        return api::invalid("from_number", "is the agent's phone, which a bridge call rings first");
    }
    api::Problem operator()(const CallerIdNotTheirs&) const {
        return api::invalid("from_number", "is none of your organisation's numbers");
    }
    api::Problem operator()(const NoCallerId&) const {
        return {.code = api::Code::vendor_not_configured,
                .message = "Your organisation has no number to call from.",
                .details = {},
                .extra = {}};
    }
    api::Problem operator()(const Blocked& blocked) const {
        const auto* check = blocked.gate.blocked_by();
        return {.code = api::Code::compliance_blocked,
                .message = "This call is not allowed: " + check->reason + ".",
                .details = {},
                .extra = {{"blocked_by", std::string{check->name}}, {"reason", check->reason}}};
    }
    api::Problem operator()(const CarrierFailed& failed) const {
        using Kind = CarrierError::Kind;
        api::Problem problem{.code = api::Code::vendor_error,
                             .message = "The telephone carrier refused the call.",
                             .details = {},
                             .extra = {{"call_id", to_string(failed.call)}}};
        switch (failed.kind) {
            case Kind::not_configured:
                problem.code = api::Code::vendor_not_configured;
                problem.message = "No telephone carrier is configured.";
                break;
            case Kind::rate_limited:
                problem.code = api::Code::rate_limited;
                problem.message = "The telephone carrier takes no more calls at the moment.";
                problem.extra.emplace_back("retry_after_seconds", "60");
                break;
            case Kind::payment_required:
                problem.code = api::Code::capacity;
                problem.message = "The telephone carrier takes no calls until its account is settled.";
                break;
            case Kind::refused:
            case Kind::unreachable:
            case Kind::timed_out:
            case Kind::call_ended:
                break;
        }
        return problem;
    }
    api::Problem operator()(const api::Problem& no_room) const { return no_room; }
};

}  // namespace

api::Problem problem(const StartRefusal& refusal) {
    return std::visit(ProblemOf{}, refusal);
}

api::StartedCallReply reply_of(const StartedCall& started) {
    return {.success = true,
            .call_id = started.id,
            .telnyx_call_id = started.control_id,
            .to = started.to,
            .from = started.from,
            .flow_type = started.flow == Flow::bridge ? api::FlowType::bridge : api::FlowType::direct,
            .status = std::string{codec::enum_name(started.status)}};
}

struct StartCall::Caller {
    std::string plan;
    bool is_active;
    std::vector<OwnNumber> numbers;
};

StartCall::StartCall(StartCallConfig config, Workshop& shop, db::Database& database, Outbox& outbox,
                     std::string carrier)
    : config_(std::move(config)), shop_(shop), database_(database), outbox_(outbox), carrier_(std::move(carrier)) {}

Task<StartCall::Caller> StartCall::load_caller(db::TenantTx& tx) {
    const auto rows = co_await tx.exec(sql::load_caller);
    const auto row = rows.front();
    Caller caller{.plan = row["plan"].as<std::string>(), .is_active = row["is_active"].as<bool>(), .numbers = {}};
    const auto numbers = codec::parse<std::vector<NumberColumn>>(row["numbers"].text());
    if (!numbers) throw db::DecodeError("outbound numbers");
    for (const auto& n : *numbers)
        caller.numbers.push_back({.number = n.number, .last_used_at = n.last_used_at, .is_default = n.is_default});
    co_return caller;
}

Task<Result<StartedCall, StartRefusal>> StartCall::run(const http::RequestContext& request,
                                                       api::StartCallRequest command) {
    const bool bridge = command.flow_type == api::FlowType::bridge;
    if (bridge && !command.from_number) co_return unexpected(StartRefusal{AgentNumberMissing{}});

    auto tx = co_await database_.begin(http::tenant_of(request), request.deadline);
    const auto caller = co_await load_caller(*tx);

    const auto gate = decide_gate({.to_number = command.to_number.value(), .organisation_active = caller.is_active});
    if (const auto* check = gate.blocked_by()) {
        auto entry = http::audit_of(request, "compliance:predial_blocked", "call", std::nullopt);
        entry.new_value =
            codec::print(BlockedAudit{last_four(command.to_number.value()), std::string{check->name}, check->reason});
        tx->audit(entry);
        co_await tx->commit();
        co_return unexpected(StartRefusal{Blocked{gate}});
    }

    std::optional<std::string> asked_for;
    if (!bridge && command.from_number) asked_for = command.from_number->value();
    const auto caller_id = choose_caller_id(asked_for, caller.numbers, config_.default_caller_id);
    if (!caller_id && asked_for) co_return unexpected(StartRefusal{CallerIdNotTheirs{}});
    if (!caller_id) co_return unexpected(StartRefusal{NoCallerId{}});

    if (auto room = co_await rights::count_usage(request, *tx, plans::Metric::calls, 1); !room) {
        co_await tx->commit();  // that admins are told of it
        co_return unexpected(StartRefusal{std::move(room.error())});
    }

    CallRecord call{.organization = *request.principal.organization,
                    .id = shop_.random.id<CallId>(),
                    .plan = {.flow = bridge ? Flow::bridge : Flow::direct,
                             .purpose = command.is_test.value_or(false) ? Purpose::test : Purpose::conversation,
                             .ring_for = std::chrono::seconds{30},
                             .longest = plans::longest_call(caller.plan)},
                    .facts = {},
                    .legs = {},
                    .from_number = *caller_id,
                    .to_number = command.to_number.value(),
                    .user = request.principal.user,
                    .created_at = shop_.clock.now()};
    const auto add_leg = [&](Leg role, std::string to) {
        call.legs.push_back({.id = shop_.random.id<LegId>(),
                             .role = role,
                             .carrier = carrier_,
                             .control_id = {},
                             .session_id = {},
                             .carrier_leg_id = {},
                             .to_number = std::move(to),
                             .from_number = *caller_id});
    };
    if (bridge) add_leg(Leg::agent, command.from_number->value());
    add_leg(Leg::consumer, command.to_number.value());

    StartedCall started{.id = call.id,
                        .control_id = std::nullopt,
                        .to = call.to_number,
                        .from = call.from_number,
                        .flow = call.plan.flow,
                        .status = CallStatus::pending};
    auto written = co_await write(request, *tx, std::move(call), gate, started);
    tx.reset();

    Errand dial{.command = written.commands.front(), .call = written.call};
    written.commands.clear();  // sent here, inside the request
    outbox_.hand_over(std::move(written));
    try {
        const auto patience = request.deadline.capped(shop_.clock.steady(), kDialPatience);
        const auto sent = co_await outbox_.send(std::move(dial), patience);
        if (sent.outcome == Sent::Outcome::refused)
            co_return unexpected(StartRefusal{CarrierFailed{started.id, sent.error->kind}});
        if (sent.outcome == Sent::Outcome::done) started.status = CallStatus::initiated;
        if (!sent.control_id.empty()) started.control_id = sent.control_id;
    } catch (const db::UnavailableError&) {
        // The call and its command are committed: what became of the dial is found out by the sweep or told by a
        // webhook.
    }
    co_return started;
}

Task<Aftermath> StartCall::write(const http::RequestContext& request, db::TenantTx& tx, CallRecord call,
                                 const GateDecision& gate, const StartedCall& started) {
    const auto now = call.created_at;
    const auto seconds = [](Duration d) { return std::chrono::round<std::chrono::seconds>(d).count(); };
    const bool is_test = call.plan.purpose == Purpose::test;
    tx.queue(sql::insert_call, call.id, call.organization, codec::enum_name(call.plan.flow), call.from_number,
             call.to_number, call.from_number, call.user, now, is_test, to_json(gate), seconds(call.plan.ring_for),
             seconds(call.plan.longest));
    for (const auto& leg : call.legs)
        tx.queue(sql::insert_leg, leg.id, call.organization, call.id, codec::enum_name(leg.role), leg.carrier,
                 leg.to_number, leg.from_number);
    tx.queue(sql::use_number, call.from_number, now);

    auto entry = http::audit_of(request, "call:started", "call", call.id.value);
    entry.new_value = codec::print(StartedAudit{.to = last_four(call.to_number),
                                                .from = last_four(call.from_number),
                                                .flow_type = std::string{codec::enum_name(call.plan.flow)},
                                                .is_test = is_test});
    tx.audit(entry);

    // Whoever asks again after we died in the middle hears of this call, and gets no second one.
    co_await db::answer_with_change(
        tx, request.claimed,
        {.status = 201, .content_type = "application/json", .body = codec::print(reply_of(started))});

    OpenCall open{shop_, tx, std::move(call)};
    open.dial_first();
    co_return co_await open.commit({.user = request.principal.user,
                                    .client_address = request.client_address,
                                    .user_agent = request.user_agent,
                                    .correlation_id = request.correlation_id});
}

}  // namespace wib::voice
