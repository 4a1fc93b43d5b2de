#include "shared/voice/call_machine.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace wib::voice {

namespace {

constexpr std::array kCarrierLegs{Leg::agent, Leg::consumer};

/// Whichever happened first; `a` when neither did before the other.
const Fact* earlier(const Fact* a, const Fact* b) {
    if (!a || !b) return a ? a : b;
    return b->occurred_at < a->occurred_at ? b : a;
}

std::optional<Instant> time_of(const Fact* fact) {
    return fact ? std::optional{fact->occurred_at} : std::nullopt;
}

/// The carrier's word that a leg is over.
const Fact* heard_end(const FactSet& facts, Leg leg) {
    return earlier(facts.first(FactKind::hung_up, leg), facts.first(FactKind::refused, leg));
}

LegState fold_leg(const FactSet& facts, Leg leg) {
    const Fact* heard = heard_end(facts, leg);
    const Fact* end =
        heard ? heard : facts.first(FactKind::gave_up, leg);  // the carrier knows better than our patience
    return {
        .requested = facts.has(FactKind::dial_requested, leg),
        .dialed_at = time_of(facts.first(FactKind::dialed, leg)),
        .answered_at = time_of(facts.first(FactKind::answered, leg)),
        .bridged_at = time_of(facts.first(FactKind::bridged, leg)),
        .ended_at = time_of(end),
        .rang = facts.has(FactKind::ringing, leg),
        .given_up = end && !heard,
        .cause = end ? end->cause : Cause::none,
    };
}

/// When the conversation became impossible, and why.
struct End {
    Instant at;
    const Fact* reason;
};

std::optional<End> find_end(const CallPlan& plan, const FactSet& facts) {
    const Fact* heard = heard_end(facts, Leg::consumer);
    if (plan.flow == Flow::bridge) heard = earlier(heard, heard_end(facts, Leg::agent));
    const Fact* ours = facts.first(FactKind::end_requested, Leg::call);
    for (const auto leg : {Leg::call, Leg::agent, Leg::consumer})
        ours = earlier(ours, facts.first(FactKind::gave_up, leg));
    if (!heard && !ours) return std::nullopt;
    // Our own wish explains an end that followed it; the carrier says when the line really went dead.
    const bool we_came_first = ours && (!heard || ours->occurred_at <= heard->occurred_at);
    return End{.at = heard ? heard->occurred_at : ours->occurred_at, .reason = we_came_first ? ours : heard};
}

CallStatus outcome(const Fact& reason, const LegState& agent, bool consumer_answered) {
    if (consumer_answered) return CallStatus::completed;
    if (reason.kind == FactKind::end_requested) return CallStatus::canceled;
    if (reason.kind == FactKind::refused) return CallStatus::failed;
    // An agent who hangs up while the consumer's phone rings changed their mind; one who never picked up made it fail.
    if (reason.leg == Leg::agent) return agent.answered_at ? CallStatus::canceled : CallStatus::failed;
    return unanswered(reason.cause);
}

/// Since when agent and consumer hear each other. A direct call has no leg for the agent, who is there from the start.
std::optional<Instant> connected_at(const CallPlan& plan, const CallState& state) {
    if (!state.consumer.answered_at) return std::nullopt;
    if (plan.flow == Flow::direct) return state.consumer.answered_at;
    auto joined = state.consumer.bridged_at;
    if (state.agent.bridged_at && (!joined || *state.agent.bridged_at < *joined)) joined = state.agent.bridged_at;
    if (!joined) return std::nullopt;
    return std::max(*joined, *state.consumer.answered_at);
}

std::optional<Instant> earliest_of(std::initializer_list<std::optional<Instant>> times) {
    std::optional<Instant> first;
    for (const auto& at : times)
        if (at && (!first || *at < *first)) first = at;
    return first;
}

Phase fold_phase(const CallPlan& plan, const FactSet& facts, const CallState& state) {
    const auto connected = connected_at(plan, state);
    if (const auto end = find_end(plan, facts)) {
        return Ended{
            .at = end->at,
            .status = outcome(*end->reason, state.agent, state.consumer.answered_at.has_value()),
            .talk_time = connected ? std::max(end->at - *connected, Duration::zero()) : Duration::zero(),
            .cause = end->reason->cause,
            .ended_by = end->reason->leg,
        };
    }
    if (state.consumer.answered_at)
        return Live{.since = *state.consumer.answered_at,
                    .connected = plan.flow == Flow::bridge ? connected : std::nullopt};
    // An agent who picked up waits for the consumer: for whoever looks at the call, that is when it rings.
    const auto rings = earliest_of({time_of(facts.first(FactKind::ringing, Leg::agent)),
                                    time_of(facts.first(FactKind::ringing, Leg::consumer)), state.agent.answered_at});
    if (rings) return Ringing{.since = *rings};
    if (const auto dialed = earliest_of({state.agent.dialed_at, state.consumer.dialed_at}))
        return Dialing{.since = *dialed};
    return Created{};
}

/// The agent, alone on the line, has to be told that nobody will come.
bool agent_waits_in_vain(const CallPlan& plan, const CallState& state) {
    return plan.flow == Flow::bridge && state.is<Ended>() && state.as<Ended>().ended_by == Leg::consumer &&
           state.agent.on_the_line() && !state.consumer.answered_at;
}

/// What should be happening, were all of this fresh.
std::set<Effect> wanted(const CallPlan& plan, const FactSet& facts, const CallState& state) {
    std::set<Effect> effects;
    if (state.is<Ended>()) {
        const bool tell = agent_waits_in_vain(plan, state) && !facts.has(FactKind::announced, Leg::agent);
        if (tell) effects.insert(Speak{Leg::agent, Announcement::consumer_unreachable});
        for (const auto leg : kCarrierLegs)
            if (state.leg(leg).open() && !(tell && leg == Leg::agent)) effects.insert(HangUp{leg});
        return effects;
    }
    const bool agent_there = state.agent.on_the_line(), consumer_there = state.consumer.on_the_line();
    if (plan.flow == Flow::bridge) {
        if (agent_there && !state.consumer.requested) effects.insert(Dial{Leg::consumer});
        if (agent_there && consumer_there && !connected_at(plan, state)) effects.insert(Bridge{});
    }
    if (plan.purpose == Purpose::test && consumer_there) {
        if (facts.has(FactKind::announced, Leg::consumer))
            effects.insert(HangUp{Leg::consumer});
        else
            effects.insert(Speak{Leg::consumer, Announcement::test_phrase});
    }
    return effects;
}

/// When the consumer's media is to be asked for again.
std::optional<Instant> stream_due(const FactSet& facts, const CallState& state) {
    const auto* stopped = facts.last(FactKind::stream_stopped, Leg::consumer);
    if (!stopped || !state.is<Live>() || state.stream_requests >= kStreamAttempts) return std::nullopt;
    const auto* started = facts.last(FactKind::stream_started, Leg::consumer);
    if (started && started->occurred_at > stopped->occurred_at) return std::nullopt;
    const auto* requested = facts.last(FactKind::stream_requested, Leg::consumer);
    const bool asked = requested && requested->occurred_at >= stopped->occurred_at;
    return asked ? requested->occurred_at + kStreamPatience : stopped->occurred_at + kStreamPause;
}

}  // namespace

CallState fold(const CallPlan& plan, const FactSet& facts) {
    CallState state{.agent = fold_leg(facts, Leg::agent), .consumer = fold_leg(facts, Leg::consumer)};
    state.started_at = facts.earliest();
    state.answered_at = state.consumer.answered_at;
    if (const auto* heard = facts.last(FactKind::machine_detected, Leg::consumer))
        state.answered_by = heard->answered_by;
    state.stream_requests = facts.count(FactKind::stream_requested, Leg::consumer);
    state.phase = fold_phase(plan, facts, state);
    return state;
}

Effects learn(const CallPlan& plan, FactSet& facts, const Fact& news, Instant now) {
    const auto before = fold(plan, facts);
    const auto wanted_before = wanted(plan, facts, before);
    if (!facts.add(news)) return {};
    const auto after = fold(plan, facts);

    Effects effects{SaveRecord{}};
    const bool live = now - news.occurred_at <= kTimely && !before.is<Ended>();
    for (const auto& effect : wanted(plan, facts, after)) {
        if (wanted_before.contains(effect)) continue;
        const auto* speak = std::get_if<Speak>(&effect);
        if (live || std::holds_alternative<HangUp>(effect))
            effects.push_back(effect);
        else if (speak && after.is<Ended>())
            effects.push_back(HangUp{speak->leg});  // too late for words, never too late to let somebody go
    }
    if (live && after.stream_requests > before.stream_requests) effects.push_back(StartStream{Leg::consumer});
    return effects;
}

std::vector<Alarm> alarms(const CallPlan& plan, const FactSet& facts) {
    std::vector<Alarm> set;
    const auto state = fold(plan, facts);
    const auto give_up = [&](Leg leg, Cause cause, Instant at) { set.push_back({at, FactKind::gave_up, leg, cause}); };

    if (const auto* ended = std::get_if<Ended>(&state.phase)) {
        if (agent_waits_in_vain(plan, state) && !facts.has(FactKind::announced, Leg::agent))
            set.push_back({ended->at + kStepPatience, FactKind::announced, Leg::agent});
        for (const auto leg : kCarrierLegs)
            if (const auto& known = state.leg(leg); known.open() && !known.given_up)
                give_up(leg, Cause::unheard, ended->at + kHangUpPatience);
        return set;
    }

    for (const auto leg : kCarrierLegs) {
        const auto& known = state.leg(leg);
        if (known.ended_at) continue;
        if (known.answered_at) {
            give_up(leg, Cause::unheard, *known.answered_at + plan.longest + kRingGrace);
        } else if (const auto* requested = facts.first(FactKind::dial_requested, leg)) {
            const auto cause = known.dialed_at ? Cause::unheard : Cause::outcome_unknown;
            give_up(leg, cause, requested->occurred_at + plan.ring_for + kRingGrace);
        }
    }
    const auto& agent = state.agent.answered_at;
    const auto& consumer = state.consumer.answered_at;
    if (plan.flow == Flow::bridge && agent) {
        if (!state.consumer.requested) give_up(Leg::call, Cause::stalled, *agent + kStepPatience);
        if (consumer && !connected_at(plan, state))
            give_up(Leg::call, Cause::stalled, std::max(*agent, *consumer) + kStepPatience);
    }
    if (plan.purpose == Purpose::test && consumer && !facts.has(FactKind::announced, Leg::consumer))
        set.push_back({*consumer + kStepPatience, FactKind::announced, Leg::consumer});
    if (const auto at = stream_due(facts, state)) set.push_back({*at, FactKind::stream_requested, Leg::consumer});
    return set;
}

std::vector<Fact> overdue(const CallPlan& plan, const FactSet& facts, Instant now) {
    std::vector<Fact> due;
    for (const auto& alarm : alarms(plan, facts)) {
        if (alarm.at >= now) continue;
        due.push_back({.kind = alarm.kind,
                       .leg = alarm.leg,
                       .occurred_at = now,
                       .source = Source::clock,
                       .cause = alarm.cause,
                       .received_at = now});
    }
    return due;
}

std::optional<Instant> next_alarm(const CallPlan& plan, const FactSet& facts) {
    std::optional<Instant> next;
    for (const auto& alarm : alarms(plan, facts))
        if (!next || alarm.at < *next) next = alarm.at;
    return next;
}

}  // namespace wib::voice
