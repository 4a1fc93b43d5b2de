#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/api/calls.hpp"
#include "shared/api/transcripts.hpp"
#include "shared/codec/about.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// Data of the server-sent events of /api/live and /api/calls/{id}/events. The event's name stands before each.
namespace wib::api {

/// The two sides of a call; each is a track of its media.
inline constexpr std::array<std::string_view, 2> kSides{"agent", "consumer"};
/// Whether a side is heard.
inline constexpr std::array<std::string_view, 4> kHearing{"listening", "lost", "back", "not_configured"};

/// hello: the first event of a stream.
struct HelloEvent {
    Instant now;
};
BOOST_DESCRIBE_STRUCT(HelloEvent, (), (now))

/// call: its row has changed.
struct CallEvent {
    CallId call_id;
    std::string status;
    std::string direction;
    std::string to_number;
    std::string from_number;
    std::optional<Instant> started_at;
    std::optional<Instant> answered_at;
    std::optional<Instant> ended_at;
    std::optional<std::string> hangup_cause;

    static constexpr std::array about{codec::About{"status", "As in the call's row", kCallStatuses},
                                      codec::About{"direction", "Who called whom", codec::kNames<CallDirection>}};
};
BOOST_DESCRIBE_STRUCT(CallEvent, (),
                      (call_id, status, direction, to_number, from_number, started_at, answered_at, ended_at,
                       hangup_cause))

/// turn: a finished stretch of speech, as stored.
struct TurnEvent {
    CallId call_id;
    std::int32_t segment_index;
    std::string speaker;
    std::string content;
    std::vector<TranscriptWord> words;
    std::int64_t start_ms;
    std::int64_t end_ms;
    double confidence;

    static constexpr std::array about{codec::About{"speaker", "Who said it", kSpeakers}};
};
BOOST_DESCRIBE_STRUCT(TurnEvent, (), (call_id, segment_index, speaker, content, words, start_ms, end_ms, confidence))

/// partial: words while they are spoken; never stored. `sent_at_us` is our wall clock when the last frame behind the
/// last word came in.
struct PartialEvent {
    CallId call_id;
    std::string speaker;
    std::string text;
    std::int64_t start_ms;
    std::int64_t sent_at_us;

    static constexpr std::array about{codec::About{"speaker", "Who is speaking", kSides},
                                      codec::About{"sent_at_us", "When the last frame behind the last word came in"}};
};
BOOST_DESCRIBE_STRUCT(PartialEvent, (), (call_id, speaker, text, start_ms, sent_at_us))

/// recording: its row has changed.
struct RecordingEvent {
    CallId call_id;
    RecordingId recording_id;
    std::string status;
    std::optional<std::int64_t> duration_ms;

    static constexpr std::array about{codec::About{"status", "Playable once stored", kRecordingStatuses}};
};
BOOST_DESCRIBE_STRUCT(RecordingEvent, (), (call_id, recording_id, status, duration_ms))

/// transcription: where the canonical transcript of one of the call's recordings stands; `completed` is what
/// transcription.completed is for others.
struct TranscriptionEvent {
    CallId call_id;
    RecordingId recording_id;
    std::string status;
    std::optional<std::int32_t> version;

    static constexpr std::array about{codec::About{"status", "As the job's", kTranscriptStatuses},
                                      codec::About{"version", "The version that was made, where one was"}};
};
BOOST_DESCRIBE_STRUCT(TranscriptionEvent, (), (call_id, recording_id, status, version))

/// recogniser: whether we hear this speaker. `state` is listening, lost, back or not_configured.
struct RecogniserEvent {
    CallId call_id;
    std::string state;
    std::string speaker;

    static constexpr std::array about{codec::About{"state", "Whether this side is heard", kHearing},
                                      codec::About{"speaker", "Which side", kSides}};
};
BOOST_DESCRIBE_STRUCT(RecogniserEvent, (), (call_id, state, speaker))

/// level: how loud each side is, 0 to 1, at most five times a second; never stored.
struct LevelEvent {
    CallId call_id;
    double agent;
    double consumer;
};
BOOST_DESCRIBE_STRUCT(LevelEvent, (), (call_id, agent, consumer))

}  // namespace wib::api
