#include "origin/observe/reports.hpp"

#include <algorithm>
#include <utility>

#include "origin/runtime/within.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/uuid.hpp"
#include "shared/privacy/log_masking.hpp"
#include "shared/privacy/redaction.hpp"

namespace wib::observe {

/// The members of a log line that may leave; others are not looked at.
struct ErrorLine {
    std::string level;
    std::string event;
    std::optional<std::string> ts, reason, route, code, job, task, fault, correlation_id, trace_id;
};
BOOST_DESCRIBE_STRUCT(ErrorLine, (),
                      (level, event, ts, reason, route, code, job, task, fault, correlation_id, trace_id))

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kLevelError = R"("level":"error")";
constexpr std::size_t kLevelStandsWithin = 80;
constexpr auto kLook = 500ms;  // errors come from any thread and nobody waits for a report: looking is cheap enough
constexpr auto kBusyPause = 60s;
constexpr int kTooMany = 429;
constexpr std::size_t kUuid = 36;

// From an opening sign to the closing one, or to the end.
void drop_between(std::string& text, std::string_view open, char close) {
    for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
        const auto from = at + open.size();
        const auto to = std::min(text.find(close, from), text.size());
        text.replace(from, to - from, "…");
        at = std::min(from + std::string_view{"…"}.size() + 1, text.size());
    }
}

void drop_ids(std::string& text) {
    for (std::size_t at = 0; at + kUuid <= text.size(); ++at)
        if (text[at + 8] == '-' && parse_uuid(std::string_view{text}.substr(at, kUuid)))
            text.replace(at, kUuid, "[ID]");
}

// Our own reader takes no NUL in a text; a reason may quote one.
std::string without_nul(std::string_view line) {
    constexpr std::string_view kNul = "\\u0000", kSpace = "\\u0020";
    std::string clean{line};
    for (auto at = clean.find(kNul); at != std::string::npos; at = clean.find(kNul, at))
        clean.replace(at, kNul.size(), kSpace);
    return clean;
}

}  // namespace

std::string impersonal(std::string_view text) {
    std::string plain{text};
    drop_between(plain, "\"", '"');
    drop_between(plain, "'", '\'');
    drop_between(plain, "=(", ')');
    drop_ids(plain);
    return privacy::redact(privacy::mask_log_text(plain)).text;
}

std::optional<report::Report> read_error_line(std::string_view line) {
    if (line.substr(0, kLevelStandsWithin).find(kLevelError) == std::string_view::npos) return std::nullopt;
    const auto told = codec::parse<ErrorLine>(without_nul(line), {.unknown = codec::Unknown::ignored});
    if (!told || told->level != "error") return std::nullopt;
    const auto at = told->ts ? parse_rfc3339(*told->ts) : std::nullopt;
    report::Report report{.event_id = {},
                          .at = at.value_or(Instant{}),
                          .logger = "origin",
                          .type = told->event,
                          .message = impersonal(told->reason.value_or(told->event)),
                          .transaction = told->route.value_or(""),
                          .trace_id = told->trace_id.value_or(""),
                          .tags = {}};
    for (const auto& [name, value] : {std::pair{"code", &told->code},
                                      {"job", &told->job},
                                      {"task", &told->task},
                                      {"fault", &told->fault},
                                      {"correlation_id", &told->correlation_id}})
        if (*value && !(*value)->empty()) report.tags.emplace_back(name, **value);
    return report;
}

ErrorReports::ErrorReports(Sink& next, std::optional<report::Dsn> where, const Clock& clock, Random& random,
                           Metrics& metrics)
    : next_(next),
      where_(std::move(where)),
      clock_(clock),
      random_(random),
      reports_(metrics.counters("wib_error_reports_total", "Reports to the error service, by what became of them.",
                                {"outcome"})) {}

void ErrorReports::write(std::string line) {
    if (where_)
        if (auto report = read_error_line(line)) keep(std::move(*report));
    next_.write(std::move(line));
}

void ErrorReports::keep(report::Report report) {
    const auto now = clock_.now();
    auto kind = report.type + ' ' + report.transaction;
    for (const auto& [name, value] : report.tags)
        if (name != "correlation_id") kind += ' ' + value;
    report.event_id = report::event_id(to_string(random_.uuid()));

    const std::scoped_lock lock{mutex_};
    std::erase_if(told_, [&](const auto& entry) { return now - entry.second >= kQuiet; });
    if (!told_.try_emplace(std::move(kind), now).second) return reports_.with({"spared"}).add();
    if (waiting_.size() >= kWaiting) {
        waiting_.pop_front();
        reports_.with({"dropped"}).add();
    }
    waiting_.push_back(std::move(report));
}

std::optional<report::Report> ErrorReports::take() {
    const std::scoped_lock lock{mutex_};
    if (waiting_.empty()) return std::nullopt;
    std::optional<report::Report> oldest{std::move(waiting_.front())};
    waiting_.pop_front();
    return oldest;
}

Task<void> ErrorReports::run(Post post) {
    if (!where_) co_return;
    int in_a_row = 0;
    for (;;) {
        const auto report = take();
        if (!report) {
            in_a_row = 0;
            co_await sleep_until(clock_.in(kLook));
            continue;
        }
        int status = 0;
        try {
            status = co_await post(*where_, report::print_envelope(*report, clock_.now()), clock_.in(kPatience));
        } catch (const std::exception&) {
            // Cancelled, it ends at the next wait; anything else is a report that failed, of which no report is made.
            status = 0;
        }
        reports_.with({status >= 200 && status < 300 ? "sent" : "failed"}).add();
        if (status == kTooMany)
            co_await sleep_until(clock_.in(kBusyPause));
        else if (++in_a_row >= kAtOnce)
            co_await sleep_until(clock_.in(kPause));
    }
}

}  // namespace wib::observe
