#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "origin/runtime/task.hpp"
#include "shared/api/transcripts.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"

namespace wib::transcripts {

/// Why a recogniser did not do what it was asked. `retryable` is decided in the adapter, where the error was born.
struct BatchError {
    enum class Kind { not_configured, refused, rate_limited, unreachable, timed_out };
    Kind kind;
    bool retryable;
    std::string detail{};  ///< for the log and the job's row
    std::optional<std::chrono::seconds> wait{};
};

/// Words of one channel between two pauses. Times are of the audio given.
struct Heard {
    struct Word {
        std::string text;
        std::chrono::milliseconds start;
        std::chrono::milliseconds end;
        double confidence;  ///< 0 to 1
    };
    int channel;  ///< from 1
    std::string text;
    std::chrono::milliseconds start;
    std::chrono::milliseconds end;
    double confidence;
    std::vector<Word> words;
};

/// How far a job has come.
struct BatchReport {
    enum class Progress { working, completed, failed };
    Progress progress = Progress::working;
    std::string failure{};   ///< in the vendor's words, when it failed
    std::string model{};     ///< that did it
    std::string language{};  ///< BCP 47
    std::vector<Heard> heard{};
};

/// Whoever makes the transcript of a whole recording, in our words. A job has no idempotency key: whether one was begun
/// whose answer nobody heard is found out by `find`.
class BatchRecogniser {
  public:
    virtual ~BatchRecogniser() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual bool is_configured() const = 0;
    /// Hands over the bytes of a sound file; gives the name under which the vendor keeps them. Nothing is begun by it.
    virtual Task<Result<std::string, BatchError>> upload(std::string audio, Deadline deadline) = 0;
    /// Begins a job of audio that was uploaded, each channel for itself; gives its id.
    virtual Task<Result<std::string, BatchError>> submit(std::string audio_ref, Deadline deadline) = 0;
    /// The job that was begun of this audio, if one was lately.
    virtual Task<Result<std::optional<std::string>, BatchError>> find(std::string audio_ref, Deadline deadline) = 0;
    virtual Task<Result<BatchReport, BatchError>> fetch(std::string job, Deadline deadline) = 0;
};

/// Puts messages into the transcription queue. False when they are not known to be in it.
using Enqueue = std::function<Task<bool>(std::vector<api::TranscriptionMessage> messages)>;

}  // namespace wib::transcripts
