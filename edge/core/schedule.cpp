#include "edge/core/schedule.hpp"

#include <charconv>

#include "edge/core/forward.hpp"
#include "edge/core/redeliver.hpp"
#include "shared/api/jobs.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::edge {
namespace {

constexpr Duration kPatience = std::chrono::seconds{10};
constexpr std::string_view kDueJobs = "/internal/jobs/due";
constexpr std::string_view kRoute = "schedule";
/// A platform may be late; a time further away is no time of a schedule.
constexpr Duration kLatest = std::chrono::hours{24};

// When it was meant to come round, as the platform says; the event's own time where it does not.
Instant scheduled_for(const Visit& visit) {
    const auto text = visit.header("x-scheduled-at");
    std::int64_t micros = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), micros);
    const auto now = visit.event.now;
    if (fault != std::errc{} || end != text.data() + text.size()) return now;
    const auto said = from_unix_micros(micros);
    return said > now - kLatest && said < now + kLatest ? said : now;
}

Part<bool> tell(const Visit& visit, jobs::Schedule schedule) {
    const api::ScheduleCameRound told{.schedule = schedule, .scheduled_for = scheduled_for(visit)};
    const auto name = codec::enum_name(schedule);
    const Principal clock{.kind = ActorKind::job, .label = std::string{name}};
    const auto answer = co_await visit.dialogue.ask(tell_origin(visit, std::string{kDueJobs}, codec::print(told),
                                                                numbered_request_id(visit.event, 0), kPatience, clock));
    const bool is_taken = answer.done() && answer.status == 202;
    if (!is_taken)
        visit.dialogue.note(Count{"schedule_not_taken", std::string{name},
                                  answer.done() ? std::to_string(answer.status) : "no answer"});
    co_return is_taken;
}

}  // namespace

Part<Effect> run_schedule(const Visit& visit) {
    const auto schedule = jobs::schedule_of(visit.event.host);
    if (!schedule) {
        visit.dialogue.note(Count{"schedule_unknown", std::string{kRoute}, visit.event.host});
        co_return Respond{.status = 404};
    }
    const bool is_taken = co_await tell(visit, *schedule);
    if (*schedule == jobs::Schedule::every_minute) co_await sweep_kept_webhooks(visit);
    co_return Respond{.status = is_taken ? 200 : 503};
}

}  // namespace wib::edge
