#pragma once
#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

#include "shared/jobs/rhythm.hpp"
#include "shared/jobs/schedule.hpp"

namespace wib::jobs {

/// Whether a job runs. `awaited`: what it works on is not there yet, so nobody says it were well; `needless`: what it
/// would mend cannot happen in this product.
enum class Use : std::uint8_t { in_use, awaited, needless };

/// One piece of scheduled work. What there is is data: the edge wakes by its schedules, the origin runs its rows.
struct Job {
    std::string_view name;
    Schedule schedule;
    Rhythm rhythm;
    std::chrono::seconds limit{};  ///< how long one run may take; what is left then is the next one's
    Use use = Use::in_use;
    std::string_view waits_for{};  ///< of an awaited job: the tables of what it works on, by the reference's names or,
                                   ///< where it has none, by those they will have; parted by spaces
};

/// Every job the rules name (rules §24), in use or not.
[[nodiscard]] std::span<const Job> all_jobs();
/// Nothing for a name that is no job's.
[[nodiscard]] const Job* find_job(std::string_view name);

}  // namespace wib::jobs
