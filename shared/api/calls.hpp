#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/api/page.hpp"
#include "shared/codec/about.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// Questions and replies of /api/calls. Statuses and causes are the stored words of their columns.
namespace wib::api {

enum class CallDirection { inbound, outbound };
BOOST_DESCRIBE_ENUM(CallDirection, inbound, outbound)

/// A call's status, or `active` for every call that is not over.
enum class CallStatusFilter {
    active,
    pending,
    initiated,
    ringing,
    in_progress,
    bridged,
    completed,
    failed,
    busy,
    no_answer,
    canceled
};
BOOST_DESCRIBE_ENUM(CallStatusFilter, active, pending, initiated, ringing, in_progress, bridged, completed, failed,
                    busy, no_answer, canceled)

/// The statuses a call can have, as stored: everything one can filter by but `active`.
inline constexpr std::span kCallStatuses{codec::kNames<CallStatusFilter>.data() + 1,
                                         codec::kNames<CallStatusFilter>.size() - 1};

/// Path of /api/calls/{id}…
struct CallPath {
    CallId id;
};
BOOST_DESCRIBE_STRUCT(CallPath, (), (id))

/// GET /api/calls
struct ListCallsQuery : PageQuery {
    std::optional<CallStatusFilter> status;
    std::optional<CallDirection> direction;
    std::optional<std::string> search;

    static constexpr std::array about{codec::About{"search", "Part of either number, however it is typed"}};
};
BOOST_DESCRIBE_STRUCT(ListCallsQuery, (PageQuery), (status, direction, search))

/// GET /api/calls/{id}/transcript: segments later than this one; -1 for all.
struct TranscriptQuery {
    codec::Whole<-1, std::numeric_limits<std::int32_t>::max(), -1> after;

    static constexpr std::array about{codec::About{"after", "The last `segment_index` already known; -1 for none"}};
};
BOOST_DESCRIBE_STRUCT(TranscriptQuery, (), (after))

struct Call {
    CallId id;
    std::string status;
    std::string direction;
    std::string flow_type;
    std::string from_number;
    std::string to_number;
    std::optional<UserId> user_id;
    std::optional<std::string> user_name;
    std::optional<Instant> started_at;
    std::optional<Instant> answered_at;
    std::optional<Instant> ended_at;
    std::optional<std::int32_t> duration_seconds;
    std::optional<std::int32_t> talk_seconds;
    std::optional<std::string> hangup_cause;
    std::optional<std::string> failure_reason;
    bool has_recording;
    Instant created_at;

    static constexpr std::array about{codec::About{"status", "As stored; only ever moves forward", kCallStatuses},
                                      codec::About{"direction", "Who called whom", codec::kNames<CallDirection>},
                                      codec::About{"from_number", "E.164; empty when the caller hid it"},
                                      codec::About{"user_name", "The person whose call it is"},
                                      codec::About{"duration_seconds", "From the first dial to the end"},
                                      codec::About{"talk_seconds", "While both sides were connected"},
                                      codec::About{"hangup_cause", "In the carrier's words"}};
};
BOOST_DESCRIBE_STRUCT(Call, (),
                      (id, status, direction, flow_type, from_number, to_number, user_id, user_name, started_at,
                       answered_at, ended_at, duration_seconds, talk_seconds, hangup_cause, failure_reason,
                       has_recording, created_at))

/// Whose leg of a call it can be.
inline constexpr std::array<std::string_view, 4> kLegRoles{"agent", "consumer", "supervisor", "transfer_target"};

struct CallLeg {
    LegId id;
    std::string role;
    std::string status;
    std::string to_number;
    std::string from_number;
    std::optional<Instant> dialed_at;
    std::optional<Instant> answered_at;
    std::optional<Instant> ended_at;
    std::optional<std::string> hangup_cause;

    static constexpr std::array about{codec::About{"role", "Whose leg", kLegRoles}};
};
BOOST_DESCRIBE_STRUCT(CallLeg, (),
                      (id, role, status, to_number, from_number, dialed_at, answered_at, ended_at, hangup_cause))

struct RecordingDerivative {
    std::string kind;
    std::string content_type;
    std::optional<std::int64_t> size_bytes;
    std::optional<std::string> media_hash;
};
BOOST_DESCRIBE_STRUCT(RecordingDerivative, (), (kind, content_type, size_bytes, media_hash))

/// The statuses a recording can have, as stored.
inline constexpr std::array<std::string_view, 4> kRecordingStatuses{"recording", "uploading", "stored", "failed"};

struct CallRecording {
    RecordingId id;
    std::string status;
    std::optional<std::int64_t> duration_ms;
    std::optional<std::int64_t> size_bytes;
    std::optional<std::string> media_hash;
    std::string source;
    bool is_authoritative;
    std::optional<Instant> started_at;
    std::vector<RecordingDerivative> derivatives;

    static constexpr std::array about{codec::About{"status", "Playable once stored", kRecordingStatuses}};
};
BOOST_DESCRIBE_STRUCT(CallRecording, (),
                      (id, status, duration_ms, size_bytes, media_hash, source, is_authoritative, started_at,
                       derivatives))

/// What a check can say.
inline constexpr std::array<std::string_view, 3> kGateOutcomes{"passed", "blocked", "not_checked"};

struct GateCheck {
    std::string name;
    std::string outcome;
    std::optional<std::string> reason;

    static constexpr std::array about{
        codec::About{"outcome", "not_checked: the data this check needs does not exist", kGateOutcomes}};
};
BOOST_DESCRIBE_STRUCT(GateCheck, (), (name, outcome, reason))

struct GateDecision {
    std::vector<GateCheck> checks;
};
BOOST_DESCRIBE_STRUCT(GateDecision, (), (checks))

/// A Call with what hangs on it; printed as one flat object. The database makes the lists in the shape of their types,
/// and the gate's decision is kept as it was printed: both pass as they are.
struct CallDetail : Call {
    codec::RawJsonOf<std::vector<CallLeg>> legs;
    codec::RawJsonOf<std::vector<CallRecording>> recordings;
    codec::RawJsonOf<GateDecision> gate;
};
BOOST_DESCRIBE_STRUCT(CallDetail, (Call), (legs, recordings, gate))

struct CallListReply {
    bool success;
    std::vector<Call> calls;
    Pagination pagination;
};
BOOST_DESCRIBE_STRUCT(CallListReply, (), (success, calls, pagination))

struct CallDetailReply {
    bool success;
    CallDetail call;
};
BOOST_DESCRIBE_STRUCT(CallDetailReply, (), (success, call))

/// POST /api/calls/{id}/end
struct CallReply {
    bool success;
    Call call;
};
BOOST_DESCRIBE_STRUCT(CallReply, (), (success, call))

struct TimelineEvent {
    std::int64_t seq;
    std::string event_type;
    codec::RawJson event_data;
    Instant created_at;

    static constexpr std::array about{codec::About{"seq", "Also the id of the event in the live stream"},
                                      codec::About{"event_data", "By event_type, as in the live stream"}};
};
BOOST_DESCRIBE_STRUCT(TimelineEvent, (), (seq, event_type, event_data, created_at))

struct TimelineReply {
    bool success;
    std::vector<TimelineEvent> events;
};
BOOST_DESCRIBE_STRUCT(TimelineReply, (), (success, events))

/// Times count from the start of the call's media.
struct TranscriptWord {
    std::string text;
    std::int64_t start_ms;
    std::int64_t end_ms;
    double confidence;
};
BOOST_DESCRIBE_STRUCT(TranscriptWord, (), (text, start_ms, end_ms, confidence))

/// Whose words a segment can hold.
inline constexpr std::array<std::string_view, 3> kSpeakers{"agent", "consumer", "unknown"};

struct TranscriptSegment {
    std::int32_t segment_index;
    std::string speaker;
    std::string content;
    codec::RawJsonOf<std::vector<TranscriptWord>> words;
    std::int64_t start_ms;
    std::int64_t end_ms;
    std::optional<double> confidence;
    Instant created_at;

    static constexpr std::array about{codec::About{"speaker", "Who said it", kSpeakers},
                                      codec::About{"start_ms", "From the start of the call's media"}};
};
BOOST_DESCRIBE_STRUCT(TranscriptSegment, (),
                      (segment_index, speaker, content, words, start_ms, end_ms, confidence, created_at))

struct TranscriptReply {
    bool success;
    std::vector<TranscriptSegment> segments;
    std::int32_t last_index;

    static constexpr std::array about{
        codec::About{"last_index", "What to ask after next time; -1 while there is nothing"}};
};
BOOST_DESCRIBE_STRUCT(TranscriptReply, (), (success, segments, last_index))

}  // namespace wib::api
