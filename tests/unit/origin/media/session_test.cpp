#include "origin/media/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include "origin/media/acceptor.hpp"
#include "shared/record/wav.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scripted_media.hpp"
#include "tests/support/spools.hpp"

namespace wib::media {
namespace {

using namespace std::chrono_literals;
using namespace wib::testing;
using record::EndReason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = RecogniserError::Kind;

/// A dialect as plain as can be: "start", "stop", "c 7 140" (consumer's chunk 7 at 140 ms), "h …"; audio as audio_of() makes it.
class PlainDialect final : public StreamDialect {
  public:
    Result<StreamNews, NotUnderstood> read(std::string_view message, Instant received_at) override {
        if (message == "start") return StreamNews{StreamBegun{.control_id = "x", .codec = record::Codec::pcmu}};
        if (message == "stop") return StreamNews{StreamEnded{}};
        if (message == "opus") return wib::unexpected(NotUnderstood::unsupported_codec);
        if (!message.starts_with("c ") && !message.starts_with("h ")) return wib::unexpected(NotUnderstood::not_json);
        FrameCame came;
        came.frame.track = message.starts_with('c') ? Track::consumer : Track::heard;
        char* rest = nullptr;
        const std::string text{message.substr(2)};
        came.frame.chunk = static_cast<std::uint32_t>(std::strtoul(text.c_str(), &rest, 10));
        came.frame.timestamp_ms = static_cast<std::uint32_t>(std::strtoul(rest, nullptr, 10));
        came.frame.received_at = received_at;
        audio_ = audio_of(came.frame.track, came.frame.chunk);
        came.frame.payload = audio_;
        return StreamNews{came};
    }
    std::string play(ByteView) const override { return "play"; }
    std::string mark(std::string_view) const override { return "mark"; }
    std::string clear() const override { return "clear"; }

  private:
    Bytes audio_;
};

struct Media : ::testing::Test {
    Media() {
        parts.settings.ear.first_pause = 1ms;
        parts.settings.ear.longest_pause = 4ms;
        parts.settings.ear.finish_patience = 50ms;
        parts.settings.ear.pre_roll = 60s;
        parts.settings.journal_pause = 1ms;
        parts.settings.longest_journal_pause = 2ms;
        parts.settings.jitter = 20ms;
        parts.settings.flush = 5ms;
    }

    void says(Track track, std::uint32_t from, std::uint32_t to, std::uint32_t offset_ms = 0) {
        for (auto chunk = from; chunk < to; ++chunk)
            line.says((track == Track::consumer ? "c " : "h ") + std::to_string(chunk) + " " + std::to_string(chunk * 20 + offset_ms));
    }
    Task<void> session() {
        MediaSession media{io.get_executor(), parts, claim, std::make_unique<PlainDialect>()};
        co_await media.run(std::make_unique<ScriptedSocket>(line));
    }
    /// The whole life of a session whose carrier has said everything already.
    void live() { run(io, session()); }

    void start() {
        boost::asio::co_spawn(io, session(), [this](std::exception_ptr failure) {
            EXPECT_FALSE(failure);
            over = true;
        });
        io.restart();
    }
    void run_until(const std::function<bool()>& reached) {
        while (!reached()) ASSERT_GT(io.run_one_for(20s), 0u) << "nothing happens any more";
    }
    void finish() {
        run_until([this] { return over; });
    }

    record::SpoolSummary recording() {
        EXPECT_THAT(shelf.files, SizeIs(1));
        return record::summarise(shelf.files.begin()->second.bytes);
    }
    std::vector<std::string> contents() {
        std::vector<std::string> found;
        for (const auto& segment : journal.segments) found.push_back(segment.content);
        return found;
    }

    bool over = false;
    boost::asio::io_context io{1};
    ScriptedSocket::Line line{io.get_executor()};
    ScriptedRecogniser recogniser{io.get_executor()};
    MemoryShelf shelf;
    MemoryJournal journal;
    MemoryPublisher live_events;
    SystemClock clock;
    CountingRandom random;
    MemorySink sink;
    observe::Metrics registry;
    MediaMetrics metrics{registry};
    StreamClaim claim{.organization = a_header().organization, .call = a_header().call, .leg = a_header().leg, .language = "en"};
    MediaParts parts{recogniser, shelf, journal, live_events, clock, random, observe::Log{sink, clock, observe::Level::info}, metrics};
};

TEST_F(Media, RecordsBothTracksAsReceivedAndEndsInGoodOrder) {
    line.says("start");
    for (std::uint32_t chunk = 1; chunk <= 100; ++chunk) {
        says(Track::consumer, chunk, chunk + 1);
        says(Track::heard, chunk, chunk + 1);
    }
    line.says("stop");
    live();

    const auto summary = recording();
    EXPECT_EQ(summary.fault, record::SpoolFault::none);
    ASSERT_TRUE(summary.end);
    EXPECT_EQ(summary.end->reason, EndReason::stopped);
    EXPECT_EQ(summary.track(Track::consumer).frames, 100u);
    EXPECT_EQ(summary.track(Track::heard).frames, 100u);
    EXPECT_EQ(summary.duration(), 2000ms);
    EXPECT_EQ(summary.header->call, claim.call);
    EXPECT_TRUE(shelf.files.begin()->second.finished);
    EXPECT_EQ(line.closed, ws::CloseCode::normal);
    ASSERT_THAT(journal.began, SizeIs(1));
    EXPECT_EQ(journal.began[0].first, shelf.files.begin()->first);
    EXPECT_EQ(metrics.frames.value(), 200u);
}

TEST_F(Media, WhoListensInHearsBothTracksAsReceivedUntilTheStreamIsOver) {
    Broadcasts all;
    parts.broadcasts = &all;
    start();
    line.says("start");
    run_until([&] { return all.find(claim.call) != nullptr; });
    const auto broadcast = all.find(claim.call);
    auto seat = Broadcast::sit(broadcast);
    ASSERT_TRUE(seat);
    for (std::uint32_t chunk = 1; chunk <= 10; ++chunk) {
        says(Track::consumer, chunk, chunk + 1);
        says(Track::heard, chunk, chunk + 1);
    }
    line.says("stop");
    finish();

    std::array<std::uint32_t, 2> next{1, 1};
    while (const auto piece = seat->take()) {
        auto& chunk = next[static_cast<std::size_t>(piece->track)];
        EXPECT_EQ(piece->timestamp_ms, chunk * 20);
        EXPECT_TRUE(std::ranges::equal(piece->samples(), audio_of(piece->track, chunk)));
        ++chunk;
    }
    EXPECT_THAT(next, ElementsAre(11, 11));
    EXPECT_TRUE(broadcast->is_over());
    EXPECT_EQ(all.find(claim.call), nullptr);
}

TEST_F(Media, AListenerWhoNeverReadsCostsTheRecordingNothing) {
    Broadcasts all;
    parts.broadcasts = &all;
    start();
    line.says("start");
    run_until([&] { return all.find(claim.call) != nullptr; });
    auto asleep = Broadcast::sit(all.find(claim.call));
    says(Track::consumer, 1, 501);
    line.says("stop");
    finish();
    EXPECT_EQ(recording().track(Track::consumer).frames, 500u);
    EXPECT_EQ(recording().gaps(), 0u);
}

TEST_F(Media, AStreamWithoutAudioLeavesNoRecording) {
    line.says("start");
    line.says("stop");
    live();
    EXPECT_THAT(shelf.files, IsEmpty());
    EXPECT_THAT(journal.began, IsEmpty());
    EXPECT_EQ(recogniser.asked, 0);
}

TEST_F(Media, BothTracksAreHeardInChunksOfATenthOfASecond) {
    line.says("start");
    says(Track::consumer, 1, 51);
    says(Track::heard, 1, 28);
    line.says("stop");
    live();
    ASSERT_THAT(recogniser.heard, SizeIs(2));
    for (const auto& heard : recogniser.heard) {
        for (std::size_t i = 0; i + 1 < heard.chunks.size(); ++i) EXPECT_EQ(heard.chunks[i], 800u);
        EXPECT_GE(heard.chunks.back(), 400u);  // less would be refused: the rest is filled with silence
        EXPECT_TRUE(heard.finished);
    }
    EXPECT_EQ(recogniser.heard[0].audio, 1000ms);
    EXPECT_EQ(recogniser.heard[1].audio, 550ms);  // 540 ms and ten of silence
}

TEST_F(Media, PartialWordsAreToldAndEndedTurnsAreKept) {
    recogniser.scripts.push_back({.steps = {{200ms, a_turn(0, false, {{"hello", 40, 120}})},
                                            {400ms, a_turn(0, true, {{"Hello", 40, 120}, {"there.", 140, 300}})}}});
    line.says("start");
    says(Track::consumer, 1, 51);
    line.says("stop");
    live();

    ASSERT_THAT(journal.segments, SizeIs(1));
    const auto& segment = journal.segments[0];
    EXPECT_EQ(segment.content, "Hello there.");
    EXPECT_EQ(segment.track, Track::consumer);
    EXPECT_EQ(segment.start, 40ms);
    EXPECT_EQ(segment.end, 300ms);
    EXPECT_NEAR(segment.confidence, 0.9, 1e-9);
    ASSERT_THAT(segment.words, SizeIs(2));
    EXPECT_EQ(segment.words[1].text, "there.");
    const auto partials = live_events.of("partial");
    ASSERT_THAT(partials, SizeIs(1));
    EXPECT_THAT(partials[0].data, ::testing::HasSubstr(R"("speaker":"consumer","text":"hello","start_ms":40,"sent_at_us":)"));
    EXPECT_FALSE(partials[0].sequence);
    EXPECT_THAT(journal.hearing[Track::consumer], ElementsAre(HearingState::listening));
}

TEST_F(Media, LastWordsComeAfterTheCarrierHasGone) {
    recogniser.scripts.push_back({.at_finish = {a_turn(0, true, {{"Goodbye.", 100, 400}})}});
    line.says("start");
    says(Track::heard, 1, 51);
    line.fails(ws::SocketError::broken);
    live();
    EXPECT_THAT(contents(), ElementsAre("Goodbye."));
    EXPECT_EQ(journal.segments[0].track, Track::heard);
    EXPECT_EQ(recording().end->reason, EndReason::disconnected);
}

TEST_F(Media, FramesOutOfOrderAreRecordedInOrder) {
    line.says("start");
    for (const auto chunk : {1, 3, 2, 4, 4, 6, 5, 7}) says(Track::consumer, static_cast<std::uint32_t>(chunk), static_cast<std::uint32_t>(chunk) + 1);
    line.says("stop");
    live();
    const auto summary = recording();
    EXPECT_EQ(summary.track(Track::consumer).frames, 7u);
    EXPECT_EQ(summary.gaps(), 0u);
    EXPECT_EQ(metrics.duplicates.value(), 1u);
    const auto expected = [] {
        Bytes out;
        record::SpoolWriter writer{a_header(), out};
        for (std::uint32_t chunk = 1; chunk < 8; ++chunk) {
            const auto audio = audio_of(Track::consumer, chunk);
            writer.append(a_frame(Track::consumer, chunk, audio), out);
        }
        return record::render_wav(out);
    }();
    EXPECT_EQ(record::render_wav(shelf.files.begin()->second.bytes), expected);
}

TEST_F(Media, AHoleBecomesAGapWithoutWaitingForTheCarrier) {
    line.says("start");
    says(Track::consumer, 1, 5);
    says(Track::consumer, 8, 10);
    start();
    // Nothing more is said: the gap is written because its time has come.
    run_until([&] { return !shelf.files.empty() && recording().gaps() == 1; });
    line.says("stop");
    finish();
    const auto summary = recording();
    EXPECT_EQ(summary.track(Track::consumer).missing, 3u);
    EXPECT_EQ(summary.duration(), 180ms);
    EXPECT_EQ(metrics.lost.value(), 3u);
}

TEST_F(Media, NonsenseIsCountedAndCostsNothing) {
    line.says("c 1 20");  // before the start
    line.says("start");
    for (std::uint32_t chunk = 1; chunk < 50; ++chunk) {
        line.says("\x01\x02 nonsense");
        says(Track::consumer, chunk, chunk + 1);
    }
    line.says("stop");
    live();
    EXPECT_EQ(recording().track(Track::consumer).frames, 49u);
    EXPECT_EQ(metrics.misunderstood.with({"not_json"}).value(), 49u);
    EXPECT_EQ(metrics.misunderstood.with({"before_start"}).value(), 1u);
}

TEST_F(Media, NothingButNonsenseIsNoCarrier) {
    line.says("start");
    says(Track::consumer, 1, 3);
    for (int i = 0; i < 1000; ++i) line.says("?");
    live();
    EXPECT_EQ(recording().end->reason, EndReason::disconnected);
    EXPECT_LT(line.read, 600u);
}

TEST_F(Media, ACodecWeDoNotSpeakEndsTheStreamAtOnce) {
    line.says("opus");
    live();
    EXPECT_TRUE(line.closed);
    EXPECT_THAT(shelf.files, IsEmpty());
}

TEST_F(Media, AStampThatCannotBeIsReplacedByWhereItsTrackStands) {
    line.says("start");
    says(Track::consumer, 1, 5);
    line.says("c 5 4000000000");
    says(Track::consumer, 6, 10);
    line.says("stop");
    live();
    EXPECT_EQ(recording().duration(), 180ms);
    EXPECT_EQ(metrics.implausible.value(), 1u);
}

TEST_F(Media, AFullDiskFailsTheRecordingAndTheCallGoesOn) {
    shelf.capacity = 5'000;
    parts.settings.flush = 0ms;
    recogniser.scripts.push_back({.at_finish = {a_turn(0, true, {{"Still", 100, 400}})}});
    line.says("start");
    says(Track::consumer, 1, 101);
    line.says("stop");
    live();
    EXPECT_THAT(journal.failed, ElementsAre(RecordingFault::disk_full));
    EXPECT_EQ(metrics.failed.with({"disk_full"}).value(), 1u);
    EXPECT_TRUE(shelf.files.begin()->second.finished);
    // What had reached the disk is a valid prefix, and everything was heard.
    EXPECT_GT(recording().track(Track::consumer).frames, 15u);
    EXPECT_EQ(recogniser.heard[0].audio, 2000ms);
    EXPECT_THAT(contents(), ElementsAre("Still"));
}

TEST_F(Media, WhatASlowDiskCouldNotTakeIsAGapThatSaysSo) {
    line.says("start");
    says(Track::consumer, 1, 11);
    start();
    run_until([&] { return line.waiting.empty(); });
    shelf.stalled = true;
    says(Track::consumer, 11, 21);
    run_until([&] { return line.waiting.empty(); });
    shelf.stalled = false;
    says(Track::consumer, 21, 31);
    line.says("stop");
    finish();
    const auto summary = recording();
    EXPECT_EQ(summary.fault, record::SpoolFault::none);
    EXPECT_EQ(summary.track(Track::consumer).frames, 20u);
    EXPECT_EQ(summary.track(Track::consumer).missing, 10u);
    EXPECT_EQ(summary.duration(), 600ms);
    EXPECT_EQ(metrics.overload.value(), 10u);
}

TEST_F(Media, WithoutARecogniserTheCallIsStillRecorded) {
    recogniser.scripts.push_back({.refuses = RecogniserError{Kind::not_configured, false, ""}});
    recogniser.scripts.push_back({.refuses = RecogniserError{Kind::not_configured, false, ""}});
    line.says("start");
    says(Track::consumer, 1, 51);
    says(Track::heard, 1, 51);
    line.says("stop");
    live();
    EXPECT_EQ(recording().duration(), 1000ms);
    EXPECT_EQ(recogniser.asked, 2);
    EXPECT_THAT(journal.hearing[Track::consumer], ElementsAre(HearingState::not_configured));
    EXPECT_THAT(journal.hearing[Track::heard], ElementsAre(HearingState::not_configured));
}

// The recogniser fails at each step in turn, for good or for now; recording and kept words never depend on it.
struct FailingRecogniser : Media, ::testing::WithParamInterface<std::tuple<int, bool>> {};

TEST_P(FailingRecogniser, LosesNoRecordingAndNoWordAlreadyFinal) {
    const auto [step, retryable] = GetParam();
    const RecogniserError failure{Kind::closed, retryable, "scripted"};
    HearingScript script{.steps = {{100ms, a_turn(0, false, {{"one", 0, 80}})},
                                   {200ms, a_turn(0, true, {{"One.", 0, 80}})},
                                   {300ms, a_turn(1, false, {{"two", 200, 280}})}},
                         .at_finish = {a_turn(1, true, {{"Two.", 200, 280}})}};
    std::vector<std::string> expected{"One.", "Two."};
    if (step == 0) {
        script = {.refuses = failure};
        expected = {};
    } else if (step <= 3) {
        script.steps[static_cast<std::size_t>(step - 1)].says = failure;
        script.at_finish.clear();
        if (step <= 2) expected = {};
        if (step == 2) expected = {"one"};  // final words of a turn nobody will end
        if (step == 3) expected = {"One."};
    } else {
        script.never_finishes = true;
        expected = {"One.", "two"};
    }
    recogniser.scripts.push_back(script);
    line.says("start");
    says(Track::consumer, 1, 51);
    line.says("stop");
    live();

    EXPECT_EQ(contents(), expected);
    const auto summary = recording();
    EXPECT_EQ(summary.end->reason, EndReason::stopped);
    EXPECT_EQ(summary.duration(), 1000ms);
    if (step < 4) EXPECT_THAT(journal.hearing[Track::consumer], ::testing::Contains(HearingState::lost));
}
INSTANTIATE_TEST_SUITE_P(EachStep, FailingRecogniser, ::testing::Combine(::testing::Range(0, 5), ::testing::Bool()));

TEST_F(Media, ARecogniserThatComesBackContinuesOnTheCallsClock) {
    recogniser.scripts.push_back({.steps = {{200ms, a_turn(0, true, {{"Before.", 20, 180}})},
                                            {500ms, RecogniserError{Kind::closed, true, "gone"}}}});
    recogniser.scripts.push_back({.steps = {{100ms, a_turn(0, true, {{"After.", 0, 60}})}}});
    line.says("start");
    says(Track::consumer, 1, 26);
    start();
    run_until([&] { return journal.hearing[Track::consumer].size() == 2; });
    // Ten seconds later on the stream's clock.
    says(Track::consumer, 26, 51, 10'000);
    run_until([&] { return journal.segments.size() == 2; });
    line.says("stop");
    finish();
    EXPECT_THAT(journal.hearing[Track::consumer], ElementsAre(HearingState::listening, HearingState::lost, HearingState::back));
    EXPECT_EQ(journal.segments[0].start, 20ms);
    EXPECT_EQ(journal.segments[0].session, 0u);
    EXPECT_EQ(journal.segments[1].start, 10'500ms);
    EXPECT_EQ(journal.segments[1].end, 10'560ms);
    EXPECT_EQ(journal.segments[1].session, 1u);
}

TEST_F(Media, AudioWithoutARecogniserIsBoundedAndCounted) {
    parts.settings.ear.pre_roll = 200ms;
    recogniser.scripts.push_back({.refuses = RecogniserError{Kind::refused, false, "bad key"}});
    line.says("start");
    says(Track::consumer, 1, 101);
    line.says("stop");
    live();
    EXPECT_EQ(recording().duration(), 2000ms);
    EXPECT_GE(metrics.unheard_ms.value(), 1700u);
    EXPECT_EQ(recogniser.asked, 1);
}

TEST_F(Media, AJournalThatIsAwayIsToldEverythingLater) {
    journal.away_for = 20;
    recogniser.scripts.push_back({.steps = {{100ms, a_turn(0, true, {{"First.", 0, 80}})}, {200ms, a_turn(1, true, {{"Second.", 90, 180}})}}});
    line.says("start");
    says(Track::consumer, 1, 51);
    line.says("stop");
    live();
    EXPECT_THAT(contents(), ElementsAre("First.", "Second."));
    EXPECT_EQ(metrics.journal_retries.value(), 20u);
    EXPECT_EQ(metrics.journal_dropped.value(), 0u);
}

TEST_F(Media, AJournalThatStaysAwayDoesNotKeepASessionForEver) {
    journal.away_for = 1'000'000;
    parts.settings.journal = 0s;
    line.says("start");
    says(Track::consumer, 1, 51);
    line.says("stop");
    live();
    EXPECT_GE(metrics.journal_dropped.value(), 2u);
    EXPECT_EQ(recording().duration(), 1000ms);
}

TEST_F(Media, ToldToStopItStillEndsTheRecordingAndKeepsItsWords) {
    recogniser.scripts.push_back({.steps = {{200ms, a_turn(0, false, {{"unfinished", 20, 180}})}}});
    line.says("start");
    says(Track::consumer, 1, 51);
    boost::asio::cancellation_signal stop;
    bool ended = false;
    boost::asio::co_spawn(io, session(), boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr) { ended = true; }));
    run_until([&] { return !live_events.of("partial").empty(); });
    stop.emit(boost::asio::cancellation_type::all);
    run_until([&] { return ended; });
    EXPECT_EQ(recording().end->reason, EndReason::interrupted);
    EXPECT_EQ(recording().duration(), 1000ms);
    EXPECT_THAT(contents(), ElementsAre("unfinished"));
    EXPECT_EQ(line.closed, ws::CloseCode::going_away);
}

TEST_F(Media, AStreamThatJoinsLaterCountsFromTheCallsFirstRecording) {
    recogniser.scripts.push_back({.steps = {{200ms, a_turn(0, true, {{"Later.", 40, 120}})}}});
    journal.zero = clock.now() - 60s;
    line.says("start");
    says(Track::consumer, 1, 51);
    line.says("stop");
    live();
    ASSERT_THAT(journal.segments, SizeIs(1));
    EXPECT_GE(journal.segments[0].start, 60'040ms);
    EXPECT_LE(journal.segments[0].start, 70'000ms);
    EXPECT_EQ(journal.segments[0].end - journal.segments[0].start, 80ms);
}

TEST_F(Media, LevelsAreToldWhileSomebodyIsLoud) {
    parts.settings.levels = 0ms;
    line.says("start");
    says(Track::consumer, 1, 6);
    line.says("stop");
    live();
    const auto levels = live_events.of("level");
    ASSERT_FALSE(levels.empty());
    EXPECT_THAT(levels[0].data, ::testing::HasSubstr(R"("agent":0,"consumer":0.)"));
    EXPECT_LE(levels.size(), 7u);
}

// ---------------------------------------------------------------------------------------------------------------------------

struct OneTicket final : StreamGate {
    Task<Result<StreamClaim, ClaimRefusal>> claim_stream(std::string token, Deadline) override {
        if (token != "ticket") co_return wib::unexpected(ClaimRefusal::forged);
        if (std::exchange(spent, true)) co_return wib::unexpected(ClaimRefusal::used);
        co_return claim;
    }
    StreamClaim claim;
    bool spent = false;
};

TEST_F(Media, ATokenAdmitsOnce) {
    OneTicket gate;
    gate.claim = claim;
    const auto admit = admit_streams(parts, gate, [] { return std::make_unique<PlainDialect>(); });
    const auto knock = [&](std::string token) {
        ws::Upgrade upgrade{.target = {}, .path = {}, .query = {}, .headers = {}, .peer_address = {}, .correlation_id = {}, .deadline = soon()};
        if (!token.empty()) upgrade.query["token"] = token;
        return run(io, admit(std::move(upgrade)));
    };
    for (const auto* token : {"", "forged"}) {
        const auto refused = knock(token);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, api::Code::stream_token_invalid);
    }
    auto admitted = knock("ticket");
    ASSERT_TRUE(admitted);
    ASSERT_FALSE(knock("ticket"));
    EXPECT_EQ(metrics.refused.with({"forged"}).value(), 2u);
    EXPECT_EQ(metrics.refused.with({"used"}).value(), 1u);

    line.says("start");
    says(Track::consumer, 1, 11);
    line.says("stop");
    run(io, admitted->session(std::make_unique<ScriptedSocket>(line)));
    EXPECT_EQ(recording().duration(), 200ms);
}

}  // namespace
}  // namespace wib::media
