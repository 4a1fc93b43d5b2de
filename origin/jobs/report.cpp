#include "origin/jobs/report.hpp"

#include <algorithm>

namespace wib::jobs {
namespace {

std::int32_t minutes_of(Duration span) {
    return static_cast<std::int32_t>(std::chrono::floor<std::chrono::minutes>(span).count());
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

api::JobHealth health_of(const Job& job, const JobState& state, Instant now) {
    api::JobHealth health{.job_name = std::string{job.name},
                          .status = judge(job, state.record(), now),
                          .schedule = job.schedule,
                          .every_minutes = minutes_of(job.rhythm.every),
                          .stale_after_minutes = minutes_of(stale_after(job.rhythm)),
                          .last_run = state.last_run,
                          .last_success = state.last_success,
                          .last_error = state.last_error,
                          .metrics = state.metrics,
                          .staleness_minutes = {},
                          .next_due = {},
                          .is_running = state.is_running,
                          .waits_for = words_of(job.waits_for),
                          .runs = {}};
    if (const auto age = staleness(state.record(), now)) health.staleness_minutes = minutes_of(*age);
    if (job.use == Use::in_use) health.next_due = next_due(job.rhythm, now);
    return health;
}

}  // namespace

api::CronHealthReply report(const std::map<std::string, JobState>& states,
                            std::map<std::string, std::vector<api::JobRun>> runs, Instant now) {
    api::CronHealthReply reply{.success = true, .status = JobStatus::healthy, .jobs = {}};
    for (const auto& job : all_jobs()) {
        const auto known = states.find(std::string{job.name});
        auto health = health_of(job, known == states.end() ? JobState{} : known->second, now);
        if (const auto found = runs.find(health.job_name); found != runs.end()) health.runs = std::move(found->second);
        reply.status = std::max(reply.status, health.status);
        reply.jobs.push_back(std::move(health));
    }
    return reply;
}

}  // namespace wib::jobs
