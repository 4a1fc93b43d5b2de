#include "shared/voice/fact.hpp"

#include <array>
#include <tuple>

namespace wib::voice {

namespace {

using namespace std::literals;

constexpr std::array kLegs{"call"sv, "agent"sv, "consumer"sv};
constexpr std::array kKinds{"dial_requested"sv,   "dialed"sv,         "ringing"sv,   "answered"sv,
                            "machine_detected"sv, "bridged"sv,        "announced"sv, "stream_requested"sv,
                            "stream_started"sv,   "stream_stopped"sv, "hung_up"sv,   "refused"sv,
                            "end_requested"sv,    "gave_up"sv};
constexpr std::array kCauses{"none"sv,
                             "normal"sv,
                             "busy"sv,
                             "declined"sv,
                             "no_answer"sv,
                             "canceled"sv,
                             "invalid_number"sv,
                             "time_limit"sv,
                             "carrier_refused"sv,
                             "not_configured"sv,
                             "outcome_unknown"sv,
                             "unheard"sv,
                             "stalled"sv,
                             "other"sv};
constexpr std::array kAnswerers{"unknown"sv, "human"sv, "machine"sv, "not_sure"sv, "fax"sv, "silence"sv};
constexpr std::array kSources{"carrier"sv, "us"sv, "clock"sv};
static_assert(kKinds.size() == kFactKinds);

template <class E, std::size_t N>
std::optional<E> find(const std::array<std::string_view, N>& names, std::string_view text) {
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == text) return static_cast<E>(i);
    return std::nullopt;
}

}  // namespace

std::strong_ordering operator<=>(const Fact& a, const Fact& b) {
    const auto key = [](const Fact& f) {
        return std::tie(f.kind, f.leg, f.occurred_at, f.source, f.cause, f.answered_by);
    };
    return key(a) <=> key(b);
}

std::string_view name(Leg leg) {
    return kLegs.at(static_cast<std::size_t>(leg));
}
std::string_view name(FactKind kind) {
    return kKinds.at(static_cast<std::size_t>(kind));
}
std::string_view name(Cause cause) {
    return kCauses.at(static_cast<std::size_t>(cause));
}
std::string_view name(AnsweredBy answered_by) {
    return kAnswerers.at(static_cast<std::size_t>(answered_by));
}
std::string_view name(Source source) {
    return kSources.at(static_cast<std::size_t>(source));
}
std::optional<Leg> parse_leg(std::string_view text) {
    return find<Leg>(kLegs, text);
}
std::optional<FactKind> parse_fact_kind(std::string_view text) {
    return find<FactKind>(kKinds, text);
}
std::optional<Cause> parse_cause(std::string_view text) {
    return find<Cause>(kCauses, text);
}
std::optional<AnsweredBy> parse_answered_by(std::string_view text) {
    return find<AnsweredBy>(kAnswerers, text);
}
std::optional<Source> parse_source(std::string_view text) {
    return find<Source>(kSources, text);
}

}  // namespace wib::voice
