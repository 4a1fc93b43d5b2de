#include "origin/voice/open_call.hpp"

#include <algorithm>

#include "generated/sql/voice.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/ensure.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/identity/stream_token.hpp"

namespace wib::voice {

namespace {

/// Event data of a call in the timeline and on live streams: the row, and what made it change.
struct CallNews {
    CallId call_id;
    std::string status, direction, to_number, from_number;
    std::optional<Instant> started_at, answered_at, ended_at;
    std::optional<std::string> hangup_cause;
    std::string fact, leg;
    Instant occurred_at;
};
BOOST_DESCRIBE_STRUCT(CallNews, (),
                      (call_id, status, direction, to_number, from_number, started_at, answered_at, ended_at,
                       hangup_cause, fact, leg, occurred_at))

struct FactPayload {
    codec::Field<std::string> cause, answered_by, detail;
};
BOOST_DESCRIBE_STRUCT(FactPayload, (), (cause, answered_by, detail))

struct StatusChange {
    std::string status;
};
BOOST_DESCRIBE_STRUCT(StatusChange, (), (status))

constexpr std::string_view kConsumerUnreachable = "The person you are calling could not be reached. Goodbye.";
constexpr std::string_view kTestPhrase = "This is a test call from Word Is Bond. The line works. Goodbye.";

std::optional<std::string> cause_word(Cause cause) {
    if (cause == Cause::none) return std::nullopt;
    return std::string{codec::enum_name(cause)};
}

std::optional<std::string> failure_word(const Ended& ended) {
    if (ended.status != CallStatus::failed) return std::nullopt;
    const auto cause = std::string{codec::enum_name(ended.cause)};
    return ended.ended_by == Leg::agent ? "agent_" + cause : cause;
}

/// As a clock counts them: a second is one when it is over.
std::int64_t whole_seconds(Duration d) {
    return std::chrono::floor<std::chrono::seconds>(d).count();
}

std::string payload_of(const News& news) {
    FactPayload payload;
    if (news.fact.cause != Cause::none) payload.cause = std::string{codec::enum_name(news.fact.cause)};
    if (news.fact.answered_by != AnsweredBy::unknown)
        payload.answered_by = std::string{codec::enum_name(news.fact.answered_by)};
    if (!news.detail.empty()) payload.detail = news.detail;
    return codec::print(payload);
}

/// The action under which a change of status is audited; "" for those that are only steps of setting up.
std::string_view audit_action(CallStatus status) {
    switch (status) {
        case CallStatus::in_progress:
            return "call:answered";
        case CallStatus::bridged:
            return "call:bridged";
        case CallStatus::failed:
            return "call:failed";
        case CallStatus::completed:
        case CallStatus::busy:
        case CallStatus::no_answer:
        case CallStatus::canceled:
            return "call:ended";
        case CallStatus::pending:
        case CallStatus::initiated:
        case CallStatus::ringing:
            return "";
    }
    return "";
}

std::optional<std::string> if_known(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

}  // namespace

FactCounters::FactCounters(observe::Metrics& metrics)
    : applied(metrics.counter("wib_call_facts_total", "facts learned about calls")),
      duplicate(metrics.counter("wib_call_facts_duplicate_total", "facts told again")),
      late(metrics.counter("wib_call_facts_late_total", "facts learned too late to act on")),
      unknown(metrics.counter("wib_call_events_unknown_total", "carrier events of no call we know")) {}

Secret stream_token(const Command& command, const Secret& key) {
    ensure(command.detail.stream_expires && command.leg_id, "a command that asks for media names leg and expiry");
    return identity::issue_stream_token(
        {.call = command.call, .leg = *command.leg_id, .expires = *command.detail.stream_expires},
        command.id.value.octets, key);
}

Task<std::optional<OpenCall>> OpenCall::open(Workshop& shop, db::TenantTx& tx, CallId call) {
    return open_for_event(shop, tx, call, "", "");
}

Task<std::optional<OpenCall>> OpenCall::open_for_event(Workshop& shop, db::TenantTx& tx, CallId call,
                                                       std::string vendor, std::string event_id) {
    tx.queue(sql::lock_call, call);
    const auto rows = co_await tx.exec(sql::load_call, call, vendor, event_id);
    if (rows.empty()) co_return std::nullopt;
    OpenCall open{shop, tx, read_call_record(rows.front())};
    open.event_status_ = std::string{rows.front()["event_status"].text()};
    co_return open;
}

OpenCall::OpenCall(Workshop& shop, db::TenantTx& tx, CallRecord call)
    : shop_(&shop), tx_(&tx), call_(std::move(call)), status_before_(status(fold(call_.plan, call_.facts))) {}

void OpenCall::learn(const News& news) {
    const auto now = shop_->clock.now();
    auto fact = news.fact;
    fact.received_at = now;
    const auto effects = voice::learn(call_.plan, call_.facts, fact, now);
    if (effects.empty()) {
        shop_->counters.duplicate.add();
        return;
    }
    shop_->counters.applied.add();
    if (now - fact.occurred_at > kTimely) shop_->counters.late.add();

    const auto* leg = call_.leg(fact.leg);
    tx_->queue(sql::insert_fact, call_.organization, call_.id, leg ? std::optional{leg->id} : std::nullopt,
               codec::enum_name(fact.kind), fact.occurred_at, fact.received_at, codec::enum_name(fact.source),
               if_known(news.event_id), payload_of(news));
    if (leg && fact.source == Source::carrier) tx_->queue(sql::settle_dial, leg->id);
    learned_.push_back(fact);
    for (const auto& effect : effects) carry_out(effect);
}

void OpenCall::dial_first() {
    is_new_ = true;
    carry_out(Dial{call_.legs.front().role});
}

void OpenCall::carry_out(const Effect& effect) {
    const auto now = shop_->clock.now();
    const auto stream_expires = now + identity::kStreamTokenLife;
    if (const auto* dial = std::get_if<Dial>(&effect)) {
        learn({.fact = {.kind = FactKind::dial_requested, .leg = dial->leg, .occurred_at = now, .source = Source::us}});
        // The consumer's leg carries the media, both tracks of it.
        CommandDetail detail;
        if (dial->leg == Leg::consumer) detail.stream_expires = stream_expires;
        command(CommandKind::dial, dial->leg, detail);
    } else if (std::holds_alternative<Bridge>(effect)) {
        command(CommandKind::bridge, Leg::agent, {});
    } else if (const auto* speak = std::get_if<Speak>(&effect)) {
        const bool unreachable = speak->what == Announcement::consumer_unreachable;
        command(CommandKind::speak, speak->leg,
                {.text = std::string{unreachable ? kConsumerUnreachable : kTestPhrase}, .stream_expires = {}});
    } else if (const auto* stream = std::get_if<StartStream>(&effect)) {
        command(CommandKind::start_stream, stream->leg, {.text = {}, .stream_expires = stream_expires});
    } else if (const auto* hang_up = std::get_if<HangUp>(&effect)) {
        command(CommandKind::hangup, hang_up->leg, {});
    }
}

void OpenCall::command(CommandKind kind, Leg role, CommandDetail detail) {
    const auto* leg = call_.leg(role);
    ensure(leg != nullptr, "a command is given to a leg the call has");
    const auto now = shop_->clock.now();
    Command order{.id = shop_->random.id<CommandId>(),
                  .organization = call_.organization,
                  .call = call_.id,
                  .leg_id = leg->id,
                  .open = {.kind = kind, .leg = role, .created_at = now, .first_sent_at = now, .attempts = 1},
                  .detail = std::move(detail)};
    if (order.detail.stream_expires) {
        const auto hash = crypto::sha256_hex(stream_token(order, shop_->key).reveal());
        tx_->queue(sql::expect_stream, leg->id, hash, *order.detail.stream_expires);
    }
    // Whoever commits sends it; the sweep gives them a moment more than the carrier's usual patience.
    tx_->queue(sql::insert_command, order.id, call_.organization, call_.id, leg->id, codec::enum_name(kind),
               codec::print(order.detail), now, now + kFirstSweep);
    commands_.push_back(std::move(order));
}

void OpenCall::name_leg(Leg role, std::string control_id, std::string session_id, std::string carrier_leg_id) {
    auto* leg = call_.leg(role);
    if (!leg || control_id.empty()) return;
    rewrite_ = rewrite_ || leg->control_id.empty();
    if (leg->control_id.empty()) leg->control_id = std::move(control_id);
    if (leg->session_id.empty()) leg->session_id = std::move(session_id);
    if (leg->carrier_leg_id.empty()) leg->carrier_leg_id = std::move(carrier_leg_id);
}

void OpenCall::write_call(const CallState& state) {
    const auto* ended = std::get_if<Ended>(&state.phase);
    std::optional<std::int64_t> duration, talk;
    std::optional<std::string> cause, failure, answered_by;
    if (ended) {
        duration = whole_seconds(std::max(ended->at - state.started_at.value_or(ended->at), Duration::zero()));
        talk = whole_seconds(ended->talk_time);
        cause = cause_word(ended->cause);
        failure = failure_word(*ended);
    }
    if (state.answered_by != AnsweredBy::unknown) answered_by = std::string{codec::enum_name(state.answered_by)};
    tx_->queue(sql::update_call, call_.id, codec::enum_name(status(state)), state.started_at, state.answered_at,
               ended ? std::optional{ended->at} : std::nullopt, duration, talk, cause, failure, answered_by,
               next_alarm(call_.plan, call_.facts));
}

void OpenCall::write_legs(const CallState& state) {
    for (const auto& leg : call_.legs) {
        const auto& known = state.leg(leg.role);
        tx_->queue(sql::update_leg, leg.id, codec::enum_name(status(known)), known.dialed_at, known.answered_at,
                   known.ended_at, cause_word(known.cause), if_known(leg.control_id), if_known(leg.session_id),
                   if_known(leg.carrier_leg_id));
    }
}

void OpenCall::write_audit(CallStatus before, CallStatus after, const Doer& doer) {
    const auto action = audit_action(after);
    if (before == after || action.empty()) return;
    tx_->audit({.action = action,
                .resource_type = "call",
                .resource = call_.id.value,
                .old_value = codec::print(StatusChange{std::string{codec::enum_name(before)}}),
                .new_value = codec::print(StatusChange{std::string{codec::enum_name(after)}}),
                .user = doer.user,
                .client_address = doer.client_address,
                .user_agent = doer.user_agent,
                .correlation_id = doer.correlation_id});
}

Task<Aftermath> OpenCall::commit(const Doer& doer) {
    const auto now_state = state();
    const auto now_status = status(now_state);
    if (!learned_.empty() || rewrite_) {
        write_call(now_state);
        write_legs(now_state);
        write_audit(status_before_, now_status, doer);
    }
    std::vector<live::Event> events;
    bool committed = false;
    if (!learned_.empty()) {
        const auto* ended = std::get_if<Ended>(&now_state.phase);
        const auto& last = learned_.back();
        events.push_back({.organization = call_.organization,
                          .call = call_.id,
                          .kind = "call",
                          .data = codec::print(CallNews{.call_id = call_.id,
                                                        .status = std::string{codec::enum_name(now_status)},
                                                        .direction = call_.direction,
                                                        .to_number = call_.to_number,
                                                        .from_number = call_.from_number,
                                                        .started_at = now_state.started_at,
                                                        .answered_at = now_state.answered_at,
                                                        .ended_at = ended ? std::optional{ended->at} : std::nullopt,
                                                        .hangup_cause = ended ? cause_word(ended->cause) : std::nullopt,
                                                        .fact = std::string{codec::enum_name(last.kind)},
                                                        .leg = std::string{codec::enum_name(last.leg)},
                                                        .occurred_at = last.occurred_at})});
        // The timeline tells what people would tell; the rest is only shown to those who look on. One trip with the
        // commit: until then nobody else of this organisation can publish.
        if (now_status != status_before_ || is_new_) {
            const auto rows = co_await tx_->exec_and_commit(sql::publish_event, call_.id, events.back().data);
            events.back().sequence = rows.front()["seq"].as<std::int64_t>();
            committed = true;
        }
    }
    if (!committed) co_await tx_->commit();
    co_return Aftermath{.call = std::move(call_), .commands = std::move(commands_), .events = std::move(events)};
}

}  // namespace wib::voice
