#include "origin/record/archive.hpp"

#include <algorithm>
#include <boost/describe.hpp>
#include <boost/system/system_error.hpp>
#include <filesystem>

#include "generated/sql/record.hpp"
#include "origin/record/recording_news.hpp"
#include "shared/codec/hex.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::record {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view kSpoolSuffix = ".wibspool";
constexpr std::string_view kWavProducer = "wib wav 1";
constexpr seconds kDatabasePatience{10};
constexpr seconds kFilePatience{300};  // hours of audio read and hashed from a busy disk
constexpr seconds kPiecePatience{30};
constexpr std::uint64_t kVerifyPiece = 1024 * 1024;
constexpr std::size_t kMostWaiting = 100'000;

/// A minute, and a second for each 256 KiB: the slowest line worth having.
seconds upload_patience(std::uint64_t size) {
    return seconds{60 + static_cast<std::int64_t>(size / (256 * 1024))};
}

struct GapTold {
    std::string track;
    std::string cause;
    std::uint32_t first_chunk;
    std::uint32_t missing;
    std::uint32_t timestamp_ms;
};
BOOST_DESCRIBE_STRUCT(GapTold, (), (track, cause, first_chunk, missing, timestamp_ms))

struct PauseTold {
    std::uint32_t from_ms;
    std::optional<std::uint32_t> to_ms;
};
BOOST_DESCRIBE_STRUCT(PauseTold, (), (from_ms, to_ms))

struct StoredTold {
    std::string status;
    std::string end;
    std::string media_hash;
    std::string chain_head;
    std::uint64_t size_bytes;
    std::int64_t duration_ms;
    std::uint64_t gaps;
    std::uint64_t missing_chunks;
};
BOOST_DESCRIBE_STRUCT(StoredTold, (),
                      (status, end, media_hash, chain_head, size_bytes, duration_ms, gaps, missing_chunks))

std::string_view name(EndReason reason) {
    switch (reason) {
        case EndReason::stopped:
            return "stopped";
        case EndReason::disconnected:
            return "disconnected";
        case EndReason::interrupted:
            return "interrupted";
        case EndReason::disk_full:
            return "disk_full";
    }
    return "";
}

std::string gaps_told(const SpoolSummary& summary) {
    std::vector<GapTold> told;
    for (const auto& gap : summary.first_gaps)
        told.push_back({.track = std::string{media::speaker_of(gap.track)},
                        .cause = gap.cause == GapCause::lost ? "lost" : "overload",
                        .first_chunk = gap.first_chunk,
                        .missing = gap.missing,
                        .timestamp_ms = gap.timestamp_ms});
    return codec::print(told);
}

std::string pauses_told(const SpoolSummary& summary) {
    std::vector<PauseTold> told;
    for (const auto& pause : summary.pauses) told.push_back({.from_ms = pause.from_ms, .to_ms = pause.to_ms});
    return codec::print(told);
}

std::uint64_t missing(const SpoolSummary& summary) {
    return summary.tracks[0].missing + summary.tracks[1].missing;
}

/// Everything the carrier sent from the first frame to the end it announced.
bool is_complete(const SpoolSummary& summary) {
    return summary.end && summary.end->reason == EndReason::stopped && missing(summary) == 0;
}

/// What the row says of a recording whose end was not the carrier's.
db::Param shortcoming(const SpoolSummary& summary) {
    if (!summary.end) return "no_end";
    if (summary.end->reason == EndReason::interrupted || summary.end->reason == EndReason::disk_full)
        return std::string{name(summary.end->reason)};
    return std::nullopt;
}

db::Tenant tenant_of(const Header& header) {
    return {.organization = header.organization, .actor_kind = ActorKind::job, .actor = {}, .label = "archive"};
}

std::string describe(const StoreError& error) {
    switch (error.kind) {
        case StoreError::Kind::not_configured:
            return "store_not_configured";
        case StoreError::Kind::not_found:
            return "store_not_found";
        case StoreError::Kind::refused:
            return "store_refused: " + error.detail;
        case StoreError::Kind::unreachable:
            return "store_unreachable: " + error.detail;
        case StoreError::Kind::corrupt:
            return "store_corrupt: " + error.detail;
    }
    return {};
}

Setback setback_of(SettleError error) {
    switch (error) {
        case SettleError::in_use:
            return {.reason = "in_use"};
        case SettleError::empty:
            return {.reason = "empty", .next = Setback::Next::never};
        case SettleError::unreadable:
            return {.reason = "unreadable", .next = Setback::Next::never};
        case SettleError::disk:
            return {.reason = "disk"};
    }
    return {};
}

/// Recordings whose spools lie in the directory.
std::vector<RecordingId> spools_in(const std::string& directory) {
    std::vector<RecordingId> found;
    std::error_code ignored;  // a directory that is not there holds nothing; the shelf complains about it
    for (const auto& entry : fs::directory_iterator{directory, ignored}) {
        const auto file = entry.path().filename().string();
        if (!file.ends_with(kSpoolSuffix)) continue;
        if (const auto id = RecordingId::parse(std::string_view{file}.substr(0, file.size() - kSpoolSuffix.size())))
            found.push_back(*id);
    }
    return found;
}

void delete_file(const std::string& path) {
    std::error_code ignored;  // already gone is as good
    fs::remove(path, ignored);
}

}  // namespace

Archive::Archive(boost::asio::any_io_executor executor, ArchiveParts parts, ArchiveSettings settings)
    : parts_(std::move(parts)),
      settings_(std::move(settings)),
      stored_(parts_.metrics.counter("wib_recordings_stored_total", "Recordings verified in the object store")),
      setbacks_(parts_.metrics.counter("wib_recordings_setbacks_total",
                                       "Attempts to store a recording that failed and are repeated")),
      unreadable_(parts_.metrics.counter("wib_recordings_unreadable_total", "Spools left for a person to look at")),
      waiting_(parts_.metrics.gauge("wib_recordings_waiting", "Closed spools not yet stored")),
      closed_(executor, kMostWaiting, WhenFull::refuse),
      look_at_(parts_.clock.steady()),
      scope_(executor, settings_.at_once * 2, [log = parts_.log](std::string_view, std::exception_ptr failure) {
          try {
              std::rethrow_exception(failure);
          } catch (const std::exception& what) {
              log.error("archive_failed", {{"reason", what.what()}});
          }
      }) {}

void Archive::take(ClosedSpool closed) {
    // Refused only with a hundred thousand waiting: the next look into the directory finds it.
    (void)closed_.push(std::optional{closed});
}

Task<void> Archive::run() {
    try {
        for (;;) {
            if (parts_.clock.steady() >= look_at_) co_await look_around();
            start_due();
            waiting_.set(static_cast<std::int64_t>(spools_.size()));
            auto closed = co_await closed_.receive(next_due());
            if (!closed || !*closed || !**closed) continue;
            const auto& news = ***closed;
            auto& spool = spools_[news.recording];
            spool.reason =
                news.fault == media::RecordingFault::disk_full ? EndReason::disk_full : EndReason::interrupted;
            spool.due = parts_.clock.steady();
        }
    } catch (const boost::system::system_error&) {
        // Told to stop: what is under way is found again at the next start.
    }
    co_await ending();
    co_await scope_.close(parts_.clock.in(seconds{2}));
}

Task<void> Archive::look_around() {
    look_at_ = parts_.clock.steady() + settings_.look_again;
    const auto found = co_await parts_.files.run([directory = settings_.directory] { return spools_in(directory); },
                                                 parts_.clock.in(kFilePatience));
    if (!found) co_return;
    for (const auto& recording : *found)
        if (spools_.size() < kMostWaiting) spools_.try_emplace(recording, Waiting{.due = parts_.clock.steady()});
}

Deadline Archive::next_due() const {
    auto at = look_at_;
    // With every place taken nothing is due: the task that ends says so.
    if (under_way_ < settings_.at_once)
        for (const auto& [recording, spool] : spools_)
            if (!spool.under_way) at = std::min(at, spool.due);
    return Deadline{at};
}

void Archive::start_due() {
    for (auto& [recording, spool] : spools_) {
        if (under_way_ >= settings_.at_once) return;
        if (spool.under_way || spool.due > parts_.clock.steady()) continue;
        if (!scope_.start("bring_home", bring_home(recording, spool.reason))) return;
        spool.under_way = true;
        ++under_way_;
    }
}

Task<void> Archive::bring_home(RecordingId recording, EndReason reason) {
    Outcome outcome;
    try {
        outcome = co_await attempt(recording, reason);
    } catch (const db::UnavailableError& unavailable) {
        outcome = wib::unexpected(Setback{.reason = "database: " + unavailable.reason});
    } catch (const db::RefusedError& refused) {
        outcome = wib::unexpected(Setback{.reason = "refused: " + refused.constraint, .next = Setback::Next::never});
    } catch (const std::exception& failure) {
        outcome = wib::unexpected(Setback{.reason = failure.what()});
    }
    co_await conclude(recording, outcome);
    --under_way_;
    (void)closed_.push(std::nullopt);
}

Task<void> Archive::conclude(RecordingId recording, const Outcome& outcome) {
    if (outcome) {
        spools_.erase(recording);
        headers_.erase(recording);
        co_return;
    }
    postpone(recording, outcome.error());
    const auto& spool = spools_[recording];
    const auto header = headers_.find(recording);
    if (header == headers_.end() || spool.failures != settings_.tries_before_failed) co_return;
    try {
        co_await tell_failed(header->second, outcome.error().reason);
    } catch (const std::exception& failure) {
        parts_.log.warn("recording_failure_untold", {{"recording_id", recording}, {"reason", failure.what()}});
    }
}

void Archive::postpone(RecordingId recording, const Setback& setback) {
    auto& spool = spools_[recording];
    spool.under_way = false;
    if (setback.reason == "in_use") {
        spool.due = parts_.clock.steady() + settings_.longest_pause;
        return;
    }
    ++spool.failures;
    setbacks_.add();
    parts_.log.warn("recording_not_stored",
                    {{"recording_id", recording}, {"reason", setback.reason}, {"failures", spool.failures}});
    if (setback.next == Setback::Next::never) {
        unreadable_.add();
        spool.due = Deadline::Clock::time_point::max();
        return;
    }
    auto pause = settings_.first_pause * (1 << std::min(spool.failures - 1, 16));
    pause = std::min<milliseconds>(pause, settings_.longest_pause);
    spool.due = parts_.clock.steady() + milliseconds{static_cast<std::int64_t>(static_cast<double>(pause.count()) *
                                                                               (0.5 + parts_.random.fraction() / 2))};
}

std::string Archive::path_of(RecordingId recording) const {
    return settings_.directory + '/' + spool_name(recording);
}

Task<Archive::Outcome> Archive::attempt(RecordingId recording, EndReason reason) {
    const auto path = path_of(recording);
    auto settled =
        co_await parts_.files.run([path, reason, now = parts_.clock.now()] { return settle_spool(path, reason, now); },
                                  parts_.clock.in(kFilePatience));
    if (!settled) co_return wib::unexpected(Setback{.reason = "disk too slow"});
    if (!*settled && settled->error() == SettleError::empty) {
        // A process ended between opening the file and writing into it: nothing was recorded.
        co_await remove(path);
        co_return Outcome{};
    }
    if (!*settled) co_return wib::unexpected(setback_of(settled->error()));
    const auto& spool = **settled;
    const auto& header = *spool.summary.header;
    headers_.insert_or_assign(recording, header);
    if (header.recording != recording)
        co_return wib::unexpected(Setback{.reason = "misnamed", .next = Setback::Next::never});

    const auto folder =
        "recordings/" + to_string(header.organization) + '/' + to_string(header.call) + '/' + to_string(recording);
    const Keys keys{.spool = folder + std::string{kSpoolSuffix}, .wav = folder + ".wav"};
    const auto wav_path = path + ".wav";
    if (co_await begin_upload(spool, keys)) {
        auto kept = co_await store(spool.file, keys.spool, kSpoolContentType);
        if (!kept) co_return kept;
        auto wav = co_await parts_.files.run([spool, wav_path] { return render_spool(spool, wav_path); },
                                             parts_.clock.in(kFilePatience));
        if (!wav) co_return wib::unexpected(Setback{.reason = "disk too slow"});
        if (!*wav) co_return wib::unexpected(setback_of(wav->error()));
        kept = co_await store(**wav, keys.wav, "audio/wav");
        if (!kept) co_return kept;
        co_await tell_stored(spool, **wav, keys);
    }
    // The spool goes last: as long as it is there, what a crash left beside it is found again.
    co_await remove(wav_path);
    co_await remove(path);
    stored_.add();
    parts_.log.info("recording_stored", {{"recording_id", recording},
                                         {"call_id", header.call},
                                         {"duration_ms", spool.summary.duration().count()},
                                         {"size_bytes", spool.file.size},
                                         {"end", spool.summary.end ? name(spool.summary.end->reason) : "none"}});
    co_return Outcome{};
}

/// An object that is there already is ours: an earlier attempt got this far. It is proven like any other.
Task<Archive::Outcome> Archive::store(const ProvenFile& file, const std::string& key, std::string_view content_type) {
    const auto there = co_await parts_.store.head(key, parts_.clock.in(kPiecePatience));
    if (there && there->size == file.size && co_await verify(file, key)) co_return Outcome{};
    const auto put = co_await parts_.store.put_file(key, std::string{content_type}, file.path,
                                                    parts_.clock.in(upload_patience(file.size)));
    if (!put) co_return wib::unexpected(Setback{.reason = describe(put.error())});
    const auto head = co_await parts_.store.head(key, parts_.clock.in(kPiecePatience));
    if (!head) co_return wib::unexpected(Setback{.reason = describe(head.error())});
    if (head->size != file.size) co_return wib::unexpected(Setback{.reason = "stored object has another size"});
    co_return co_await verify(file, key);
}

/// Reads the object back and compares: what the row says of it has been seen.
Task<Archive::Outcome> Archive::verify(const ProvenFile& file, const std::string& key) {
    crypto::Sha256 hash;
    for (std::uint64_t at = 0; at < file.size;) {
        const ByteRange range{.first = at, .last = std::min(file.size, at + kVerifyPiece) - 1};
        const auto piece = co_await parts_.store.get(key, range, parts_.clock.in(kPiecePatience));
        if (!piece) co_return wib::unexpected(Setback{.reason = describe(piece.error())});
        if (piece->empty()) co_return wib::unexpected(Setback{.reason = "stored object is short"});
        hash.update(*piece);
        at += piece->size();
    }
    if (codec::hex(hash.digest()) != file.sha256) co_return wib::unexpected(Setback{.reason = "stored object differs"});
    co_return Outcome{};
}

/// False when the recording is stored already, by this very content.
Task<bool> Archive::begin_upload(const SettledSpool& spool, const Keys& keys) {
    const auto& summary = spool.summary;
    const auto& header = *summary.header;
    const db::Param ended_at = summary.end ? db::encode(summary.end->at) : db::Param{};
    auto tx = co_await parts_.database.begin(tenant_of(header), parts_.clock.in(kDatabasePatience));
    // The session may not have come to tell that the recording began.
    co_await tx->exec(sql::insert_recording, header.recording, header.organization, header.call,
                      spool_name(header.recording), header.started_at);
    const auto begun = co_await tx->exec(sql::begin_upload, header.recording, keys.spool, kSpoolContentType,
                                         static_cast<std::int64_t>(spool.file.size), spool.file.sha256,
                                         codec::hex(summary.chain_head), summary.duration().count(),
                                         static_cast<std::int64_t>(summary.tracks[0].frames + summary.tracks[1].frames),
                                         gaps_told(summary), pauses_told(summary), header.started_at, ended_at);
    const auto stored = co_await tx->exec(sql::find_stored_hash, header.recording);
    co_await tx->commit();
    if (!begun.empty()) co_return true;
    if (stored.front()["media_hash"].text() != spool.file.sha256)
        throw db::RefusedError{db::Refusal::unique_violation, "recording is stored with another content"};
    co_return false;
}

Task<void> Archive::tell_stored(const SettledSpool& spool, const ProvenFile& wav, const Keys& keys) {
    const auto& summary = spool.summary;
    const auto& header = *summary.header;
    const auto duration_ms = summary.duration().count();
    const auto told = codec::print(StoredTold{.status = "stored",
                                              .end = std::string{summary.end ? name(summary.end->reason) : "none"},
                                              .media_hash = spool.file.sha256,
                                              .chain_head = codec::hex(summary.chain_head),
                                              .size_bytes = spool.file.size,
                                              .duration_ms = duration_ms,
                                              .gaps = summary.gaps(),
                                              .missing_chunks = missing(summary)});
    auto tx = co_await parts_.database.begin(tenant_of(header), parts_.clock.in(kDatabasePatience));
    const auto moved = co_await tx->exec(sql::store_recording, header.recording, shortcoming(summary),
                                         is_complete(summary) ? "complete" : "partial");
    if (moved.empty()) co_return;  // an earlier commit went unheard
    tx->queue(sql::insert_derivative, header.organization, header.recording, keys.wav,
              static_cast<std::int64_t>(wav.size), wav.sha256, duration_ms, kWavProducer);
    tx->audit({.action = "recording:stored",
               .resource_type = "recording",
               .resource = header.recording.value,
               .new_value = told});
    const StoredRecording stored{.organization = header.organization,
                                 .call = header.call,
                                 .recording = header.recording,
                                 .duration = milliseconds{duration_ms}};
    if (parts_.sequel) co_await parts_.sequel->stored(*tx, stored);
    co_await commit_and_tell(
        *tx, parts_.live, header.organization,
        {.call_id = header.call, .recording_id = header.recording, .status = "stored", .duration_ms = duration_ms});
    if (parts_.sequel) parts_.sequel->committed(stored);
}

Task<void> Archive::tell_failed(const Header& header, std::string reason) {
    auto tx = co_await parts_.database.begin(tenant_of(header), parts_.clock.in(kDatabasePatience));
    const auto failed = co_await tx->exec(sql::fail_recording, header.recording, reason);
    if (failed.empty()) co_return;
    audit_failure(*tx, header.recording, reason);
    co_await commit_and_tell(*tx, parts_.live, header.organization,
                             {.call_id = header.call,
                              .recording_id = header.recording,
                              .status = "failed",
                              .duration_ms = failed.front()["duration_ms"].maybe<std::int64_t>()});
}

Task<void> Archive::remove(std::string path) {
    (void)co_await parts_.files.run([path = std::move(path)] { delete_file(path); }, parts_.clock.in(kFilePatience));
}

}  // namespace wib::record
