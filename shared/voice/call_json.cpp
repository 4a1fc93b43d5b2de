#include "shared/voice/call_json.hpp"

#include <vector>

namespace wib::voice {

namespace {

struct PlanOnPaper {
    Flow flow;
    Purpose purpose;
    std::int64_t ring_for_ms;
    std::int64_t longest_ms;
};
BOOST_DESCRIBE_STRUCT(PlanOnPaper, (), (flow, purpose, ring_for_ms, longest_ms))

struct FactOnPaper {
    FactKind kind;
    Leg leg;
    Instant occurred_at;
    Source source;
    Cause cause;
    AnsweredBy answered_by;
    Instant received_at;
};
BOOST_DESCRIBE_STRUCT(FactOnPaper, (), (kind, leg, occurred_at, source, cause, answered_by, received_at))

struct Paper {
    PlanOnPaper plan;
    std::vector<FactOnPaper> facts;
};
BOOST_DESCRIBE_STRUCT(Paper, (), (plan, facts))

// No phone rings and no call lasts longer; more would overflow the clock it is added to.
constexpr std::int64_t kLongestMs = 7 * 24 * 3600 * std::int64_t{1000};

bool is_span(std::int64_t ms) {
    return ms >= 0 && ms <= kLongestMs;
}

std::int64_t ms(Duration d) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(d).count();
}

}  // namespace

std::string to_json(const CallOnPaper& call) {
    Paper paper{.plan = {.flow = call.plan.flow,
                         .purpose = call.plan.purpose,
                         .ring_for_ms = ms(call.plan.ring_for),
                         .longest_ms = ms(call.plan.longest)},
                .facts = {}};
    for (const auto& f : call.facts)
        paper.facts.push_back({f.kind, f.leg, f.occurred_at, f.source, f.cause, f.answered_by, f.received_at});
    return codec::print(paper);
}

Result<CallOnPaper, codec::ParseError> parse_call(std::string_view json) {
    const auto paper = codec::parse<Paper>(json);
    if (!paper) return unexpected(paper.error());
    if (!is_span(paper->plan.ring_for_ms) || !is_span(paper->plan.longest_ms))
        return unexpected(
            codec::ParseError{codec::ParseError::Kind::faults, {{"plan", "must have spans of at most seven days"}}});
    CallOnPaper call{.plan = {.flow = paper->plan.flow,
                              .purpose = paper->plan.purpose,
                              .ring_for = std::chrono::milliseconds{paper->plan.ring_for_ms},
                              .longest = std::chrono::milliseconds{paper->plan.longest_ms}},
                     .facts = {}};
    for (const auto& f : paper->facts)
        call.facts.add({f.kind, f.leg, f.occurred_at, f.source, f.cause, f.answered_by, f.received_at});
    return call;
}

}  // namespace wib::voice
