#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>
#include <vector>

#include "origin/runtime/task.hpp"
#include "origin/runtime/within.hpp"

namespace wib {

/// Returns when the process is told to stop: SIGTERM or SIGINT. A second signal ends the process at once, as a person
/// at a terminal expects.
Task<int> stop_signal();

/// The order in which a process ends: the steps in the order they were added (stop accepting, drain requests, end
/// calls, flush logs). One deadline covers them all.
class StopOrder {
  public:
    using Step = std::function<Task<void>(Deadline)>;
    void then(std::string name, Step step) { steps_.push_back({std::move(name), std::move(step)}); }

    struct Missed {
        std::string step;
        std::string reason;  ///< "late" or what was thrown
    };
    /// Takes every step even when an earlier one failed or was late; tells which ones were not done in order.
    Task<std::vector<Missed>> run(Deadline deadline);

  private:
    struct Named {
        std::string name;
        Step step;
    };
    std::vector<Named> steps_;
};

}  // namespace wib
