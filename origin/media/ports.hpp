#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "origin/runtime/task.hpp"
#include "shared/core/bytes.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/record/spool.hpp"

namespace wib::media {

/// Which way a frame went on the consumer's leg: `consumer` is what they said, `heard` is what they were played.
using record::Track;

/// Who speaks on a track, as transcripts and events say it: what the consumer hears is the agent.
[[nodiscard]] constexpr std::string_view speaker_of(Track track) {
    return track == Track::consumer ? "consumer" : "agent";
}

// ---------------------------------------------------------------------------------------------------------------------------
// Coming in

/// Who a media socket speaks for, as its single-use token proved.
struct StreamClaim {
    OrgId organization;
    CallId call;
    LegId leg;
    std::string language;  ///< BCP 47, "en"; what the recogniser is asked to listen for
};

/// Why a stream token lets nobody in. The caller learns only STREAM_TOKEN_INVALID; the counter learns which.
enum class ClaimRefusal { forged, expired, used };

/// The door of the media sockets; the voice feature keeps it.
class StreamGate {
  public:
    virtual ~StreamGate() = default;
    /// Spends the token: of two sockets that bring the same one, one is let in. Throws db::UnavailableError.
    virtual Task<Result<StreamClaim, ClaimRefusal>> claim_stream(std::string token, Deadline deadline) = 0;
};

// ---------------------------------------------------------------------------------------------------------------------------
// Hearing

/// One word as a recogniser gave it; times count audio given to hear() of that session, in milliseconds.
struct Word {
    std::string text;
    std::chrono::milliseconds start;
    std::chrono::milliseconds end;
    double confidence;
    bool is_final;
};

/// A stretch of speech. `order` rises within a session; a turn is told several times until `ended`.
struct Turn {
    int order;
    std::string text;
    std::vector<Word> words;
    bool ended;
};

struct RecogniserError {
    /// `late`: nothing came in time and the session is as good as before; after any other kind it is over.
    enum class Kind { not_configured, refused, unreachable, closed, late };
    Kind kind;
    bool retryable;
    std::string detail;
};

/// One listening session: one track of one call. All calls on the executor of the media session; one task calls next(),
/// another may call finish() meanwhile. Destroyed at any time, it lets its connection drop.
class RecogniserSession {
  public:
    virtual ~RecogniserSession() = default;
    /// 50–100 ms of μ-law 8 kHz audio. Never waits: a bounded queue (1 s) drops the oldest and counts it.
    virtual void hear(ByteView mulaw) = 0;
    /// The next turn news; nothing when the session has ended in good order.
    virtual Task<Result<std::optional<Turn>, RecogniserError>> next(Deadline deadline) = 0;
    /// Asks for the last words, which next() brings, and waits at most until `deadline` for the end of the session.
    virtual Task<void> finish(Deadline deadline) = 0;
};

/// A speech recogniser, in our words.
class Recogniser {
  public:
    virtual ~Recogniser() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    virtual Task<Result<std::unique_ptr<RecogniserSession>, RecogniserError>> listen(std::string language,
                                                                                     Deadline deadline) = 0;
};

// ---------------------------------------------------------------------------------------------------------------------------
// Keeping

/// Why a recording stopped before its call.
enum class RecordingFault { none, disk_full, unwritable };
[[nodiscard]] constexpr std::string_view name(RecordingFault fault) {
    switch (fault) {
        case RecordingFault::none:
            return "none";
        case RecordingFault::disk_full:
            return "disk_full";
        case RecordingFault::unwritable:
            return "unwritable";
    }
    return "";
}

/// The file behind a recording, as the media session sees it: bytes go in and are written by another thread. Calls on
/// the session's executor; none of them waits. Destroyed without finish(), the recording is settled as interrupted.
class SpoolFile {
  public:
    virtual ~SpoolFile() = default;
    /// Whether the next append() will be taken: the writer is at most some seconds behind, and the disk takes what it
    /// gets.
    [[nodiscard]] virtual bool has_room() const = 0;
    virtual void append(Bytes bytes) = 0;
    [[nodiscard]] virtual RecordingFault fault() const = 0;
    /// Everything has been appended. What follows (verifying, storing) happens without the session.
    virtual void finish() = 0;
};

/// Where recordings go; the record feature keeps it.
class SpoolShelf {
  public:
    virtual ~SpoolShelf() = default;
    /// Opens the file of a new recording; a file that cannot be opened shows as a fault.
    virtual std::unique_ptr<SpoolFile> begin(RecordingId recording) = 0;
};

/// A word on the call's time line: zero is the first frame of the call's first recording.
struct HeardWord {
    std::string text;
    std::chrono::milliseconds start;
    std::chrono::milliseconds end;
    double confidence;
};

/// A turn that has ended, ready to be kept. (recording, track, session, order) name it, so that keeping it twice is
/// once.
struct Segment {
    RecordingId recording;
    Track track;
    std::uint32_t session;  ///< the track's recogniser sessions, counted from 0
    int order;
    std::string content;
    std::vector<HeardWord> words;
    std::chrono::milliseconds start;
    std::chrono::milliseconds end;
    double confidence;  ///< mean over the words
};

enum class HearingState { listening, lost, back, not_configured };
[[nodiscard]] constexpr std::string_view name(HearingState state) {
    switch (state) {
        case HearingState::listening:
            return "listening";
        case HearingState::lost:
            return "lost";
        case HearingState::back:
            return "back";
        case HearingState::not_configured:
            return "not_configured";
    }
    return "";
}

/// What a media session has to tell the record. Each is one transaction that keeps it and tells the browsers, and may
/// be told again after a failure whose outcome is unknown. All throw db::UnavailableError, db::RefusedError,
/// db::StatementError.
class CallJournal {
  public:
    virtual ~CallJournal() = default;
    /// A recording has begun. Returns when the call's first recording began: zero of its time line.
    virtual Task<Instant> recording_began(StreamClaim claim, RecordingId recording, Instant at, Deadline deadline) = 0;
    virtual Task<void> recording_failed(StreamClaim claim, RecordingId recording, RecordingFault fault,
                                        Deadline deadline) = 0;
    virtual Task<void> turn_ended(StreamClaim claim, Segment segment, Deadline deadline) = 0;
    virtual Task<void> hearing_changed(StreamClaim claim, Track track, HearingState state, Deadline deadline) = 0;
};

}  // namespace wib::media
