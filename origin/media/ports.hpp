#pragma once
#include <chrono>
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

/// Who a media socket speaks for, as its single-use token proved.
struct StreamClaim {
    OrgId organization;
    CallId call;
    LegId leg;
    std::string language;   ///< BCP 47, "en"; what the recogniser is asked to listen for
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

struct RecogniserError {
    enum class Kind { not_configured, refused, unreachable, closed };
    Kind kind;
    bool retryable;
    std::string detail;
};

/// One listening session: one track of one call. All calls on the executor of the media session.
class RecogniserSession {
  public:
    virtual ~RecogniserSession() = default;
    /// 50–100 ms of μ-law 8 kHz audio. Never waits: a bounded queue (1 s) drops the oldest and counts it.
    virtual void hear(ByteView mulaw) = 0;
    /// The next turn news; nothing when the session has ended in good order.
    virtual Task<Result<std::optional<Turn>, RecogniserError>> next(Deadline deadline) = 0;
    /// Asks for the last words, waits for them at most until `deadline`, closes.
    virtual Task<void> finish(Deadline deadline) = 0;
};

/// A speech recogniser, in our words.
class Recogniser {
  public:
    virtual ~Recogniser() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    virtual Task<Result<std::unique_ptr<RecogniserSession>, RecogniserError>> listen(std::string language, Deadline deadline) = 0;
};

}  // namespace wib::media
