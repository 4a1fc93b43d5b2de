#include <array>

#include "shared/api/auth.hpp"
#include "shared/api/calls.hpp"
#include "shared/api/live.hpp"
#include "shared/api/records.hpp"
#include "shared/api/voice.hpp"
#include "tests/fuzz/described.hpp"
#include "tests/fuzz/draw.hpp"

namespace {

using namespace wib::api;
using Check = void (*)(std::string_view);

template <class T>
void check(std::string_view text) {
    wib::fuzz::keeps_its_meaning<T>(text);
}

constexpr std::array<Check, 24> kChecks{
    check<CallListReply>,   check<GateDecision>,   check<CallReply>,      check<TimelineReply>,
    check<TranscriptReply>, check<RecordingReply>, check<AuditListReply>, check<StartedCallReply>,
    check<CsrfReply>,       check<SignedInReply>,  check<SessionReply>,   check<SignedOutReply>,
    check<MeReply>,         check<SessionClaims>,  check<HelloEvent>,     check<CallEvent>,
    check<TurnEvent>,       check<PartialEvent>,   check<RecordingEvent>, check<RecogniserEvent>,
    check<LevelEvent>,      check<AuditLog>,       check<TimelineEvent>,  check<TranscriptSegment>};

}  // namespace

// Every reply and event of ours, read as a client or the edge reads it: what was read prints to the same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    wib::fuzz::Draw draw{data, size};
    const auto which = draw.one_of(kChecks);
    which(draw.rest());
    return 0;
}
