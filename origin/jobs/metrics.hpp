#pragma once
#include "origin/observe/metrics.hpp"

namespace wib::jobs {

/// What scheduled work tells of itself. The gauges are read from the book, so every process tells of all of them.
struct JobMeters {
    explicit JobMeters(observe::Metrics& metrics);

    observe::Family<observe::Counter>& runs;       ///< by job and outcome
    observe::Family<observe::Histogram>& seconds;  ///< by job
    observe::Family<observe::Gauge>& staleness;    ///< seconds since the last success, by job; none before the first
    observe::Family<observe::Gauge>& down;         ///< 1 while no run went well for two rounds, by job
};

}  // namespace wib::jobs
