#include "origin/voice/watch.hpp"

#include "generated/sql/voice.hpp"
#include "origin/runtime/within.hpp"
#include "origin/voice/one_of_many.hpp"

namespace wib::voice {

namespace {

constexpr auto kPause = std::chrono::seconds{1};
constexpr auto kLookPatience = std::chrono::seconds{10};
constexpr int kCallsAtOnce = 200;
constexpr int kUnsettledAtOnce = 1000;

}  // namespace

Task<void> Watch::look_at(OrgId organization, CallId id, Deadline deadline) {
    auto tx = co_await database_.begin(job_tenant(organization), deadline);
    auto call = co_await OpenCall::open(shop_, *tx, id);
    if (!call) co_return;
    const auto due = overdue(call->record().plan, call->record().facts, shop_.clock.now());
    for (const auto& fact : due) call->learn({.fact = fact});
    if (due.empty()) call->look_again();
    outbox_.hand_over(co_await call->commit({}));
}

Task<void> Watch::mark_stream_lost(OrgId organization, CallId id, Deadline deadline) {
    auto tx = co_await database_.begin(job_tenant(organization), deadline);
    auto call = co_await OpenCall::open(shop_, *tx, id);
    if (!call) co_return;
    if (call->state().is<Live>())
        call->learn({.fact = {.kind = FactKind::stream_stopped,
                              .leg = Leg::consumer,
                              .occurred_at = shop_.clock.now(),
                              .source = Source::us}});
    else
        call->look_again();
    outbox_.hand_over(co_await call->commit({}));
}

Task<void> Watch::settle_on_start(Deadline deadline) {
    try {
        const auto rows =
            co_await database_.door(sql::find_unsettled_calls, {std::to_string(kUnsettledAtOnce)}, deadline);
        for (const auto row : rows)
            co_await one_of_many(
                log_, "unsettled call",
                mark_stream_lost(row["organization_id"].as<OrgId>(), row["call_id"].as<CallId>(), deadline));
        if (rows.size() > 0) log_.info("calls_found_unsettled", {{"calls", rows.size()}});
        settled_ = true;
        co_await look(deadline);
    } catch (const db::UnavailableError& away) {
        log_.warn("settling_postponed", {{"reason", away.reason}});
    }
}

Task<void> Watch::look(Deadline deadline) {
    co_await outbox_.sweep(deadline);
    co_await webhook_.sweep(deadline);
    co_await look_at_calls(deadline);
}

Task<jobs::Step> Watch::look_at_calls(Deadline deadline) {
    const auto rows = co_await database_.door(sql::find_calls_to_watch, {std::to_string(kCallsAtOnce)}, deadline);
    jobs::Step step{.processed = rows.size(), .errors = 0, .more = rows.size() == kCallsAtOnce};
    for (const auto row : rows) {
        const auto failure = co_await one_of_many(
            log_, "watched call", look_at(row["organization_id"].as<OrgId>(), row["call_id"].as<CallId>(), deadline));
        if (!failure.empty()) ++step.errors;
    }
    co_return step;
}

Task<void> Watch::run() {
    for (;;) {
        co_await sleep_until(shop_.clock.in(kPause));
        if (!settled_) {
            co_await settle_on_start(shop_.clock.in(kLookPatience));
            continue;
        }
        try {
            co_await look(shop_.clock.in(kLookPatience));
        } catch (const db::UnavailableError& away) {
            log_.warn("watch_postponed", {{"reason", away.reason}});
        }
    }
}

}  // namespace wib::voice
