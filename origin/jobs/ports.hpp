#pragma once
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"

namespace wib::jobs {

/// What one bounded piece of a job's work came to. An item that could not be done is an error and leaves the others
/// alone; what keeps the piece itself from being done is thrown.
struct Step {
    std::int64_t processed = 0;
    std::int64_t errors = 0;
    bool more = false;  ///< there is more to do now; the runner asks again while the run may go on
};

/// The work was done, and what it looked at is not as it must be: the run has failed, and this stands in the book.
struct FoundError : std::exception {
    std::string found;
    explicit FoundError(std::string f) : found(std::move(f)) {}
    [[nodiscard]] const char* what() const noexcept override { return found.c_str(); }
};

/// A feature's part of a job: ends within its deadline, and may be asked any number of times.
using DoStep = std::function<Task<Step>(Deadline)>;
/// Who does the work of each job in use, by the job's name.
using Work = std::map<std::string_view, DoStep>;

}  // namespace wib::jobs
