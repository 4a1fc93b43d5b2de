#include "edge/core/troubles.hpp"

#include <algorithm>

#include "shared/api/problem.hpp"
#include "shared/codec/header.hpp"
#include "shared/report/report.hpp"

namespace wib::edge {
namespace {

constexpr Duration kQuiet = std::chrono::minutes{1};
constexpr Duration kPatience = std::chrono::seconds{5};
constexpr std::size_t kMaxAnswer = 4096;
constexpr int kOurFault = 500;

FetchVendor send(const report::Report& told, const report::Dsn& where, Instant now) {
    return {.method = "POST",
            .target = where.address,
            .headers = {{"content-type", std::string{report::kEnvelopeType}},
                        {std::string{report::kAuthHeader}, report::authorization(where)}},
            .body = report::print_envelope(told, now),
            .patience = kPatience,
            .limit = kMaxAnswer};
}

// A vendor that nobody has configured is a choice, not a trouble.
bool is_trouble(const RequestLine& line, const Respond& answer) {
    return answer.status >= kOurFault && answer.from == BodyFrom::own && !line.code.empty() &&
           line.code != api::name(api::Code::vendor_not_configured);
}

}  // namespace

std::optional<Effect> Troubles::tell(const RequestLine& line, const Respond& answer, const report::Dsn& where,
                                     Instant now) {
    if (!is_trouble(line, answer)) return std::nullopt;
    return once({.event_id = report::event_id(line.request_id),
                 .at = now,
                 .logger = "edge",
                 .type = line.code,
                 .message = line.method + " " + line.route + " was answered " + std::to_string(answer.status),
                 .transaction = line.route,
                 .trace_id = std::string{codec::trace_id_of(line.traceparent)},
                 .tags = {{"correlation_id", line.correlation_id},
                          {"method", line.method},
                          {"principal", line.principal},
                          {"status", std::to_string(answer.status)}}},
                where, now);
}

Effect Troubles::tell_of_trap(const Event& trap, const RequestLine& line, const report::Dsn& where, Instant now) {
    return once({.event_id = report::event_id(line.request_id),
                 .at = now,
                 .logger = "edge",
                 .type = "edge_trap",
                 .message = std::string{trap.headers.get("x-last-words")},
                 .transaction = {},
                 .trace_id = std::string{codec::trace_id_of(line.traceparent)},
                 .tags = {{"correlation_id", line.correlation_id}}},
                where, now);
}

Effect Troubles::once(const report::Report& told, const report::Dsn& where, Instant now) {
    const auto last = std::ranges::find(told_, told.type, &std::pair<std::string, Instant>::first);
    if (last == told_.end())
        told_.emplace_back(told.type, now);
    else if (now - last->second < kQuiet)
        return Count{"report_spared", told.transaction.empty() ? "none" : told.transaction, told.type};
    else
        last->second = now;
    return send(told, where, now);
}

}  // namespace wib::edge
