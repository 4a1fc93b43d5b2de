#include "origin/jobs/runner.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "origin/runtime/within.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/ensure.hpp"

namespace wib::jobs {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kWakesWaiting = 8;
constexpr std::size_t kRunsAtOnce = 32;
constexpr auto kStepPatience = 20s;  // with its renewal well within a lease
constexpr auto kBookPatience = 5s;
constexpr auto kGaugePause = 30s;

/// The end of a run that threw: a word for the book, and the text for the log.
std::pair<std::string, std::string> explain(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const db::UnavailableError& away) {
        return {"database_unavailable", away.reason};
    } catch (const db::RefusedError& refused) {
        return {"database_refused", refused.constraint};
    } catch (const db::StatementError& wrong) {
        return {"statement_failed", wrong.text};
    } catch (const FoundError& fault) {
        return {fault.found, "what was looked at does not hold"};
    } catch (const DeadlineError&) {
        return {"step_timed_out", "a step went past its deadline"};
    } catch (const std::exception& error) {
        return {"failed", error.what()};
    }
}

}  // namespace

Runner::Runner(boost::asio::any_io_executor home, Book& book, Work work, const Clock& clock, Random& random,
               JobMeters meters, observe::Log log)
    : book_(book),
      work_(std::move(work)),
      clock_(clock),
      random_(random),
      meters_(meters),
      log_(std::move(log)),
      wakes_(home, kWakesWaiting, WhenFull::refuse),
      runs_(home, kRunsAtOnce, [this](std::string_view job, std::exception_ptr failure) {
          log_.warn("job_cut_short", {{"job", job}, {"reason", explain(failure).second}});
      }) {
    for (const auto& job : all_jobs())
        ensure((job.use == Use::in_use) == work_.contains(job.name), "the jobs in use are those with work to do");
}

bool Runner::wake(Instant at) {
    return wakes_.push(at) == Pushed::taken;
}

Task<void> Runner::run() {
    for (auto look = clock_.in({});;) {
        const auto woken = co_await wakes_.receive(look);
        if (woken && !*woken) co_return;
        // A wake may run ahead of this machine's clock.
        if (woken) start_due(std::max(**woken, clock_.now()));
        if (!woken) {
            co_await measure();
            look = clock_.in(kGaugePause);
        }
    }
}

Task<void> Runner::close(Deadline deadline) {
    wakes_.close();
    if (!co_await runs_.close(deadline)) log_.warn("jobs_cut_short");
}

void Runner::start_due(Instant now) {
    for (const auto& job : all_jobs()) {
        if (job.use != Use::in_use || under_way_.contains(job.name)) continue;
        under_way_.insert(job.name);
        if (runs_.start(std::string{job.name}, run_alone(job, now))) continue;
        under_way_.erase(job.name);
        log_.info("job_left", {{"job", job.name}});
    }
}

Task<void> Runner::run_alone(const Job& job, Instant now) {
    struct Leaving {
        Runner& runner;
        std::string_view job;
        ~Leaving() { runner.under_way_.erase(job); }
    } leaving{*this, job.name};
    co_await attempt(job, now);
}

Task<std::optional<Ended>> Runner::attempt(const Job& job, Instant now) {
    const auto claim =
        co_await book_.begin(job, last_due(job.rhythm, now), to_string(random_.uuid()), clock_.in(kBookPatience));
    if (!claim) co_return std::nullopt;
    const auto began = clock_.steady();
    auto ended = co_await work_through(*claim);
    if (ended) {
        if (ended->outcome == api::RunOutcome::succeeded)
            ended->missed = missed_before(job.rhythm, claim->made_good, claim->due);
        if (!co_await book_.finish(*claim, *ended, clock_.in(kBookPatience))) ended.reset();
    }
    if (!ended) {
        log_.warn("job_lease_lost", {{"job", job.name}});
        co_return std::nullopt;
    }
    tell(*claim, *ended, std::chrono::duration_cast<Duration>(clock_.steady() - began));
    co_return ended;
}

// Nothing when the lease was lost on the way: whoever has it now says how the job ended.
Task<std::optional<Ended>> Runner::work_through(const Claim& claim) {
    const auto& step = work_.find(claim.job->name)->second;
    const auto end = clock_.in(claim.job->limit);
    Ended ended;
    std::exception_ptr failure;
    try {
        for (;;) {
            const auto deadline = end.capped(clock_.steady(), kStepPatience);
            const auto done = co_await within(deadline, step(deadline));
            if (!done) throw DeadlineError{};
            ended.processed += done->processed;
            ended.errors += done->errors;
            if (!done->more || end.passed(clock_.steady())) co_return ended;
            if (!co_await book_.keep(claim, ended, clock_.in(kBookPatience))) co_return std::nullopt;
        }
    } catch (...) {
        failure = std::current_exception();
    }
    // The process ends: whoever takes the job over says how it ended.
    if ((co_await boost::asio::this_coro::cancellation_state).cancelled() != boost::asio::cancellation_type::none)
        std::rethrow_exception(failure);
    const auto [code, reason] = explain(failure);
    log_.error("job_failed", {{"job", claim.job->name}, {"code", code}, {"reason", reason}});
    ended.outcome = api::RunOutcome::failed;
    ended.error_code = code;
    co_return ended;
}

void Runner::tell(const Claim& claim, const Ended& ended, Duration took) {
    const auto name = claim.job->name;
    const auto outcome = codec::enum_name(ended.outcome);
    meters_.runs.with({name, outcome}).add();
    meters_.seconds.with({name}).observe(took);
    const observe::Fields told{{"job", name},
                               {"outcome", outcome},
                               {"processed", ended.processed},
                               {"errors", ended.errors},
                               {"missed", ended.missed},
                               {"attempt", claim.attempt}};
    // A minute's job that found nothing to do is no news.
    const bool is_news = ended.processed + ended.errors + ended.missed > 0 || claim.attempt > 1;
    is_news ? log_.info("job_ended", told) : log_.debug("job_ended", told);
}

Task<void> Runner::measure() {
    try {
        const auto states = co_await book_.states(clock_.in(kBookPatience));
        const auto now = clock_.now();
        for (const auto& job : all_jobs()) {
            if (job.use != Use::in_use) continue;
            const auto found = states.find(std::string{job.name});
            const auto record = found == states.end() ? Record{} : found->second.record();
            if (const auto age = staleness(record, now))
                meters_.staleness.with({job.name}).set(std::chrono::floor<std::chrono::seconds>(*age).count());
            meters_.down.with({job.name}).set(judge(job, record, now) == JobStatus::down ? 1 : 0);
        }
    } catch (const db::UnavailableError& away) {
        log_.warn("jobs_not_measured", {{"reason", away.reason}});
    } catch (const db::StatementError& wrong) {
        log_.error("jobs_not_measured", {{"reason", wrong.text}});
    }
}

}  // namespace wib::jobs
