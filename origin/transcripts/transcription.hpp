#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <optional>
#include <string>
#include <vector>

#include "origin/db/tenant_tx.hpp"
#include "origin/http/request_context.hpp"
#include "origin/jobs/ports.hpp"
#include "origin/live/ports.hpp"
#include "origin/observe/log.hpp"
#include "origin/record/ports.hpp"
#include "origin/runtime/channel.hpp"
#include "origin/runtime/clock.hpp"
#include "origin/transcripts/ports.hpp"
#include "shared/api/live.hpp"
#include "shared/api/problem.hpp"

namespace wib::transcripts {

/// An event of the vendor's, as its reader understands it; `job` is "" where it tells of none.
struct News {
    std::string event_id;
    std::string event_type;
    Instant occurred_at;
    std::string job;
};
using ReadNews = std::function<std::optional<News>(std::string_view body, Instant received_at)>;

struct TranscriptionParts {
    db::Database& database;
    record::ObjectStore& store;
    BatchRecogniser& recogniser;
    Enqueue enqueue;
    ReadNews read_news;
    live::Publisher& live;
    const Clock& clock;
    Random& random;
    observe::Log log;
};

/// Makes the canonical transcript of every stored recording, exactly one version of it. A job is written with the
/// recording; a message of the queue has one step done: the audio is handed over and a job begun, or what came of it
/// is fetched and kept. A step is one process's for as long as its claim lasts, and may be done again: what was begun
/// at the vendor and never heard of is looked for there before anything is begun anew.
class Transcription final : public record::Sequel {
  public:
    Transcription(boost::asio::any_io_executor home, TranscriptionParts parts);

    // record::Sequel: the job in the recording's transaction, its message after it.
    Task<void> stored(db::TenantTx& tx, record::StoredRecording recording) override;
    void committed(const record::StoredRecording& recording) override;

    /// Puts into the queue what `committed`, the vendor and people asked for, until cancelled.
    Task<void> run();

    /// Does what comes next for a job. Nothing: this message has done its part; else it is to come again after so long.
    Task<std::optional<std::chrono::seconds>> advance(api::TranscriptionMessage message, Deadline deadline);
    /// The queue has given a message up.
    Task<void> bury(api::TranscriptionMessage message, Deadline deadline);

    /// Takes an event of the vendor's in, durably; what it tells is fetched later. False when it is no event.
    Task<bool> take(std::string vendor, std::string body, Deadline deadline);
    /// Enqueues what nobody carries although somebody should (the job retry_transcriptions).
    Task<jobs::Step> sweep(Deadline deadline);

    /// In the asker's transaction: what was given up for this call is queued again. The jobs that are.
    Task<Result<std::vector<api::TranscriptionJobId>, api::Problem>> requeue(const http::RequestContext& request,
                                                                             db::TenantTx& tx, CallId call);
    /// After that commit.
    void hand_over(api::TranscriptionMessage message);
    [[nodiscard]] bool is_possible() const { return parts_.recogniser.is_configured(); }

  private:
    struct Job {
        OrgId organization;
        api::TranscriptionJobId id;
        CallId call;
        RecordingId recording;
        std::string status;
        int tries;
        std::optional<std::string> vendor_job, audio_ref;
        std::optional<Instant> submitted_at;
        std::string recording_hash;
        std::optional<std::string> audio_key;
        std::string audio_type;
        std::string audio_hash;
        std::uint64_t audio_size;
        std::chrono::milliseconds length;
        bool is_deleted;
    };
    struct Setback {
        bool retryable;
        std::string reason;
        std::optional<std::chrono::seconds> wait{};
    };
    /// A job at the vendor: begun just now, or found to have been.
    struct Begun {
        std::string vendor_job;
        bool was_found = false;
    };
    /// Nothing: done with; else when to come again.
    using Again = std::optional<std::chrono::seconds>;
    /// What the archive or a person is told to begin: a recording's job, or a job.
    struct Nudge {
        OrgId organization;
        std::optional<RecordingId> recording;
        api::TranscriptionJobId job;
    };

    Task<std::unique_ptr<db::TenantTx>> begin(OrgId organization, Deadline deadline);
    Task<std::optional<Job>> claim(const api::TranscriptionMessage& message, Deadline deadline);
    Task<Again> submit(const Job& job, Deadline deadline);
    Task<Result<Begun, Setback>> begin_at_vendor(const Job& job, Deadline deadline);
    Task<Result<std::string, Setback>> hand_audio_over(const Job& job, Deadline deadline);
    Task<Result<std::string, Setback>> load_audio(const Job& job, Deadline deadline);
    Task<Again> collect(const Job& job, Deadline deadline);
    Task<void> keep(const Job& job, BatchReport report, Deadline deadline);
    Task<Again> set_back(const Job& job, Setback setback, Deadline deadline);
    Task<void> fail(const Job& job, std::string reason, Deadline deadline);
    Task<void> release(const Job& job, db::Param reason, Deadline deadline);
    Task<void> commit_and_tell(db::TenantTx& tx, OrgId organization, api::TranscriptionEvent news);
    Task<void> enqueue(Nudge nudge);
    [[nodiscard]] std::chrono::seconds pause_before(int tries);

    TranscriptionParts parts_;
    Mailbox<Nudge> nudges_;
};

}  // namespace wib::transcripts
