#include "origin/jobs/book.hpp"

#include "generated/sql/jobs.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::jobs {
namespace {

/// Longer than a step may take and its renewal with it; a dead runner's job is taken over so much later at the most.
constexpr int kLeaseSeconds = 60;
constexpr int kTries = 3;

api::RunOutcome read_outcome(const db::Row& row) {
    const auto read = codec::parse_enum<api::RunOutcome>(row["status"].text());
    if (!read) throw db::DecodeError{"a run that ended in an unknown way"};
    return *read;
}

}  // namespace

Task<std::optional<Claim>> Book::begin(const Job& job, Instant due, std::string owner, Deadline deadline) {
    const auto rows = co_await database_.door(
        sql::begin_job,
        {std::string{job.name}, to_rfc3339(due), owner, std::to_string(kLeaseSeconds), std::to_string(kTries)},
        deadline);
    if (rows.empty()) co_return std::nullopt;
    const auto row = rows.front();
    co_return Claim{.job = &job,
                    .due = due,
                    .owner = std::move(owner),
                    .run = row["run_id"].as<api::JobRunId>(),
                    .attempt = row["attempt"].as<std::int32_t>(),
                    .made_good = row["made_good"].maybe<Instant>()};
}

Task<bool> Book::keep(const Claim& claim, const Ended& so_far, Deadline deadline) {
    const auto rows = co_await database_.door(
        sql::keep_job,
        {std::string{claim.job->name}, to_string(claim.run), claim.owner, std::to_string(kLeaseSeconds),
         std::to_string(so_far.processed), std::to_string(so_far.errors)},
        deadline);
    co_return rows.front()["is_held"].as<bool>();
}

Task<bool> Book::finish(const Claim& claim, const Ended& ended, Deadline deadline) {
    const auto rows = co_await database_.door(
        sql::finish_job,
        {std::string{claim.job->name}, to_string(claim.run), claim.owner, std::string{codec::enum_name(ended.outcome)},
         std::to_string(ended.missed), std::to_string(ended.processed), std::to_string(ended.errors),
         ended.error_code.empty() ? db::Param{} : db::Param{ended.error_code}},
        deadline);
    co_return rows.front()["is_held"].as<bool>();
}

Task<std::map<std::string, JobState>> Book::states(Deadline deadline) {
    std::map<std::string, JobState> states;
    for (const auto row : co_await database_.door(sql::list_job_states, {}, deadline))
        states[row["name"].as<std::string>()] = {.is_running = row["is_running"].as<bool>(),
                                                 .last_run = row["last_run"].maybe<Instant>(),
                                                 .last_success = row["last_success"].maybe<Instant>(),
                                                 .last_error = row["last_error"].maybe<std::string>(),
                                                 .metrics = {.processed = row["processed"].as<std::int64_t>(),
                                                             .errors = row["errors"].as<std::int64_t>(),
                                                             .duration_ms = row["duration_ms"].maybe<std::int64_t>()}};
    co_return states;
}

Task<std::map<std::string, std::vector<api::JobRun>>> Book::runs(int each, Deadline deadline) {
    std::map<std::string, std::vector<api::JobRun>> runs;
    for (const auto row : co_await database_.door(sql::list_job_runs, {std::to_string(each)}, deadline))
        runs[row["job"].as<std::string>()].push_back({.id = row["id"].as<api::JobRunId>(),
                                                      .scheduled_for = row["scheduled_for"].as<Instant>(),
                                                      .missed = row["missed"].as<std::int64_t>(),
                                                      .attempt = row["attempt"].as<std::int32_t>(),
                                                      .outcome = read_outcome(row),
                                                      .processed = row["processed"].as<std::int64_t>(),
                                                      .errors = row["errors"].as<std::int64_t>(),
                                                      .error_code = row["error_code"].maybe<std::string>(),
                                                      .began_at = row["began_at"].as<Instant>(),
                                                      .ended_at = row["ended_at"].maybe<Instant>()});
    co_return runs;
}

}  // namespace wib::jobs
