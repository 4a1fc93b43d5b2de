#include "shared/jobs/table.hpp"

#include <algorithm>
#include <array>

namespace wib::jobs {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Rhythm kMinute{.every = minutes{1}};
constexpr Rhythm kFiveMinutes{.every = minutes{5}};
constexpr Rhythm kQuarter{.every = minutes{15}};
constexpr Rhythm kHour{.every = hours{1}};
constexpr Rhythm daily_at(hours at) {
    return {.every = hours{24}, .at = at};
}

constexpr Job in_use(std::string_view name, Schedule schedule, Rhythm rhythm, seconds limit) {
    return {.name = name, .schedule = schedule, .rhythm = rhythm, .limit = limit};
}
constexpr Job awaited(std::string_view name, Schedule schedule, Rhythm rhythm, std::string_view tables) {
    return {.name = name, .schedule = schedule, .rhythm = rhythm, .use = Use::awaited, .waits_for = tables};
}

using enum Schedule;

constexpr std::array kJobs{
    // Every process looks at these four each second besides. The job is for the process whose loop has ended, and says
    // from outside that nothing was left lying.
    in_use("outbox_sweep", every_minute, kMinute, seconds{45}),          // commands to carriers that were not settled
    in_use("email_sweep", every_minute, kMinute, seconds{45}),           // letters that were promised
    in_use("webhook_sweep", every_minute, kMinute, seconds{45}),         // events taken in and not applied yet
    in_use("call_watch", every_five_minutes, kFiveMinutes, minutes{2}),  // calls of which news is missing

    // The one that looks after the transcription queue: what it has lost, what failed, what the vendor never told.
    in_use("retry_transcriptions", every_five_minutes, kFiveMinutes, minutes{2}),

    in_use("cleanup_sessions", hourly, kHour, minutes{5}),  // sessions and letters' tokens whose time is over
    in_use("expire_answers", hourly, kHour, minutes{5}),    // answers kept a day under their idempotency keys
    in_use("expire_links", hourly, kHour, minutes{5}),      // invitations nobody accepted
    in_use("purge_failures", hourly, kHour, minutes{5}),    // webhook failures settled a week ago: deleted

    awaited("booking_caller", every_minute, kMinute, "booking_events"),
    awaited("alert_rules", every_minute, kMinute, "bond_ai_alert_rules"),
    awaited("quiet_queue", every_minute, kMinute, "messages"),
    awaited("callback_reminders", every_minute, kMinute, "collection_callbacks"),
    awaited("report_schedules", every_minute, kMinute, "report_schedules"),
    awaited("crm_sync", every_five_minutes, kQuarter, "crm_sync_log"),
    awaited("execute_sequences", hourly, kHour, "campaign_sequences sequence_enrollments"),
    awaited("aggregate_usage", daily, daily_at(hours{0}), "usage_stats"),
    awaited("trial_expiry", daily, daily_at(hours{0}), "stripe_subscriptions"),
    awaited("retention_purge", daily, daily_at(hours{2}), "retention_policies legal_holds"),
    in_use("chain_check", daily, daily_at(hours{2}),
           minutes{30}),  // whether the audit logs' leaves, roots and notes still hold
    awaited("backup_check", daily, daily_at(hours{2}), "backup_runs"),
    awaited("process_payments", daily, daily_at(hours{6}), "scheduled_payments"),
    awaited("dunning", daily, daily_at(hours{6}), "dunning_events"),
    awaited("prevention_scan", daily, daily_at(hours{6}), "collection_accounts collection_tasks"),
    awaited("sms_consent_expiry", daily, daily_at(hours{6}), "consent_records"),
    awaited("validation_notice_alerts", daily, daily_at(hours{6}), "validation_notices"),

    // An audit row is committed with its change, and before the bytes of an audited read leave: none is ever left over.
    Job{.name = "flush_audit_dlq", .schedule = hourly, .rhythm = kHour, .use = Use::needless},
};

}  // namespace

std::span<const Job> all_jobs() {
    return kJobs;
}

const Job* find_job(std::string_view name) {
    const auto found = std::ranges::find(kJobs, name, &Job::name);
    return found == kJobs.end() ? nullptr : &*found;
}

}  // namespace wib::jobs
