#include "origin/transcripts/transcription.hpp"

#include <algorithm>

#include "generated/sql/transcripts.hpp"
#include "origin/db/storable_json.hpp"
#include "origin/rights/ports.hpp"
#include "origin/transcripts/document.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::transcripts {

/// What the audit says of a job.
struct JobTold {
    std::string status;
    std::optional<std::string> reason;
    std::optional<std::string> vendor;
    std::optional<std::string> vendor_job_id;
    std::optional<std::string> transcript_hash;
};
BOOST_DESCRIBE_STRUCT(JobTold, (), (status, reason, vendor, vendor_job_id, transcript_hash))

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kDatabasePatience = seconds{10};
constexpr auto kPiecePatience = seconds{30};
constexpr std::uint64_t kPiece = 8 * 1024 * 1024;
/// Nobody says a word in less, and the vendor takes nothing shorter than 160 ms.
constexpr milliseconds kShortest{200};
/// It is held in memory while it is handed over: nine hours of stereo.
constexpr std::uint64_t kLargest = std::uint64_t{1} << 30;
/// The vendor's failures; what only could not be reached does not count.
constexpr int kMostFailures = 3;
constexpr std::chrono::hours kVendorPatience{24};
constexpr int kDueAtOnce = 100;
constexpr std::size_t kMostNudges = 10'000;

constexpr std::string_view kQuotaExceeded = "quota_exceeded";

/// Whoever asks for the transcripts of calls that end: nobody in particular.
http::RequestContext of_ours(Deadline deadline) {
    return {.principal = {.kind = ActorKind::job, .label = "transcription"}, .deadline = deadline};
}

}  // namespace

Transcription::Transcription(boost::asio::any_io_executor home, TranscriptionParts parts)
    : parts_(std::move(parts)), nudges_(std::move(home), kMostNudges, WhenFull::refuse) {}

// -- the job is written

Task<void> Transcription::stored(db::TenantTx& tx, record::StoredRecording recording) {
    if (!is_possible() || recording.duration < kShortest) co_return;
    const auto rows = co_await tx.exec(sql::find_plan);
    const auto plan = plans::parse_plan(rows.front()["plan"].maybe<std::string>().value_or(""));
    if (!plan || !plans::includes(*plan, plans::lowest_plan(plans::Capability::call_transcription))) co_return;
    const auto inserted = co_await tx.exec(sql::insert_job, recording.call, recording.recording);
    if (inserted.empty()) co_return;  // stored once more
    const auto request = of_ours(parts_.clock.in(kDatabasePatience));
    if (co_await rights::count_usage(request, tx, plans::Metric::transcripts, 1)) co_return;
    co_await tx.exec(sql::refuse_job, inserted.front()["id"].as<api::TranscriptionJobId>(), kQuotaExceeded);
}

void Transcription::committed(const record::StoredRecording& recording) {
    // One that does not fit, or finds no job, costs nothing: the sweep finds what is queued.
    if (is_possible())
        (void)nudges_.push({.organization = recording.organization, .recording = recording.recording, .job = {}});
}

void Transcription::hand_over(api::TranscriptionMessage message) {
    (void)nudges_.push({.organization = message.organization_id, .recording = {}, .job = message.job_id});
}

Task<void> Transcription::run() {
    for (;;) {
        auto nudge = co_await nudges_.receive();
        if (!nudge) co_return;
        try {
            co_await enqueue(std::move(*nudge));
        } catch (const db::UnavailableError& away) {
            parts_.log.warn("transcription_not_enqueued", {{"reason", away.reason}});
        } catch (const db::RefusedError& refused) {
            parts_.log.warn("transcription_not_enqueued", {{"reason", refused.constraint}});
        }
    }
}

Task<void> Transcription::enqueue(Nudge nudge) {
    const auto deadline = parts_.clock.in(kDatabasePatience);
    if (nudge.recording) {
        auto tx = co_await begin(nudge.organization, deadline);
        const auto rows = co_await tx->read(sql::find_job_of_recording, *nudge.recording);
        if (rows.empty()) co_return;
        nudge.job = rows.front()["id"].as<api::TranscriptionJobId>();
    }
    // Told first and marked afterwards: a message too many does nothing, one too few waits for the sweep.
    std::vector<api::TranscriptionMessage> messages{{.organization_id = nudge.organization, .job_id = nudge.job}};
    if (!co_await parts_.enqueue(std::move(messages))) co_return;
    auto tx = co_await begin(nudge.organization, deadline);
    co_await tx->exec_and_commit(sql::mark_enqueued, nudge.job);
}

Task<jobs::Step> Transcription::sweep(Deadline deadline) {
    if (!is_possible()) co_return jobs::Step{};
    const auto rows = co_await parts_.database.door(sql::due_jobs, {std::to_string(kDueAtOnce)}, deadline);
    std::vector<api::TranscriptionMessage> messages;
    for (const auto row : rows)
        messages.push_back({.organization_id = row["organization_id"].as<OrgId>(),
                            .job_id = row["job_id"].as<api::TranscriptionJobId>()});
    const auto count = static_cast<std::int64_t>(messages.size());
    if (count == 0 || co_await parts_.enqueue(std::move(messages))) co_return jobs::Step{.processed = count};
    co_return jobs::Step{.processed = 0, .errors = count};
}

// -- a message's step

Task<std::unique_ptr<db::TenantTx>> Transcription::begin(OrgId organization, Deadline deadline) {
    return parts_.database.begin(
        {.organization = organization, .actor_kind = ActorKind::job, .actor = {}, .label = "transcription"}, deadline);
}

Task<Transcription::Again> Transcription::advance(api::TranscriptionMessage message, Deadline deadline) {
    const auto job = co_await claim(message, deadline);
    if (!job) {
        auto tx = co_await begin(message.organization_id, deadline);
        const auto rows = co_await tx->read(sql::find_claim, message.job_id);
        const auto left = rows.empty() ? std::nullopt : rows.front()["seconds_left"].maybe<std::int64_t>();
        if (!left || *left <= 0) co_return std::nullopt;
        // Somebody has it in hand. Should they not live to say what came of it, this message does it.
        co_return seconds{*left + 1};
    }
    if (job->is_deleted) {
        co_await fail(*job, "the recording was deleted", deadline);
        co_return std::nullopt;
    }
    if (job->status == "pending") co_return co_await collect(*job, deadline);
    co_return co_await submit(*job, deadline);
}

Task<std::optional<Transcription::Job>> Transcription::claim(const api::TranscriptionMessage& message,
                                                             Deadline deadline) {
    auto tx = co_await begin(message.organization_id, deadline);
    const auto rows = co_await tx->exec_and_commit(sql::claim_job, message.job_id);
    if (rows.empty()) co_return std::nullopt;
    const auto row = rows.front();
    co_return Job{.organization = message.organization_id,
                  .id = message.job_id,
                  .call = row["call_id"].as<CallId>(),
                  .recording = row["recording_id"].as<RecordingId>(),
                  .status = row["status"].as<std::string>(),
                  .tries = row["tries"].as<int>(),
                  .vendor_job = row["vendor_job_id"].maybe<std::string>(),
                  .audio_ref = row["audio_ref"].maybe<std::string>(),
                  .submitted_at = row["submitted_at"].maybe<Instant>(),
                  .recording_hash = row["recording_hash"].maybe<std::string>().value_or(""),
                  .audio_key = row["object_key"].maybe<std::string>(),
                  .audio_type = row["content_type"].maybe<std::string>().value_or(""),
                  .audio_hash = row["audio_hash"].maybe<std::string>().value_or(""),
                  .audio_size = static_cast<std::uint64_t>(row["size_bytes"].maybe<std::int64_t>().value_or(0)),
                  .length = milliseconds{row["duration_ms"].maybe<std::int64_t>().value_or(0)},
                  .is_deleted = row["is_deleted"].as<bool>()};
}

Task<Transcription::Again> Transcription::submit(const Job& job, Deadline deadline) {
    auto begun = co_await begin_at_vendor(job, deadline);
    if (!begun) co_return co_await set_back(job, std::move(begun.error()), deadline);
    auto tx = co_await begin(job.organization, parts_.clock.in(kDatabasePatience));
    const auto moved = co_await tx->exec(sql::mark_pending, job.id, parts_.recogniser.name(), begun->vendor_job);
    if (moved.empty()) co_return std::nullopt;
    tx->audit({.action = "transcription:submitted",
               .resource_type = "call",
               .resource = job.call.value,
               .new_value = codec::print(JobTold{.status = "pending",
                                                 .reason = {},
                                                 .vendor = parts_.recogniser.name(),
                                                 .vendor_job_id = begun->vendor_job,
                                                 .transcript_hash = {}})});
    co_await commit_and_tell(
        *tx, job.organization,
        {.call_id = job.call, .recording_id = job.recording, .status = "pending", .version = std::nullopt});
    parts_.log.info("transcription_submitted", {{"job_id", job.id}, {"call_id", job.call}});
    // Its end may have been told while nobody here knew the job.
    if (begun->was_found) hand_over({.organization_id = job.organization, .job_id = job.id});
    co_return std::nullopt;
}

// The name of the audio is kept before a job is begun with it. So whoever comes after a crash, or after an answer that
// never came, can ask the vendor for the job of that audio, and begins none while there is one.
Task<Result<Transcription::Begun, Transcription::Setback>> Transcription::begin_at_vendor(const Job& job,
                                                                                          Deadline deadline) {
    const auto told = [](const BatchError& error) {
        return unexpected(Setback{.retryable = error.retryable, .reason = error.detail, .wait = error.wait});
    };
    auto audio_ref = job.audio_ref;
    if (audio_ref) {
        auto found = co_await parts_.recogniser.find(*audio_ref, deadline);
        if (!found) co_return told(found.error());
        if (*found) co_return Begun{.vendor_job = std::move(**found), .was_found = true};
    } else {
        auto handed = co_await hand_audio_over(job, deadline);
        if (!handed) co_return unexpected(std::move(handed.error()));
        audio_ref = std::move(*handed);
    }
    auto begun = co_await parts_.recogniser.submit(*audio_ref, deadline);
    if (!begun) co_return told(begun.error());
    co_return Begun{.vendor_job = std::move(*begun)};
}

Task<Result<std::string, Transcription::Setback>> Transcription::hand_audio_over(const Job& job, Deadline deadline) {
    auto audio = co_await load_audio(job, deadline);
    if (!audio) co_return unexpected(std::move(audio.error()));
    auto uploaded = co_await parts_.recogniser.upload(std::move(*audio), deadline);
    if (!uploaded) {
        const auto& error = uploaded.error();
        co_return unexpected(Setback{.retryable = error.retryable, .reason = error.detail, .wait = error.wait});
    }
    auto tx = co_await begin(job.organization, parts_.clock.in(kDatabasePatience));
    co_await tx->exec_and_commit(sql::keep_audio, job.id, parts_.recogniser.name(), *uploaded);
    co_return std::move(*uploaded);
}

// The very bytes that the record says: what the vendor hears is what was kept.
Task<Result<std::string, Transcription::Setback>> Transcription::load_audio(const Job& job, Deadline deadline) {
    if (!job.audio_key) co_return unexpected(Setback{.retryable = false, .reason = "there is no sound file"});
    if (job.audio_size > kLargest) co_return unexpected(Setback{.retryable = false, .reason = "the sound is too long"});
    std::string audio;
    audio.reserve(job.audio_size);
    while (audio.size() < job.audio_size) {
        const record::ByteRange range{.first = audio.size(),
                                      .last = std::min<std::uint64_t>(audio.size() + kPiece, job.audio_size) - 1};
        auto piece =
            co_await parts_.store.get(*job.audio_key, range, deadline.capped(parts_.clock.steady(), kPiecePatience));
        if (!piece)
            co_return unexpected(
                Setback{.retryable = piece.error().retryable, .reason = "object store: " + piece.error().detail});
        if (piece->empty()) co_return unexpected(Setback{.retryable = true, .reason = "object store: short object"});
        audio += *piece;
    }
    if (crypto::sha256_hex(audio) != job.audio_hash)
        co_return unexpected(Setback{.retryable = false, .reason = "the sound file is not what was stored"});
    co_return audio;
}

Task<Transcription::Again> Transcription::collect(const Job& job, Deadline deadline) {
    auto report = co_await parts_.recogniser.fetch(job.vendor_job.value_or(""), deadline);
    if (!report) {
        const auto& error = report.error();
        co_return co_await set_back(job, {.retryable = error.retryable, .reason = error.detail, .wait = error.wait},
                                    deadline);
    }
    switch (report->progress) {
        case BatchReport::Progress::completed:
            co_await keep(job, std::move(*report), deadline);
            break;
        case BatchReport::Progress::failed:
            co_await fail(job, "the vendor: " + report->failure, deadline);
            break;
        case BatchReport::Progress::working:
            if (parts_.clock.now() - job.submitted_at.value_or(parts_.clock.now()) > kVendorPatience)
                co_await fail(job, "the vendor did not finish in a day", deadline);
            else
                co_await release(job, {}, deadline);
            break;
    }
    co_return std::nullopt;
}

Task<void> Transcription::keep(const Job& job, BatchReport report, Deadline deadline) {
    const auto model = parts_.recogniser.name() + ' ' + report.model;
    const auto document = document_of(final_transcript(std::move(report), job.length));
    const auto inputs = codec::print(api::TranscriptInputs{.audio_kind = job.audio_type,
                                                           .audio_sha256 = job.audio_hash,
                                                           .recording_id = job.recording,
                                                           .recording_sha256 = job.recording_hash,
                                                           .vendor = parts_.recogniser.name(),
                                                           .vendor_job_id = job.vendor_job.value_or("")});
    auto tx = co_await begin(job.organization, deadline);
    const auto completed = co_await tx->exec(sql::complete_job, job.id);
    if (completed.empty()) co_return;  // by another delivery
    co_await tx->exec(sql::insert_version, job.call, job.recording, document.text, document.sha256, model, inputs);
    tx->audit({.action = "transcription:completed",
               .resource_type = "call",
               .resource = job.call.value,
               .new_value = codec::print(JobTold{.status = "completed",
                                                 .reason = {},
                                                 .vendor = parts_.recogniser.name(),
                                                 .vendor_job_id = job.vendor_job,
                                                 .transcript_hash = document.sha256})});
    co_await commit_and_tell(*tx, job.organization,
                             {.call_id = job.call, .recording_id = job.recording, .status = "completed", .version = 1});
    parts_.log.info("transcription_completed", {{"job_id", job.id}, {"call_id", job.call}});
}

// -- what goes wrong

Task<Transcription::Again> Transcription::set_back(const Job& job, Setback setback, Deadline deadline) {
    parts_.log.warn("transcription_set_back", {{"job_id", job.id}, {"tries", job.tries}, {"reason", setback.reason}});
    // What is left of the deadline may be what the vendor used up.
    const auto patience = Deadline{std::max(deadline.at(), parts_.clock.in(kDatabasePatience).at())};
    if (!setback.retryable) {
        co_await fail(job, std::move(setback.reason), patience);
        co_return std::nullopt;
    }
    co_await release(job, std::move(setback.reason), patience);
    co_return std::max(setback.wait.value_or(seconds{0}), pause_before(job.tries));
}

Task<void> Transcription::fail(const Job& job, std::string reason, Deadline deadline) {
    auto tx = co_await begin(job.organization, deadline);
    const auto failed = co_await tx->exec(sql::fail_job, job.id, reason, job.is_deleted ? 0 : kMostFailures);
    if (failed.empty()) co_return;
    const auto status = failed.front()["status"].as<std::string>();
    parts_.log.warn("transcription_failed", {{"job_id", job.id}, {"status", status}, {"reason", reason}});
    tx->audit({.action = "transcription:failed",
               .resource_type = "call",
               .resource = job.call.value,
               .new_value = codec::print(JobTold{.status = status,
                                                 .reason = std::move(reason),
                                                 .vendor = parts_.recogniser.name(),
                                                 .vendor_job_id = job.vendor_job,
                                                 .transcript_hash = {}})});
    co_await commit_and_tell(*tx, job.organization,
                             {.call_id = job.call, .recording_id = job.recording, .status = status, .version = {}});
}

Task<void> Transcription::release(const Job& job, db::Param reason, Deadline deadline) {
    auto tx = co_await begin(job.organization, deadline);
    co_await tx->exec_and_commit(sql::release_job, job.id, reason);
}

Task<void> Transcription::bury(api::TranscriptionMessage message, Deadline deadline) {
    auto tx = co_await begin(message.organization_id, deadline);
    const auto buried = co_await tx->exec(sql::bury_job, message.job_id, "the queue gave it up");
    if (buried.empty()) co_return;
    const auto row = buried.front();
    const auto call = row["call_id"].as<CallId>();
    auto reason = row["last_error"].as<std::string>();
    parts_.log.warn("transcription_given_up", {{"job_id", message.job_id}, {"reason", reason}});
    tx->audit({.action = "transcription:failed",
               .resource_type = "call",
               .resource = call.value,
               .new_value = codec::print(JobTold{.status = "failed_permanent",
                                                 .reason = std::move(reason),
                                                 .vendor = parts_.recogniser.name(),
                                                 .vendor_job_id = {},
                                                 .transcript_hash = {}})});
    co_await commit_and_tell(*tx, message.organization_id,
                             {.call_id = call,
                              .recording_id = row["recording_id"].as<RecordingId>(),
                              .status = "failed_permanent",
                              .version = {}});
}

/// 10 s, 80 s, then eleven minutes, and up to a quarter more: with the queue's three retries, a vendor may be away for
/// twelve minutes before a message is given up.
seconds Transcription::pause_before(int tries) {
    const auto pause = std::chrono::duration<double>{10 * (1 << (3 * std::clamp(tries - 1, 0, 2)))};
    return std::chrono::duration_cast<seconds>(pause * (1 + parts_.random.fraction() / 4));
}

// -- news, and people

Task<bool> Transcription::take(std::string vendor, std::string body, Deadline deadline) {
    const auto news = parts_.read_news(body, parts_.clock.now());
    if (!news) co_return false;
    const auto rows = co_await parts_.database.door(sql::keep_news,
                                                    {std::move(vendor), news->event_id, news->event_type,
                                                     to_rfc3339(news->occurred_at), db::storable_json(body), news->job},
                                                    deadline);
    for (const auto row : rows)
        if (!row["job_id"].is_null())
            hand_over({.organization_id = row["organization_id"].as<OrgId>(),
                       .job_id = row["job_id"].as<api::TranscriptionJobId>()});
    co_return true;
}

Task<Result<std::vector<api::TranscriptionJobId>, api::Problem>> Transcription::requeue(
    const http::RequestContext& request, db::TenantTx& tx, CallId call) {
    const auto refused = co_await tx.exec(sql::count_refused_jobs, call, kQuotaExceeded);
    if (const auto uncounted = refused.front()["uncounted"].as<std::int64_t>(); uncounted > 0) {
        const auto counted = co_await rights::count_usage(request, tx, plans::Metric::transcripts, uncounted);
        if (!counted) co_return unexpected(counted.error());
    }
    std::vector<api::TranscriptionJobId> queued;
    for (const auto row : co_await tx.exec(sql::requeue_jobs, call))
        queued.push_back(row["id"].as<api::TranscriptionJobId>());
    co_return queued;
}

Task<void> Transcription::commit_and_tell(db::TenantTx& tx, OrgId organization, api::TranscriptionEvent news) {
    auto data = codec::print(news);
    const auto published = co_await tx.exec_and_commit(sql::publish_transcription, news.call_id, data);
    parts_.live.publish({.organization = organization,
                         .call = news.call_id,
                         .kind = "transcription",
                         .data = std::move(data),
                         .sequence = published.front()["seq"].as<std::int64_t>()});
}

}  // namespace wib::transcripts
