#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <optional>
#include <set>
#include <string_view>

#include "origin/jobs/book.hpp"
#include "origin/jobs/metrics.hpp"
#include "origin/jobs/ports.hpp"
#include "origin/observe/log.hpp"
#include "origin/runtime/channel.hpp"
#include "origin/runtime/clock.hpp"
#include "origin/runtime/task_scope.hpp"

namespace wib::jobs {

/// Runs each job in use once for each time it is due. Whatever schedule it is woken by, it looks at all of them: what a
/// lost wake, a dead process or a failure left undone is made good by the next one, many missed times by one run.
/// Lives on one executor, except `wake`, which any thread may call.
class Runner {
  public:
    /// Every job in use has its work.
    Runner(boost::asio::any_io_executor home, Book& book, Work work, const Clock& clock, Random& random,
           JobMeters meters, observe::Log log);

    /// A schedule came round at `at`: what is due by then, or by now, will be run. Never waits; false when too many
    /// wakes wait already, of which any will do as well.
    bool wake(Instant at);
    /// Runs what wakes bring, and keeps the gauges between them, until cancelled.
    Task<void> run();
    /// Ends what is under way; its jobs are taken over when their leases lapse.
    Task<void> close(Deadline deadline);

    /// Runs the job for the time it was last due, if that is not done and nobody does it: how the run ended.
    Task<std::optional<Ended>> attempt(const Job& job, Instant now);
    /// Reads from the book how every job stands, into the gauges.
    Task<void> measure();

  private:
    void start_due(Instant now);
    Task<void> run_alone(const Job& job, Instant now);
    Task<std::optional<Ended>> work_through(const Claim& claim);
    void tell(const Claim& claim, const Ended& ended, Duration took);

    Book& book_;
    Work work_;
    const Clock& clock_;
    Random& random_;
    JobMeters meters_;
    observe::Log log_;
    Mailbox<Instant> wakes_;
    std::set<std::string_view> under_way_;
    TaskScope runs_;
};

}  // namespace wib::jobs
