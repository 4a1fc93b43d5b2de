#pragma once
#include <map>
#include <string>
#include <vector>

#include "origin/jobs/book.hpp"

namespace wib::jobs {

/// How scheduled work stands at `now`, for people: every job the rules name, those not in use said so.
[[nodiscard]] api::CronHealthReply report(const std::map<std::string, JobState>& states,
                                          std::map<std::string, std::vector<api::JobRun>> runs, Instant now);

}  // namespace wib::jobs
