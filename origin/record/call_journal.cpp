#include "origin/record/call_journal.hpp"

#include <algorithm>

#include "generated/sql/record.hpp"
#include "origin/record/disk_shelf.hpp"
#include "origin/record/recording_news.hpp"
#include "shared/api/live.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::record {
namespace {

db::Tenant tenant_of(const media::StreamClaim& claim) {
    return {.organization = claim.organization, .actor_kind = ActorKind::job, .actor = {}, .label = "media"};
}

/// Postgres keeps no NUL in text; nobody says one.
std::string without_nul(std::string text) {
    std::erase(text, '\0');
    return text;
}

}  // namespace

SegmentId segment_id(const media::Segment& segment) {
    const auto digest =
        crypto::sha256("segment|" + to_string(segment.recording) + '|' + std::string{media::speaker_of(segment.track)} +
                       '|' + std::to_string(segment.session) + '|' + std::to_string(segment.order));
    std::array<std::uint8_t, 16> octets;
    std::ranges::transform(ByteView{digest}.first(16), octets.begin(),
                           [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    return SegmentId{uuid_v4(octets)};
}

void CallJournal::tell(const media::StreamClaim& claim, std::string kind, std::string data, std::int64_t sequence) {
    live_.publish({.organization = claim.organization,
                   .call = claim.call,
                   .kind = std::move(kind),
                   .data = std::move(data),
                   .sequence = sequence});
}

Task<Instant> CallJournal::recording_began(media::StreamClaim claim, RecordingId recording, Instant at,
                                           Deadline deadline) {
    auto tx = co_await database_.begin(tenant_of(claim), deadline);
    const auto inserted =
        co_await tx->exec(sql::insert_recording, recording, claim.organization, claim.call, spool_name(recording), at);
    const auto zero =
        (co_await tx->exec(sql::find_call_zero, claim.call)).front()["zero"].maybe<Instant>().value_or(at);
    if (inserted.empty()) {
        co_await tx->commit();
        co_return zero;
    }
    co_await commit_and_tell(
        *tx, live_, claim.organization,
        {.call_id = claim.call, .recording_id = recording, .status = "recording", .duration_ms = std::nullopt});
    co_return zero;
}

Task<void> CallJournal::recording_failed(media::StreamClaim claim, RecordingId recording, media::RecordingFault fault,
                                         Deadline deadline) {
    auto tx = co_await database_.begin(tenant_of(claim), deadline);
    const auto failed = co_await tx->exec(sql::fail_recording, recording, media::name(fault));
    if (failed.empty()) co_return;  // settled in the meantime
    audit_failure(*tx, recording, media::name(fault));
    co_await commit_and_tell(*tx, live_, claim.organization,
                             {.call_id = claim.call,
                              .recording_id = recording,
                              .status = "failed",
                              .duration_ms = failed.front()["duration_ms"].maybe<std::int64_t>()});
}

Task<void> CallJournal::turn_ended(media::StreamClaim claim, media::Segment segment, Deadline deadline) {
    const auto id = segment_id(segment);
    api::TurnEvent turn{.call_id = claim.call,
                        .segment_index = 0,
                        .speaker = std::string{media::speaker_of(segment.track)},
                        .content = without_nul(std::move(segment.content)),
                        .words = {},
                        .start_ms = segment.start.count(),
                        .end_ms = std::max(segment.start, segment.end).count(),
                        .confidence = segment.confidence};
    for (auto& word : segment.words)
        turn.words.push_back({.text = without_nul(std::move(word.text)),
                              .start_ms = word.start.count(),
                              .end_ms = word.end.count(),
                              .confidence = word.confidence});

    auto tx = co_await database_.begin(tenant_of(claim), deadline);
    tx->queue(sql::lock_transcript, to_string(claim.call));
    const auto kept =
        co_await tx->exec(sql::insert_segment, id, claim.organization, claim.call, turn.speaker, turn.content,
                          codec::print(turn.words), turn.start_ms, turn.end_ms, turn.confidence);
    if (kept.empty()) {
        const auto told = co_await tx->exec(sql::find_turn_event, id);
        co_await tx->commit();
        if (!told.empty())
            tell(claim, "turn", told.front()["event_data"].as<std::string>(), told.front()["seq"].as<std::int64_t>());
        co_return;
    }
    turn.segment_index = kept.front()["segment_index"].as<std::int32_t>();
    auto data = codec::print(turn);
    const auto seq =
        (co_await tx->exec_and_commit(sql::publish_turn, claim.call, data)).front()["seq"].as<std::int64_t>();
    tell(claim, "turn", std::move(data), seq);
}

Task<void> CallJournal::hearing_changed(media::StreamClaim claim, media::Track track, media::HearingState state,
                                        Deadline deadline) {
    auto data = codec::print(api::RecogniserEvent{.call_id = claim.call,
                                                  .state = std::string{media::name(state)},
                                                  .speaker = std::string{media::speaker_of(track)}});
    auto tx = co_await database_.begin(tenant_of(claim), deadline);
    const auto seq =
        (co_await tx->exec_and_commit(sql::publish_recogniser, claim.call, data)).front()["seq"].as<std::int64_t>();
    tell(claim, "recogniser", std::move(data), seq);
}

}  // namespace wib::record
