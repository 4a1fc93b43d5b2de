#pragma once
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "origin/observe/log.hpp"
#include "origin/observe/metrics.hpp"
#include "origin/runtime/clock.hpp"
#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/report/dsn.hpp"
#include "shared/report/report.hpp"

namespace wib::observe {

/// Tells an error service what the log says at level `error`: requests that failed, tasks and jobs that crashed. A sink
/// in front of another one, so that nothing leaves which the log's own rules have not masked; then rules §7 and the
/// rule that a message names no id and quotes nobody are applied on top.
///
/// Nobody waits for a report: kWaiting may wait, of more the oldest goes and is counted. One kind of trouble at one
/// place is told once in kQuiet, at most kAtOnce reports leave in a row and then one in kPause. Any thread may write.
class ErrorReports final : public Sink {
  public:
    static constexpr std::size_t kWaiting = 100;
    static constexpr std::chrono::seconds kQuiet{60}, kPause{2}, kPatience{5};
    static constexpr int kAtOnce = 10;

    ErrorReports(Sink& next, std::optional<report::Dsn> where, const Clock& clock, Random& random, Metrics& metrics);

    void write(std::string line) override;

    /// Posts one envelope; the answer's status, 0 for none in time.
    using Post = std::function<Task<int>(const report::Dsn& where, std::string envelope, Deadline deadline)>;
    /// Sends what waits, until cancelled. Without an address it ends at once.
    Task<void> run(Post post);

    /// The oldest report that waits.
    [[nodiscard]] std::optional<report::Report> take();

  private:
    void keep(report::Report report);

    Sink& next_;
    std::optional<report::Dsn> where_;
    const Clock& clock_;
    Random& random_;
    Family<Counter>& reports_;
    std::mutex mutex_;  // guards the two below
    std::deque<report::Report> waiting_;
    std::map<std::string, Instant, std::less<>> told_;  // by kind and place, of the last kQuiet
};

/// What a log line of level error tells an error service; nothing for other lines and for what is no line of ours.
[[nodiscard]] std::optional<report::Report> read_error_line(std::string_view line);
/// Words of ours alone: what stands in quotes or behind "=(", personal data, tokens and ids are gone.
[[nodiscard]] std::string impersonal(std::string_view text);

}  // namespace wib::observe
