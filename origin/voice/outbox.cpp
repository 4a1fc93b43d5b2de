#include "origin/voice/outbox.hpp"

#include <algorithm>

#include "generated/sql/voice.hpp"
#include "origin/runtime/within.hpp"
#include "origin/voice/one_of_many.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/identity/client_state.hpp"

namespace wib::voice {

namespace {

constexpr std::size_t kWaitingErrands = 1024;  // about ten seconds of a very busy floor; above, the sweep finds them
constexpr std::size_t kErrandsAtOnce = 32;
constexpr int kSweepAtOnce = 50;
constexpr auto kErrandPatience = std::chrono::seconds{4};

/// Refusals of a dial are final whatever the carrier says of trying again: somebody is waiting for the answer. But that
/// there were too many requests says nothing of an earlier sending nobody heard the answer to: the phone may be
/// ringing.
bool is_final(const OpenCommand& command, const CarrierError& error) {
    using Kind = CarrierError::Kind;
    if (!error.retryable) return true;
    if (command.kind != CommandKind::dial) return false;
    return error.kind == Kind::refused || (error.kind == Kind::rate_limited && command.attempts <= 1);
}

Cause refusal_cause(const CarrierError& error) {
    return error.kind == CarrierError::Kind::not_configured ? Cause::not_configured : Cause::carrier_refused;
}

Fact our_fact(FactKind kind, Leg leg, Instant at, Cause cause = Cause::none) {
    return {.kind = kind, .leg = leg, .occurred_at = at, .source = Source::us, .cause = cause};
}

/// What a command that will never be carried out makes known of its call.
std::optional<Fact> consequence(const Command& command, Cause cause, Instant now) {
    switch (command.open.kind) {
        case CommandKind::dial:
            return our_fact(cause == Cause::outcome_unknown ? FactKind::gave_up : FactKind::refused, command.open.leg,
                            now, cause);
        case CommandKind::bridge:
            return our_fact(FactKind::gave_up, Leg::call, now, Cause::stalled);
        case CommandKind::speak:
            return our_fact(FactKind::announced, command.open.leg, now);
        case CommandKind::hangup:
        case CommandKind::start_stream:
            return std::nullopt;
    }
    return std::nullopt;
}

bool addressable(const Command& command, const CallRecord& call) {
    const auto known = [&](Leg role) {
        const auto* leg = call.leg(role);
        return leg && !leg->control_id.empty();
    };
    if (command.open.kind == CommandKind::bridge) return known(Leg::agent) && known(Leg::consumer);
    return known(command.open.leg);
}

}  // namespace

db::Tenant job_tenant(OrgId organization) {
    return {.organization = organization, .actor_kind = ActorKind::job, .actor = std::nullopt, .label = "voice"};
}

Outbox::Outbox(boost::asio::any_io_executor home, OutboxConfig config, Workshop& shop, db::Database& database,
               CallCarrier& carrier, live::Publisher& publisher, observe::Log log)
    : config_(std::move(config)),
      shop_(shop),
      database_(database),
      carrier_(carrier),
      publisher_(publisher),
      log_(std::move(log)),
      waiting_(home, kWaitingErrands, WhenFull::refuse),
      room_(home),
      errands_(home, kErrandsAtOnce + 1, [this](std::string_view task, std::exception_ptr) {
          log_.warn("errand_failed", {{"task", task}});  // its row is found again by the sweep
      }) {}

Outbox::~Outbox() = default;

void Outbox::show(std::vector<live::Event> events) {
    for (auto& event : events) publisher_.publish(std::move(event));
}

void Outbox::hand_over(Aftermath aftermath) {
    show(std::move(aftermath.events));
    for (auto& command : aftermath.commands) enqueue({.command = std::move(command), .call = aftermath.call});
}

void Outbox::enqueue(Errand errand) {
    const auto call = errand.call.id;
    if (waiting_.push(std::move(errand)) != Pushed::taken) log_.warn("outbox_full", {{"call_id", call}});
}

Task<Sent> Outbox::send(Errand errand, Deadline deadline) {
    const auto& command = errand.command;
    const auto state = fold(errand.call.plan, errand.call.facts);
    const auto step = next_step(command.open, state, addressable(command, errand.call), shop_.clock.now());
    if (step != NextStep::send) {
        co_await drop(errand, step, deadline);
        co_return Sent{.outcome = Sent::Outcome::dropped};
    }
    if (command.open.kind == CommandKind::dial)
        co_return co_await settle(errand, co_await dial(errand, deadline), deadline);
    auto told = co_await tell(errand, deadline);
    auto answer = told ? Result<Dialed, CarrierError>{Dialed{}} : unexpected(std::move(told.error()));
    co_return co_await settle(errand, std::move(answer), deadline);
}

Task<Result<Dialed, CarrierError>> Outbox::dial(const Errand& errand, Deadline deadline) {
    const auto& [command, call] = errand;
    const auto* leg = call.leg(command.open.leg);
    const identity::ClientState state{.organization = call.organization,
                                      .call = call.id,
                                      .leg = leg->id,
                                      .role = std::string{codec::enum_name(leg->role)},
                                      .flow = std::string{codec::enum_name(call.plan.flow)}};
    DialCommand order{.command = command.id,
                      .to = leg->to_number,
                      .from = leg->from_number,
                      .client_state = identity::seal_client_state(state, shop_.key),
                      .ring_for = std::chrono::round<std::chrono::seconds>(call.plan.ring_for),
                      .longest = std::chrono::round<std::chrono::seconds>(call.plan.longest),
                      .stream = std::nullopt};
    if (command.detail.stream_expires)
        order.stream = StreamRequest{.url = config_.media_url + "/" + carrier_.name(),
                                     .token = stream_token(command, shop_.key).reveal()};
    // The consumer's leg joins the session of the agent's, so that the carrier too sees one conversation.
    if (const auto* agent = call.leg(Leg::agent); agent && agent->role != leg->role) order.link_to = agent->control_id;
    co_return co_await carrier_.dial(std::move(order), deadline);
}

Task<Result<void, CarrierError>> Outbox::tell(const Errand& errand, Deadline deadline) {
    const auto& [command, call] = errand;
    const auto& control_id = call.leg(command.open.leg)->control_id;
    switch (command.open.kind) {
        case CommandKind::bridge:
            co_return co_await carrier_.bridge(command.id, control_id, call.leg(Leg::consumer)->control_id, deadline);
        case CommandKind::speak:
            co_return co_await carrier_.speak(command.id, control_id, command.detail.text.value_or(""), deadline);
        case CommandKind::start_stream:
            co_return co_await carrier_.start_stream(
                command.id, control_id,
                {.url = config_.media_url + "/" + carrier_.name(), .token = stream_token(command, shop_.key).reveal()},
                deadline);
        case CommandKind::hangup:
        case CommandKind::dial:
            break;
    }
    co_return co_await carrier_.hang_up(command.id, control_id, deadline);
}

Task<Sent> Outbox::settle(const Errand& errand, Result<Dialed, CarrierError> answer, Deadline deadline) {
    const auto& command = errand.command;
    const auto now = shop_.clock.now();
    const auto kind = command.open.kind;
    Sent sent{.outcome = Sent::Outcome::done};

    auto tx = co_await database_.begin(job_tenant(command.organization), deadline);
    auto call = co_await OpenCall::open(shop_, *tx, command.call);
    if (!call) co_return sent;  // purged meanwhile
    const bool proven = kind == CommandKind::dial && call->state().leg(command.open.leg).dialed_at;

    if (answer || proven) {
        if (answer && kind == CommandKind::dial) {
            call->name_leg(command.open.leg, answer->control_id, answer->session_id, answer->leg_id);
            call->learn({.fact = our_fact(FactKind::dialed, command.open.leg, now)});
        }
        tx->queue(sql::settle_command, command.id, "done", std::nullopt);
    } else if (is_final(command.open, answer.error())) {
        sent.outcome = Sent::Outcome::refused;
        const bool over = answer.error().kind == CarrierError::Kind::call_ended;
        tx->queue(sql::settle_command, command.id, over && kind == CommandKind::hangup ? "done" : "refused",
                  answer.error().detail);
        if (const auto fact = consequence(command, refusal_cause(answer.error()), now)) call->learn({.fact = *fact});
    } else {
        sent.outcome = Sent::Outcome::uncertain;
        tx->queue(sql::postpone_command, command.id, now + back_off(command.open.attempts, shop_.random.fraction()),
                  answer.error().detail);
    }
    if (const auto* leg = call->record().leg(command.open.leg)) sent.control_id = leg->control_id;
    if (!answer) {
        log_.warn("carrier_command_failed", {{"call_id", command.call},
                                             {"kind", codec::enum_name(kind)},
                                             {"attempt", command.open.attempts},
                                             {"detail", answer.error().detail}});
        sent.error = std::move(answer.error());
    }
    hand_over(co_await call->commit({}));
    co_return sent;
}

Task<void> Outbox::drop(const Errand& errand, NextStep why, Deadline deadline) {
    const auto& command = errand.command;
    const auto now = shop_.clock.now();
    auto tx = co_await database_.begin(job_tenant(command.organization), deadline);
    auto call = co_await OpenCall::open(shop_, *tx, command.call);
    if (!call) co_return;
    if (why == NextStep::wait) {
        tx->queue(sql::postpone_command, command.id, now + back_off(2, shop_.random.fraction()), "leg not known yet");
    } else if (why == NextStep::moot) {
        tx->queue(sql::settle_command, command.id, "done", "nothing left to do");
    } else {
        const bool dial = command.open.kind == CommandKind::dial;
        tx->queue(sql::settle_command, command.id, dial ? "outcome_unknown" : "refused", "not sent again");
        // News of the leg may have come since; then the dial was taken after all.
        const bool proven = dial && call->state().leg(command.open.leg).dialed_at;
        if (const auto fact = consequence(command, Cause::outcome_unknown, now); fact && !proven)
            call->learn({.fact = *fact});
    }
    hand_over(co_await call->commit({}));
}

Task<void> Outbox::run_errand(Errand errand) {
    struct Leaving {
        Outbox& outbox;
        ~Leaving() {
            --outbox.under_way_;
            outbox.room_.notify();
        }
    } leaving{*this};
    co_await send(std::move(errand), shop_.clock.in(kErrandPatience));
}

Task<void> Outbox::run() {
    while (auto errand = co_await waiting_.receive()) {
        while (under_way_ >= kErrandsAtOnce) co_await room_.wait();
        ++under_way_;
        const auto call = errand->call.id;
        // The scope holds more than we let in, so it refuses only when it is closing; then the row is left to the next
        // process.
        if (!errands_.start("errand", run_errand(std::move(*errand)))) log_.info("errand_left", {{"call_id", call}});
    }
}

Task<void> Outbox::drain(Deadline deadline) {
    for (;;) {
        auto errand = co_await waiting_.receive(shop_.clock.in({}));
        if (!errand || !*errand || deadline.passed(shop_.clock.steady())) co_return;
        co_await send(std::move(**errand), deadline.capped(shop_.clock.steady(), kErrandPatience));
    }
}

Task<std::optional<Errand>> Outbox::claim(Command command, Deadline deadline) {
    auto tx = co_await database_.begin(job_tenant(command.organization), deadline);
    const auto call = co_await OpenCall::open(shop_, *tx, command.call);
    const auto* leg = call && command.leg_id ? call->record().leg(*command.leg_id) : nullptr;
    if (!leg) co_return std::nullopt;
    command.open.leg = leg->role;
    const auto now = shop_.clock.now();
    const auto pause = back_off(command.open.attempts + 1, shop_.random.fraction()) + kFirstSweep;
    const auto claimed = co_await tx->exec(sql::claim_command, command.id, command.open.attempts, now, now + pause);
    if (claimed.empty()) co_return std::nullopt;
    command.open.attempts = claimed.front()["attempts"].as<int>();
    co_await tx->commit();
    co_return Errand{.command = std::move(command), .call = call->record()};
}

Task<void> Outbox::claim_into(std::vector<Errand>& claimed, db::Row row, Deadline deadline) {
    if (auto errand = co_await claim(read_command(row), deadline)) claimed.push_back(std::move(*errand));
}

Task<std::vector<Errand>> Outbox::claim_due(Deadline deadline) {
    std::vector<Errand> claimed;
    const auto rows = co_await database_.door(sql::find_due_commands, {std::to_string(kSweepAtOnce)}, deadline);
    for (const auto row : rows) co_await one_of_many(log_, "command", claim_into(claimed, row, deadline));
    co_return claimed;
}

Task<jobs::Step> Outbox::sweep(Deadline deadline) {
    auto claimed = co_await claim_due(deadline);
    const auto count = std::ssize(claimed);
    for (auto& errand : claimed) enqueue(std::move(errand));
    co_return jobs::Step{.processed = count, .errors = 0, .more = count == kSweepAtOnce};
}

Task<void> Outbox::close(Deadline deadline) {
    waiting_.close();
    const auto ended = co_await errands_.close(deadline);
    if (!ended) log_.warn("errands_cut_short");
}

}  // namespace wib::voice
