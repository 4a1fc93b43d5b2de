#include "origin/media/session.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/system/system_error.hpp>
#include <cmath>

#include "origin/db/tenant_tx.hpp"
#include "origin/runtime/within.hpp"
#include "shared/api/live.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::media {
namespace {

using namespace boost::asio::experimental::awaitable_operators;
using std::chrono::milliseconds;

/// A carrier that sends this much nonsense without one sensible message between is none.
constexpr int kMostMisunderstood = 500;
/// A stamp this far ahead of the time that has passed since the first frame is not believed.
constexpr milliseconds kStampAhead{60'000};
/// Ten minutes of talk without a database. Full: the newest is refused, and counted.
constexpr std::size_t kMostNews = 2000;
/// Handed to the writer at once when this much has gathered.
constexpr std::size_t kMostUnwritten = 32 * 1024;
constexpr std::chrono::seconds kJournalAttempt{5};
constexpr std::chrono::seconds kJournalAtStop{2};

std::string_view name(NotUnderstood why) {
    switch (why) {
        case NotUnderstood::not_json:
            return "not_json";
        case NotUnderstood::missing_field:
            return "missing_field";
        case NotUnderstood::bad_number:
            return "bad_number";
        case NotUnderstood::bad_audio:
            return "bad_audio";
        case NotUnderstood::too_long:
            return "too_long";
        case NotUnderstood::unsupported_codec:
            return "unsupported_codec";
    }
    return "";
}

}  // namespace

MediaSession::MediaSession(boost::asio::any_io_executor executor, MediaParts& parts, StreamClaim claim,
                           std::unique_ptr<StreamDialect> dialect)
    : executor_(executor),
      parts_(parts),
      claim_(std::move(claim)),
      dialect_(std::move(dialect)),
      log_(parts.log.with({{"call_id", claim_.call}, {"leg_id", claim_.leg}})),
      jitter_{JitterBuffer{Track::consumer, parts.settings.jitter}, JitterBuffer{Track::heard, parts.settings.jitter}},
      ears_{Ear{executor, Track::consumer, parts.recogniser, claim_.language, parts.settings.ear, *this, parts.clock,
                parts.random},
            Ear{executor, Track::heard, parts.recogniser, claim_.language, parts.settings.ear, *this, parts.clock,
                parts.random}},
      heard_from_carrier_(parts.clock.steady()),
      flushed_(heard_from_carrier_),
      levels_told_(heard_from_carrier_),
      journal_changed_(executor) {}

// Recogniser and database are slower than the carrier and may be gone: none of the four waits for another but at the
// end.
Task<void> MediaSession::run(std::unique_ptr<ws::Socket> socket) {
    parts_.metrics.streams.add(1);
    co_await (hear_carrier(std::move(socket)) && listen(ears_[0]) && listen(ears_[1]) && write_journal());
    parts_.metrics.streams.add(-1);
}

Task<void> MediaSession::hear_carrier(std::unique_ptr<ws::Socket> socket) {
    auto reason = EndReason::interrupted;
    try {
        reason = co_await read_frames(*socket);
    } catch (const boost::system::system_error&) {
        // Told to stop: the recording is ended like any other.
    }
    co_await ending();
    for (auto& jitter : jitter_) jitter.flush(*this);
    end_recording(reason);
    on_air_ = {};
    for (auto& ear : ears_) ear.end();
    count();
    --parts_running_;
    journal_changed_.notify();
    co_await socket->close(reason == EndReason::interrupted ? ws::CloseCode::going_away : ws::CloseCode::normal,
                           parts_.clock.in(parts_.settings.goodbye));
}

Task<record::EndReason> MediaSession::read_frames(ws::Socket& socket) {
    for (;;) {
        // Several frames come in one piece: only the first of them is waited for.
        Result<ws::Message, ws::SocketError> message = unexpected(ws::SocketError::late);
        if (const auto here = socket.arrived())
            message = *here;
        else
            message = co_await socket.read(next_due());
        const auto now = parts_.clock.steady();
        if (!message) {
            if (message.error() != ws::SocketError::late) co_return EndReason::disconnected;
            if (now - heard_from_carrier_ >= parts_.settings.silence) co_return EndReason::disconnected;
            tick(now);
            continue;
        }
        heard_from_carrier_ = now;
        const auto news = dialect_->read(message->data, parts_.clock.now());
        if (news) {
            misunderstood_in_a_row_ = 0;
            if (const auto end = take(*news)) co_return *end;
        } else {
            parts_.metrics.misunderstood.with({std::string{name(news.error())}}).add();
            if (news.error() == NotUnderstood::unsupported_codec || ++misunderstood_in_a_row_ >= kMostMisunderstood) {
                log_.error("media_not_understood", {{"reason", name(news.error())}});
                co_return EndReason::disconnected;
            }
        }
        tick(now);
    }
}

std::optional<record::EndReason> MediaSession::take(const StreamNews& news) {
    struct Take {
        MediaSession& session;
        std::optional<EndReason> operator()(const FrameCame& came) const {
            session.arrived(came.frame);
            return std::nullopt;
        }
        std::optional<EndReason> operator()(const StreamBegun& begun) const {
            if (!session.codec_) {
                session.codec_ = begun.codec;
                for (auto& meter : session.meters_) meter.emplace(begun.codec);
                if (auto* all = session.parts_.broadcasts)
                    session.on_air_ = all->begin(session.claim_.call, begun.codec);
            }
            return std::nullopt;
        }
        std::optional<EndReason> operator()(const CarrierComplained& complaint) const {
            session.log_.warn("media_carrier_complained", {{"code", complaint.code}, {"title", complaint.title}});
            return std::nullopt;
        }
        std::optional<EndReason> operator()(const StreamEnded&) const { return EndReason::stopped; }
        std::optional<EndReason> operator()(const DigitPressed&) const { return std::nullopt; }
        std::optional<EndReason> operator()(const MarkReached&) const { return std::nullopt; }
        std::optional<EndReason> operator()(const Unremarkable&) const { return std::nullopt; }
    };
    return std::visit(Take{*this}, news);
}

void MediaSession::arrived(Frame frame) {
    parts_.metrics.frames.add();
    if (!codec_) {
        parts_.metrics.misunderstood.with({"before_start"}).add();
        return;
    }
    auto& track_end = track_end_ms_[index(frame.track)];
    if (!first_) first_ = FirstFrame{.timestamp_ms = frame.timestamp_ms, .received_at = frame.received_at};
    const auto passed = std::chrono::duration_cast<milliseconds>(frame.received_at - first_->received_at) + kStampAhead;
    if (std::int64_t{frame.timestamp_ms} - first_->timestamp_ms > passed.count()) {
        parts_.metrics.implausible.add();
        frame.timestamp_ms = track_end;
    }
    track_end = frame.timestamp_ms + static_cast<std::uint32_t>(frame.payload.size() / record::kSamplesPerMs);
    jitter_[index(frame.track)].push(frame, heard_from_carrier_, *this);
}

Deadline MediaSession::next_due() const {
    auto at = heard_from_carrier_ + parts_.settings.silence;
    for (const auto& jitter : jitter_)
        if (const auto due = jitter.due()) at = std::min(at, *due);
    if (!unwritten_.empty()) at = std::min(at, flushed_ + parts_.settings.flush);
    return Deadline{at};
}

void MediaSession::tick(Deadline::Clock::time_point now) {
    for (auto& jitter : jitter_) jitter.tick(now, *this);
    if (now - flushed_ >= parts_.settings.flush || unwritten_.size() >= kMostUnwritten) flush();
    if (now - levels_told_ >= parts_.settings.levels) tell_levels();
}

void MediaSession::frame(const Frame& frame) {
    if (!file_) begin_recording(frame);
    stream_end_ms_ = std::max(
        stream_end_ms_, frame.timestamp_ms + static_cast<std::uint32_t>(frame.payload.size() / record::kSamplesPerMs));
    const auto position = placement_.place(frame);
    keep(frame);
    if (frame.arrival == Arrival::late) return;  // the listeners have moved on
    on_air_.air(frame);
    meters_[index(frame.track)]->hear(frame.payload);
    ears_[index(frame.track)].hear(frame.payload, *codec_, position, frame.received_at);
}

void MediaSession::gap(const Gap& gap) {
    if (writer_ && file_->has_room()) writer_->append(gap, unwritten_);
}

// ---------------------------------------------------------------------------------------------------------------------------
// The recording

void MediaSession::begin_recording(const Frame& first) {
    recording_ = parts_.random.id<RecordingId>();
    file_ = parts_.shelf.begin(recording_);
    writer_.emplace(record::Header{.organization = claim_.organization,
                                   .call = claim_.call,
                                   .leg = claim_.leg,
                                   .recording = recording_,
                                   .codec = *codec_,
                                   .started_at = first.received_at},
                    unwritten_);
    flush();
    note(RecordingBegan{.recording = recording_, .at = first.received_at});
}

void MediaSession::keep(const Frame& frame) {
    if (!writer_) return;
    auto& missing = overload_[index(frame.track)];
    if (!file_->has_room()) {
        parts_.metrics.overload.add();
        if (!missing)
            missing = Gap{.track = frame.track, .cause = record::GapCause::overload, .first_chunk = frame.chunk};
        ++missing->missing;
        return;
    }
    if (missing) {
        missing->timestamp_ms = frame.timestamp_ms;
        writer_->append(*missing, unwritten_);
        missing.reset();
    }
    writer_->append(frame, unwritten_);
}

void MediaSession::flush() {
    flushed_ = parts_.clock.steady();
    if (!writer_) return;
    if (!unwritten_.empty()) {
        // The next part will be about as long as this one.
        const auto room = unwritten_.size() + unwritten_.size() / 4;
        file_->append(std::move(unwritten_));
        unwritten_ = {};
        unwritten_.reserve(room);
    }
    const auto fault = file_->fault();
    if (fault == RecordingFault::none) return;
    // The call goes on; what has reached the disk is settled when the file is finished.
    writer_.reset();
    parts_.metrics.failed.with({std::string{name(fault)}}).add();
    log_.error("recording_failed", {{"recording_id", recording_}, {"fault", name(fault)}});
    note(RecordingFailed{.recording = recording_, .fault = fault});
}

void MediaSession::end_recording(EndReason reason) {
    if (!file_) return;
    if (writer_) writer_->end(reason, stream_end_ms_, parts_.clock.now(), unwritten_);
    flush();
    file_->finish();
    file_.reset();
    writer_.reset();
}

void MediaSession::count() {
    for (const auto& jitter : jitter_) {
        parts_.metrics.lost.add(jitter.counts().lost);
        parts_.metrics.late.add(jitter.counts().late);
        parts_.metrics.duplicates.add(jitter.counts().duplicates);
        parts_.metrics.implausible.add(jitter.counts().implausible);
    }
}

// ---------------------------------------------------------------------------------------------------------------------------
// What is understood, and telling it

Task<void> MediaSession::listen(Ear& ear) {
    co_await ear.listen();
    parts_.metrics.unheard_ms.add(static_cast<std::uint64_t>(ear.dropped().count()));
    --parts_running_;
    journal_changed_.notify();
}

void MediaSession::partial(Track track, Partial partial) {
    const api::PartialEvent event{.call_id = claim_.call,
                                  .speaker = std::string{speaker_of(track)},
                                  .text = std::move(partial.text),
                                  .start_ms = (partial.start + zero_offset_).count(),
                                  .sent_at_us = unix_micros(partial.last_audio_received)};
    parts_.live.publish(
        {.organization = claim_.organization, .call = claim_.call, .kind = "partial", .data = codec::print(event)});
}

void MediaSession::turn(Track track, std::uint32_t session, Turn turn) {
    Segment segment{.recording = recording_,
                    .track = track,
                    .session = session,
                    .order = turn.order,
                    .content = std::move(turn.text),
                    .words = {},
                    .start = turn.words.front().start,
                    .end = turn.words.back().end,
                    .confidence = 0};
    for (auto& word : turn.words) {
        segment.confidence += word.confidence / static_cast<double>(turn.words.size());
        segment.words.push_back(
            {.text = std::move(word.text), .start = word.start, .end = word.end, .confidence = word.confidence});
    }
    note(std::move(segment));
}

void MediaSession::hearing(Track track, HearingState state) {
    parts_.metrics.hearing.with({std::string{name(state)}}).add();
    if (state == HearingState::lost) log_.warn("recogniser_lost", {{"speaker", speaker_of(track)}});
    note(HearingChanged{.track = track, .state = state});
}

void MediaSession::tell_levels() {
    levels_told_ = parts_.clock.steady();
    if (!codec_) return;
    const auto rounded = [](double level) { return std::round(level * 1000.0) / 1000.0; };
    const api::LevelEvent event{.call_id = claim_.call,
                                .agent = rounded(meters_[index(Track::heard)]->take()),
                                .consumer = rounded(meters_[index(Track::consumer)]->take())};
    const bool silent = event.agent == 0 && event.consumer == 0;
    if (silent && levels_were_silent_) return;
    levels_were_silent_ = silent;
    parts_.live.publish(
        {.organization = claim_.organization, .call = claim_.call, .kind = "level", .data = codec::print(event)});
}

void MediaSession::note(News news) {
    if (journal_.size() >= kMostNews) {
        parts_.metrics.journal_dropped.add();
        return;
    }
    journal_.push_back({.news = std::move(news), .since = parts_.clock.steady()});
    journal_changed_.notify();
}

Task<void> MediaSession::write_journal() {
    try {
        for (;;) {
            while (journal_.empty() && parts_running_ > 0) co_await journal_changed_.wait();
            if (journal_.empty()) co_return;
            // Stays in front until it is kept: being told to stop must not lose it.
            co_await write_entry(journal_.front());
            journal_.pop_front();
        }
    } catch (const boost::system::system_error&) {
    }
    // Told to stop. The others end too and may leave last words behind.
    co_await ending();
    const auto deadline = parts_.clock.in(kJournalAtStop);
    while (parts_running_ > 0)
        if (!co_await journal_changed_.wait_uncancelled(deadline)) break;
    try {
        for (; !journal_.empty(); journal_.pop_front()) co_await write_once(journal_.front().news, deadline);
    } catch (const std::exception& failure) {
        parts_.metrics.journal_dropped.add(journal_.size());
        log_.error("media_journal_dropped", {{"news", journal_.size()}, {"reason", failure.what()}});
    }
}

Task<void> MediaSession::write_entry(Entry entry) {
    auto pause = parts_.settings.journal_pause;
    for (;;) {
        std::string reason;
        bool is_final = false;
        try {
            co_await write_once(entry.news, parts_.clock.in(kJournalAttempt));
            co_return;
        } catch (const db::UnavailableError& unavailable) {
            reason = unavailable.reason;
        } catch (const db::RefusedError& refused) {
            reason = refused.constraint;
            is_final = true;
        } catch (const db::StatementError& broken) {
            reason = broken.text;
            is_final = true;
        }
        if (is_final || parts_.clock.steady() - entry.since >= parts_.settings.journal) {
            parts_.metrics.journal_dropped.add();
            log_.error("media_journal_dropped", {{"news", 1}, {"reason", reason}});
            co_return;
        }
        parts_.metrics.journal_retries.add();
        co_await sleep_until(parts_.clock.in(pause));
        pause = std::min(pause * 2, parts_.settings.longest_journal_pause);
    }
}

Task<void> MediaSession::write_once(const News& news, Deadline deadline) {
    if (const auto* began = std::get_if<RecordingBegan>(&news)) {
        const auto zero = co_await parts_.journal.recording_began(claim_, began->recording, began->at, deadline);
        zero_offset_ = std::max(milliseconds{0}, std::chrono::duration_cast<milliseconds>(began->at - zero));
    } else if (const auto* failed = std::get_if<RecordingFailed>(&news)) {
        co_await parts_.journal.recording_failed(claim_, failed->recording, failed->fault, deadline);
    } else if (const auto* changed = std::get_if<HearingChanged>(&news)) {
        co_await parts_.journal.hearing_changed(claim_, changed->track, changed->state, deadline);
    } else if (const auto* ended = std::get_if<Segment>(&news)) {
        auto segment = *ended;
        segment.start += zero_offset_;
        segment.end += zero_offset_;
        for (auto& word : segment.words) {
            word.start += zero_offset_;
            word.end += zero_offset_;
        }
        co_await parts_.journal.turn_ended(claim_, std::move(segment), deadline);
    }
}

}  // namespace wib::media
