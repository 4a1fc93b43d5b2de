#include "origin/jobs/upkeep.hpp"

#include "generated/sql/jobs.hpp"

namespace wib::jobs {
namespace {

/// Rows of one step: some tens of milliseconds, so that nobody waits long for what is locked meanwhile.
constexpr int kAtOnce = 500;

Step step_of(std::int64_t ended) {
    return {.processed = ended, .errors = 0, .more = ended == kAtOnce};
}

}  // namespace

Task<Step> Upkeep::cleanup_sessions(Deadline deadline) {
    const auto rows = co_await database_.door(sql::mark_expired_sessions, {std::to_string(kAtOnce)}, deadline);
    const auto sessions = step_of(rows.front()["sessions"].as<std::int64_t>());
    const auto tokens = step_of(rows.front()["tokens"].as<std::int64_t>());
    co_return Step{
        .processed = sessions.processed + tokens.processed, .errors = 0, .more = sessions.more || tokens.more};
}

Task<Step> Upkeep::expire_answers(Deadline deadline) {
    const auto rows = co_await database_.door(sql::mark_expired_answers, {std::to_string(kAtOnce)}, deadline);
    co_return step_of(rows.front()["ended"].as<std::int64_t>());
}

Task<Step> Upkeep::expire_links(Deadline deadline) {
    const auto rows = co_await database_.door(sql::mark_expired_invites, {std::to_string(kAtOnce)}, deadline);
    co_return step_of(rows.front()["ended"].as<std::int64_t>());
}

Task<Step> Upkeep::purge_failures(Deadline deadline) {
    if (!purge_) co_return Step{};
    const auto rows = co_await purge_->door(sql::purge_settled_failures, {std::to_string(kAtOnce)}, deadline);
    co_return step_of(rows.front()["ended"].as<std::int64_t>());
}

}  // namespace wib::jobs
