#include "origin/voice/carrier_webhook.hpp"

#include "generated/sql/voice.hpp"
#include "origin/db/storable_json.hpp"
#include "origin/voice/one_of_many.hpp"
#include "shared/identity/client_state.hpp"

namespace wib::voice {

namespace {

constexpr int kSweepAtOnce = 100;
/// An event that cannot be applied so many times is left to people.
constexpr int kAttempts = 5;
/// The carrier may be faster than the answer to our dial; nobody's event is an event of ours after this.
constexpr auto kUnknownPatience = std::chrono::minutes{5};

News news_of(const webhooks::CarrierEvent& event, Leg leg) {
    return {.fact = {.kind = *event.fact,
                     .leg = leg,
                     .occurred_at = event.occurred_at,
                     .source = Source::carrier,
                     .cause = event.cause,
                     .answered_by = event.answered_by},
            .event_id = event.event_id,
            .detail = event.detail};
}

}  // namespace

CarrierWebhook::CarrierWebhook(EventReaders readers, Workshop& shop, db::Database& database, Outbox& outbox,
                               GiveUp give_up, observe::Log log)
    : readers_(std::move(readers)),
      shop_(shop),
      database_(database),
      outbox_(outbox),
      give_up_(std::move(give_up)),
      log_(std::move(log)) {}

Task<CarrierWebhook::Taken> CarrierWebhook::take(std::string vendor, std::string body, Deadline deadline) {
    const auto reader = readers_.find(vendor);
    if (reader == readers_.end()) co_return Taken::no_event;
    const auto event = reader->second(body, shop_.clock.now());
    if (!event) co_return Taken::no_event;
    body = db::storable_json(body);
    if (const auto whose = co_await find_call(*event, deadline))
        co_return co_await apply(*event, *whose, body, deadline);
    co_return co_await keep(*event, body, deadline);
}

Task<std::optional<OrgId>> CarrierWebhook::owner_of(std::string vendor, std::string body, Deadline deadline) {
    const auto reader = readers_.find(vendor);
    if (reader == readers_.end()) co_return std::nullopt;
    const auto event = reader->second(body, shop_.clock.now());
    if (!event) co_return std::nullopt;
    const auto whose = co_await find_call(*event, deadline);
    if (!whose) co_return std::nullopt;
    co_return whose->organization;
}

Task<std::optional<CarrierWebhook::Whose>> CarrierWebhook::find_call(const webhooks::CarrierEvent& event,
                                                                     Deadline deadline) {
    // Our own signed word on it needs no look-up, and is there even when the carrier is faster than the answer to our
    // dial.
    if (const auto state = identity::open_client_state(event.client_state, shop_.key))
        co_return Whose{state->organization, state->call, state->leg};
    if (event.control_id.empty()) co_return std::nullopt;
    const auto rows = co_await database_.door(sql::find_leg, {event.carrier, event.control_id}, deadline);
    if (rows.empty()) co_return std::nullopt;
    const auto row = rows.front();
    co_return Whose{row["organization_id"].as<OrgId>(), row["call_id"].as<CallId>(), row["leg_id"].as<LegId>()};
}

Task<CarrierWebhook::Taken> CarrierWebhook::apply(const webhooks::CarrierEvent& event, const Whose& whose,
                                                  std::string_view body, Deadline deadline) {
    auto tx = co_await database_.begin({.organization = whose.organization,
                                        .actor_kind = ActorKind::webhook,
                                        .actor = std::nullopt,
                                        .label = event.carrier},
                                       deadline);
    // No call yet while the event is written: the inbox points at calls, and the caller's transaction may still be
    // under way.
    tx->queue(sql::receive_event, event.carrier, event.event_id, event.event_type, event.occurred_at,
              whose.organization, std::nullopt, body);
    auto call = co_await OpenCall::open_for_event(shop_, *tx, whose.call, event.carrier, event.event_id);
    if (!call) {
        co_await tx->commit();
        shop_.counters.unknown.add();
        co_return Taken::kept;
    }
    const auto& status = call->event_status();
    // Given up once, and told again, by people or by the carrier: it is applied if it can be now.
    const bool is_reopened =
        (status.empty() || status == "failed") &&
        (co_await tx->exec(sql::reopen_event, event.carrier, event.event_id)).front()["reopened"].as<bool>();
    if (status.empty()) {
        // Taken in before it was known whose it is: it is told, and then it is ours like any other.
        const auto rows = co_await tx->exec(sql::receive_event, event.carrier, event.event_id, event.event_type,
                                            event.occurred_at, whose.organization, std::nullopt, body);
        const auto assigned =
            co_await tx->exec(sql::assign_event, rows.front()["id"].as<Uuid>(), whose.organization, whose.call);
        if (!assigned.front()["assigned"].as<bool>()) co_return Taken::known;
    } else if (status != "received" && !is_reopened) {
        shop_.counters.duplicate.add();
        co_return Taken::known;
    }
    const auto* leg = call->record().leg(whose.leg);
    if (leg) call->name_leg(leg->role, event.control_id, event.session_id, event.leg_id);
    const bool tells = leg && event.fact;
    if (tells) call->learn(news_of(event, leg->role));
    tx->queue(sql::settle_event, event.carrier, event.event_id, tells ? "applied" : "ignored", whose.call);
    outbox_.hand_over(co_await call->commit({}));
    co_return tells ? Taken::applied : Taken::ignored;
}

Task<CarrierWebhook::Taken> CarrierWebhook::keep(const webhooks::CarrierEvent& event, std::string_view body,
                                                 Deadline deadline) {
    const auto rows =
        co_await database_.door(sql::receive_event,
                                {event.carrier, event.event_id, event.event_type, to_rfc3339(event.occurred_at),
                                 std::nullopt, std::nullopt, std::string{body}},
                                deadline);
    // Given up once, and nobody's by now: the sweep looks for its call again.
    if (rows.front()["status"].text() == "failed")
        co_await database_.door(sql::reopen_event, {event.carrier, event.event_id}, deadline);
    shop_.counters.unknown.add();
    co_return Taken::kept;
}

Task<void> CarrierWebhook::try_again(db::Row kept, Deadline deadline) {
    const auto vendor = kept["vendor"].as<std::string>();
    const auto received_at = kept["received_at"].as<Instant>();
    const auto body = kept["payload"].text();
    const auto reader = readers_.find(vendor);
    if (reader == readers_.end()) co_return;  // another feature's
    const auto event = reader->second(body, received_at);
    std::optional<Whose> whose;
    if (event) whose = co_await find_call(*event, deadline);
    if (whose && co_await apply(*event, *whose, body, deadline) != Taken::kept) co_return;
    if (event && shop_.clock.now() - received_at < kUnknownPatience) co_return;
    co_await database_.door(sql::abandon_event, {to_string(kept["id"].as<Uuid>()), "ignored", "no call of ours"},
                            deadline);
    log_.warn("carrier_event_abandoned", {{"vendor", vendor}, {"event_id", kept["event_id"].text()}});
}

Task<jobs::Step> CarrierWebhook::sweep(Deadline deadline) {
    const auto rows = co_await database_.door(sql::find_unclaimed_events, {std::to_string(kSweepAtOnce)}, deadline);
    jobs::Step step{.processed = rows.size(), .errors = 0, .more = rows.size() == kSweepAtOnce};
    for (const auto row : rows) {
        const auto failure = co_await one_of_many(log_, "carrier event", try_again(row, deadline));
        if (!failure.empty()) ++step.errors;
        if (!failure.empty() && row["attempts"].as<int>() >= kAttempts)
            co_await one_of_many(log_, "carrier event to give up",
                                 give_up_({.id = row["id"].as<Uuid>(),
                                           .vendor = row["vendor"].as<std::string>(),
                                           .body = row["payload"].as<std::string>(),
                                           .error = failure},
                                          deadline));
    }
    co_return step;
}

}  // namespace wib::voice
