#include "origin/jobs/metrics.hpp"

namespace wib::jobs {

JobMeters::JobMeters(observe::Metrics& metrics)
    : runs(metrics.counters("wib_job_runs_total", "Runs of scheduled jobs", {"job", "outcome"})),
      seconds(metrics.histograms("wib_job_run_seconds", "How long runs of scheduled jobs took", {"job"})),
      staleness(metrics.gauges("wib_job_staleness_seconds", "Since a scheduled job last went well", {"job"})),
      down(metrics.gauges("wib_job_down", "1 while a scheduled job has not gone well for two rounds", {"job"})) {}

}  // namespace wib::jobs
