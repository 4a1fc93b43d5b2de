#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/core/time.hpp"
#include "shared/report/dsn.hpp"

namespace wib::report {

/// One thing that went wrong, as it may leave the house: names of ours and redacted words, never a body, a header, an
/// address of a person or an id of one. Whoever makes it has redacted `message`.
struct Report {
    std::string event_id;  ///< 32 lower-case hex digits; the same one twice is one event at the receiver
    Instant at{};
    std::string logger;       ///< "edge", "origin"
    std::string type;         ///< what kind: "ORIGIN_UNAVAILABLE", "job_failed", "edge_trap"
    std::string message;      ///< at most kMaxMessage bytes of it are told
    std::string transaction;  ///< the route's name; "" for none
    std::string trace_id;     ///< 32 hex digits; "" for none
    std::vector<std::pair<std::string, std::string>> tags;
};
inline constexpr std::size_t kMaxMessage = 1000;

/// An envelope with one event (develop.sentry.dev, "Envelopes"): three lines, of which the second says how long the
/// third is.
[[nodiscard]] std::string print_envelope(const Report& report, Instant sent_at);
inline constexpr std::string_view kEnvelopeType = "application/x-sentry-envelope";

/// The value of X-Sentry-Auth.
[[nodiscard]] std::string authorization(const Dsn& dsn);
inline constexpr std::string_view kAuthHeader = "x-sentry-auth";

/// A UUID without its hyphens.
[[nodiscard]] std::string event_id(std::string_view uuid);

}  // namespace wib::report
