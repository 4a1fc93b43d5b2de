// Journal, archive and routes against a migrated database and a store in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include "origin/record/archive.hpp"
#include "origin/record/call_journal.hpp"
#include "origin/record/recording_routes.hpp"
#include "shared/codec/hex.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/record/wav.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/scripted_media.hpp"
#include "tests/support/spools.hpp"
#include "tests/support/temporary_directory.hpp"

namespace wib::record {
namespace {

using namespace std::chrono_literals;
using namespace wib::testing;
using ::testing::HasSubstr;
using ::testing::SizeIs;

struct Record : ::testing::Test {
    Record() {
        claim.call =
            *CallId::parse(world.truth("insert into calls (organization_id, to_number) values ('" +
                                       to_string(world.tenancy.organization) + "', '+15550100001') returning id"));
    }
    std::string truth(const std::string& sql) { return world.truth(sql); }

    media::Segment segment(int order, std::string content, media::Track track = media::Track::consumer) {
        return {.recording = recording,
                .track = track,
                .session = 0,
                .order = order,
                .content = content,
                .words = {{.text = content, .start = 100ms, .end = 300ms, .confidence = 0.5}},
                .start = 100ms,
                .end = 300ms,
                .confidence = 0.5};
    }

    World world;
    media::StreamClaim claim{.organization = world.tenancy.organization, .call = {}, .leg = {}, .language = "en"};
    RecordingId recording = a_header().recording;
    MemoryPublisher live;
    SystemClock clock;
    MemoryStore store;
};

// ---------------------------------------------------------------------------------------------------------------------------

struct Journal : Record {
    CallJournal journal{*world.db, live};
};

TEST_F(Journal, TurnsAreNumberedInTheOrderOfTheirCommitsOverBothSpeakers) {
    world.run(journal.turn_ended(claim, segment(0, "hello"), soon()));
    world.run(journal.turn_ended(claim, segment(0, "good day", media::Track::heard), soon()));
    world.run(journal.turn_ended(claim, segment(1, "bye"), soon()));
    EXPECT_EQ(truth("select string_agg(segment_index || ' ' || speaker || ' ' || content, ', ' order by segment_index) "
                    "from call_transcript_segments"),
              "0 consumer hello, 1 agent good day, 2 consumer bye");
    EXPECT_EQ(truth("select words ->> 0 from call_transcript_segments where segment_index = 0"),
              R"({"text": "hello", "end_ms": 300, "start_ms": 100, "confidence": 0.5})");
    ASSERT_THAT(live.events, SizeIs(3));
    EXPECT_EQ(live.events[1].kind, "turn");
    EXPECT_THAT(live.events[1].data, HasSubstr(R"("segment_index":1,"speaker":"agent","content":"good day")"));
    EXPECT_EQ(std::to_string(*live.events[2].sequence), truth("select max(seq) from call_timeline_events"));
    EXPECT_EQ(truth("select is_authoritative from call_transcript_segments limit 1"), "f");
}

TEST_F(Journal, TheSameTurnKeptTwiceIsOneTurnToldAgain) {
    world.run(journal.turn_ended(claim, segment(0, "hello"), soon()));
    world.run(journal.turn_ended(claim, segment(0, "hello"), soon()));
    EXPECT_EQ(truth("select count(*) from call_transcript_segments"), "1");
    EXPECT_EQ(truth("select count(*) from call_timeline_events"), "1");
    ASSERT_THAT(live.events, SizeIs(2));
    EXPECT_EQ(live.events[0].sequence, live.events[1].sequence);
}

TEST_F(Journal, TwoSpeakersAtOnceNeverShareAnIndex) {
    int left = 20;
    for (int order = 0; order < 10; ++order)
        for (const auto track : {media::Track::consumer, media::Track::heard})
            boost::asio::co_spawn(world.io, journal.turn_ended(claim, segment(order, "word", track), soon()),
                                  [&](std::exception_ptr failure) {
                                      EXPECT_FALSE(failure);
                                      --left;
                                  });
    world.io.restart();
    while (left > 0 && world.io.run_one_for(20s) > 0) {
    }
    EXPECT_EQ(truth("select count(distinct segment_index) || ' ' || max(segment_index) from call_transcript_segments"),
              "20 19");
}

TEST_F(Journal, WhatPostgresCannotHoldDoesNotCostTheTurn) {
    world.run(journal.turn_ended(claim, segment(0, std::string{"nul\0byte", 8}), soon()));
    EXPECT_EQ(truth("select content from call_transcript_segments"), "nulbyte");
}

TEST_F(Journal, ACallsTimeLineBeginsWithItsFirstRecording) {
    const auto noon = kSpoolStart;
    EXPECT_EQ(world.run(journal.recording_began(claim, recording, noon, soon())), noon);
    EXPECT_EQ(world.run(journal.recording_began(claim, recording, noon, soon())), noon);
    const RecordingId second{uuid_v4({9})};
    EXPECT_EQ(world.run(journal.recording_began(claim, second, noon + 60s, soon())), noon);
    EXPECT_EQ(truth("select count(*) from recordings where status = 'recording'"), "2");
    ASSERT_THAT(live.of("recording"), SizeIs(2));
    EXPECT_THAT(live.events[0].data, HasSubstr(R"("status":"recording","duration_ms":null)"));
}

TEST_F(Journal, FailureAndHearingAreToldAndKept) {
    world.run(journal.recording_began(claim, recording, kSpoolStart, soon()));
    world.run(journal.recording_failed(claim, recording, media::RecordingFault::disk_full, soon()));
    world.run(journal.hearing_changed(claim, media::Track::heard, media::HearingState::lost, soon()));
    EXPECT_EQ(truth("select status || ' ' || failure_reason from recordings"), "failed disk_full");
    EXPECT_EQ(truth("select new_value->>'reason' from audit_logs where action = 'recording:failed'"), "disk_full");
    ASSERT_THAT(live.events, SizeIs(3));
    EXPECT_THAT(live.events[2].data, HasSubstr(R"("state":"lost","speaker":"agent")"));
    EXPECT_TRUE(live.events[2].sequence);
}

TEST_F(Journal, AForeignTenantsCallIsRefused) {
    const auto other = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    auto foreign = claim;
    foreign.organization = other.organization;
    EXPECT_THROW(world.run(journal.turn_ended(foreign, segment(0, "x"), soon())), db::RefusedError);
    EXPECT_EQ(truth("select count(*) from call_transcript_segments"), "0");
}

// ---------------------------------------------------------------------------------------------------------------------------

struct Archiving : Record {
    Archiving() {
        settings.directory = directory.path();
        settings.first_pause = 1ms;
        settings.longest_pause = 2ms;
    }
    ~Archiving() override { stop(); }

    /// A spool of this call as a session leaves it; `torn` bytes are missing at its end.
    Bytes spool(std::size_t torn = 0, std::uint32_t chunks = 100) {
        auto header = a_header();
        header.organization = claim.organization;
        header.call = claim.call;
        header.recording = recording;
        Bytes bytes;
        SpoolWriter writer{header, bytes};
        for (std::uint32_t chunk = 0; chunk < chunks; ++chunk)
            for (const auto track : {Track::consumer, Track::heard}) {
                const auto audio = audio_of(track, chunk);
                writer.append(a_frame(track, chunk, audio), bytes);
            }
        writer.end(EndReason::stopped, chunks * 20, kSpoolStart + chunks * 20ms, bytes);
        bytes.resize(bytes.size() - torn);
        write_file(path(), bytes);
        return bytes;
    }
    void start() {
        archive.emplace(world.io.get_executor(),
                        ArchiveParts{*world.db, store, live, files, clock, random,
                                     observe::Log{sink, clock, observe::Level::info}, metrics},
                        settings);
        boost::asio::co_spawn(world.io, archive->run(),
                              boost::asio::bind_cancellation_slot(signal.slot(), [this](std::exception_ptr failure) {
                                  EXPECT_FALSE(failure);
                                  running = false;
                              }));
        running = true;
        world.io.restart();
    }
    void stop() {
        if (!running) return;
        signal.emit(boost::asio::cancellation_type::all);
        while (running && world.io.run_one_for(20s) > 0) {
        }
    }
    void run_until(const std::function<bool()>& reached) {
        while (!reached()) ASSERT_GT(world.io.run_one_for(20s), 0u) << "nothing happens any more\n" << sink.all();
    }
    void bring_home() {
        start();
        run_until([this] { return directory.files() == 0; });
        stop();
    }

    TemporaryDirectory directory;
    std::string path() const { return directory.file(spool_name(recording)); }
    std::string folder() const {
        return "recordings/" + to_string(claim.organization) + '/' + to_string(claim.call) + '/' + to_string(recording);
    }
    ArchiveSettings settings;
    BlockingPool files{"files", 2, 64};
    CountingRandom random;
    MemorySink sink;
    observe::Metrics metrics;
    std::optional<Archive> archive;
    boost::asio::cancellation_signal signal;
    bool running = false;
};

TEST_F(Archiving, AClosedSpoolIsStoredProvenToldAndOnlyThenDeleted) {
    const auto bytes = spool();
    bring_home();
    EXPECT_EQ(store.objects.at(folder() + ".wibspool"), as_text(bytes));
    EXPECT_EQ(store.objects.at(folder() + ".wav"), as_text(render_wav(bytes)));
    EXPECT_EQ(store.content_types.at(folder() + ".wibspool"), "application/x-wib-spool");
    EXPECT_EQ(store.content_types.at(folder() + ".wav"), "audio/wav");
    EXPECT_EQ(truth("select status || ' ' || source || ' ' || duration_ms || ' ' || size_bytes || ' ' || frame_count "
                    "|| ' ' || evidence_completeness "
                    "from recordings"),
              "stored stream 2000 " + std::to_string(bytes.size()) + " 200 complete");
    EXPECT_EQ(truth("select media_hash from recordings"), codec::hex(crypto::sha256(ByteView{bytes})));
    EXPECT_EQ(truth("select chain_head from recordings"), codec::hex(summarise(bytes).chain_head));
    EXPECT_EQ(truth("select object_key from recordings"), folder() + ".wibspool");
    EXPECT_EQ(truth("select spool_path is null and failure_reason is null from recordings"), "t");
    EXPECT_EQ(truth("select kind || ' ' || size_bytes from recording_derivatives"),
              "wav " + std::to_string(render_wav(bytes).size()));
    EXPECT_EQ(truth("select media_hash from recording_derivatives"),
              codec::hex(crypto::sha256(ByteView{render_wav(bytes)})));
    EXPECT_EQ(truth("select action || ' ' || actor_type from audit_logs"), "recording:stored automation");
    ASSERT_THAT(live.of("recording"), SizeIs(1));
    EXPECT_THAT(live.events[0].data, HasSubstr(R"("status":"stored","duration_ms":2000)"));
}

TEST_F(Archiving, WhatACrashLeftIsEndedAsInterruptedAndKept) {
    spool(/*torn=*/10'000);
    bring_home();
    EXPECT_EQ(truth("select status || ' ' || failure_reason || ' ' || evidence_completeness from recordings"),
              "stored interrupted partial");
    const auto& stored = store.objects.at(folder() + ".wibspool");
    EXPECT_EQ(summarise(as_bytes(stored)).end->reason, EndReason::interrupted);
    EXPECT_GT(summarise(as_bytes(stored)).duration(), 500ms);
}

TEST_F(Archiving, AFileThatIsClosedLaterIsTakenAtOnce) {
    spool();
    start();
    run_until([this] { return directory.files() == 0; });  // it has looked around and will not again for a minute
    recording = RecordingId{uuid_v4({8})};
    spool(/*torn=*/50);
    archive->take({.recording = recording, .fault = media::RecordingFault::disk_full});
    run_until([this] { return directory.files() == 0; });
    stop();
    EXPECT_EQ(truth("select status || ' ' || failure_reason from recordings where id = '" + to_string(recording) + "'"),
              "stored disk_full");
}

// The store fails at each operation in turn; the next attempt finds whatever state that left.
TEST_F(Archiving, AStoreThatFailsAtAnyStepLosesNothingAndDoublesNothing) {
    spool();
    bring_home();
    const auto steps = store.operations;
    EXPECT_GE(steps, 8);
    for (int step = 0; step < steps; ++step) {
        random.fill(recording.value.octets);
        const auto its = " where resource_id = '" + to_string(recording) + "'";
        store.operations = 0;
        store.fail_at = step;
        const auto bytes = spool();
        bring_home();
        EXPECT_EQ(truth("select status || ' ' || media_hash from recordings where id = '" + to_string(recording) + "'"),
                  "stored " + codec::hex(crypto::sha256(ByteView{bytes})));
        EXPECT_EQ(
            truth("select count(*) from recording_derivatives where recording_id = '" + to_string(recording) + "'"),
            "1");
        EXPECT_EQ(truth("select count(*) from audit_logs" + its), "1");
        EXPECT_EQ(store.objects[folder() + ".wibspool"], as_text(bytes)) << "the recording itself, step " << step;
        EXPECT_EQ(store.objects[folder() + ".wav"], as_text(render_wav(bytes))) << step;
    }
}

TEST_F(Archiving, AStoreThatKeepsSomethingElseIsNotBelieved) {
    spool();
    store.corrupts = true;
    start();
    run_until([this] { return !live.of("recording").empty(); });
    EXPECT_EQ(truth("select status from recordings"), "failed");
    EXPECT_TRUE(std::filesystem::exists(path()));
    EXPECT_THAT(truth("select failure_reason from recordings"), HasSubstr("differs"));
    EXPECT_THAT(truth("select new_value->>'reason' from audit_logs where action = 'recording:failed'"),
                HasSubstr("differs"));
    EXPECT_THAT(live.of("recording"), SizeIs(1));
    store.corrupts = false;
    run_until([this] { return directory.files() == 0; });
    stop();
    EXPECT_EQ(truth("select status || ' ' || coalesce(failure_reason, '-') from recordings"), "stored -");
}

TEST_F(Archiving, AStoreThatKeepsOneOfTheTwoDifferentlyIsNotBelieved) {
    store.corrupts = true;
    for (const auto* which : {".wibspool", ".wav"}) {
        random.fill(recording.value.octets);
        store.corrupts_only = which;
        const auto told = live.of("recording").size();
        spool();
        start();
        run_until([&] { return live.of("recording").size() > told; });
        stop();
        EXPECT_EQ(truth("select status from recordings where id = '" + to_string(recording) + "'"), "failed") << which;
        EXPECT_TRUE(std::filesystem::exists(path())) << which;
        std::filesystem::remove(path());
    }
}

TEST_F(Archiving, AFailureToldLateDoesNotKeepARecordingFromBeingStored) {
    spool(/*torn=*/50);
    store.on_put = [this] {
        truth("update recordings set status = 'failed', failure_reason = 'disk_full' where status = 'uploading'");
    };
    bring_home();
    EXPECT_EQ(truth("select status || ' ' || failure_reason from recordings"), "stored interrupted");
    EXPECT_EQ(truth("select count(*) from recording_derivatives"), "1");
}

TEST_F(Archiving, AStoreThatIsAwayIsWaitedForThroughARestart) {
    spool();
    store.away = true;
    start();
    run_until([this] { return store.operations > 3; });
    stop();
    EXPECT_TRUE(std::filesystem::exists(path()));
    archive.reset();
    store.away = false;
    bring_home();
    EXPECT_EQ(truth("select status from recordings"), "stored");
}

TEST_F(Archiving, ACrashBetweenCommitAndDeletionIsFoundOut) {
    const auto bytes = spool();
    bring_home();
    const auto puts = store.puts;
    archive.reset();
    write_file(path(), bytes);
    write_file(path() + ".wav", as_bytes("what was rendered"));
    bring_home();
    EXPECT_FALSE(std::filesystem::exists(path() + ".wav")) << "nobody else would ever look for it";
    EXPECT_EQ(store.puts, puts);
    EXPECT_EQ(truth("select count(*) from audit_logs"), "1");
}

TEST_F(Archiving, WhatCannotBeReadIsLeftAlone) {
    write_file(path(), as_bytes("this is no spool at all"));
    start();
    run_until([this] { return sink.all().find("unreadable") != std::string::npos; });
    stop();
    EXPECT_EQ(as_text(read_file(path())), "this is no spool at all");
    EXPECT_EQ(truth("select count(*) from recordings"), "0");
}

TEST_F(Archiving, AnEmptyFileIsForgotten) {
    write_file(path(), ByteView{});
    bring_home();
    EXPECT_EQ(truth("select count(*) from recordings"), "0");
}

TEST_F(Archiving, ACallNobodyKnowsKeepsItsFile) {
    claim.call = a_header().call;
    spool();
    start();
    run_until([this] { return sink.all().find("refused") != std::string::npos; });
    stop();
    EXPECT_TRUE(std::filesystem::exists(path()));
}

// ---------------------------------------------------------------------------------------------------------------------------

struct Gathered final : http::BodyWriter {
    Task<void> write(std::string_view bytes) override {
        ++pieces;
        body += bytes;
        co_return;
    }
    std::string body;
    int pieces = 0;
};

struct Routes : Archiving {
    Routes() {
        wav = render_wav(spool(/*torn=*/0, /*chunks=*/500));
        bring_home();
    }
    http::RequestContext request(std::string method = "GET", std::string range = {}) {
        http::RequestContext made{.deadline = soon()};
        made.principal = {.kind = ActorKind::session,
                          .actor = world.tenancy.session.value,
                          .user = world.tenancy.user,
                          .organization = world.tenancy.organization,
                          .role = Role::viewer,
                          .plan = "pro",
                          .label = {}};
        made.method = std::move(method);
        made.correlation_id = "c-1";
        made.client_address = "127.0.0.1";
        made.params["id"] = to_string(recording);
        if (!range.empty()) made.headers.add("range", range);
        return made;
    }
    http::Reply stream(http::RequestContext ctx) {
        store.operations = 0;
        return world.run(handlers.ask("stream_recording", ctx));
    }
    std::string body(http::Reply& reply) {
        if (const auto* text = std::get_if<std::string>(&reply.body)) return *text;
        Gathered out;
        world.run(std::get<http::BodyStream>(reply.body)(out));
        return out.body;
    }
    std::string accessed() { return truth("select count(*) from audit_logs where action = 'recording:accessed'"); }

    Bytes wav;
    RecordingRoutes routes{*world.db, store, clock};
    Handlers handlers{*world.db, add_endpoints, routes};
};

TEST_F(Routes, TheWholeRecordingComesInPiecesAndIsAuditedFirst) {
    auto reply = stream(request());
    EXPECT_EQ(accessed(), "1") << "committed before a byte left";
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.content_length, wav.size());
    EXPECT_EQ(reply.headers.get("content-type"), "audio/wav");
    EXPECT_EQ(reply.headers.get("cache-control"), "no-store");
    EXPECT_EQ(reply.headers.get("accept-ranges"), "bytes");
    EXPECT_THAT(std::string{reply.headers.get("content-disposition")},
                ::testing::MatchesRegex("inline; filename=\"[0-9a-f-]+[.]wav\""));
    store.largest_get = 0;
    EXPECT_EQ(body(reply), as_text(wav));
    EXPECT_LE(store.largest_get, 256u * 1024);
}

TEST_F(Routes, ARangeIsExactlyThatRange) {
    auto reply = stream(request("GET", "bytes=100-299"));
    EXPECT_EQ(reply.status, 206);
    EXPECT_EQ(reply.headers.get("content-range"), "bytes 100-299/" + std::to_string(wav.size()));
    EXPECT_EQ(reply.content_length, 200u);
    EXPECT_EQ(body(reply), as_text(wav).substr(100, 200));

    auto last = stream(request("GET", "bytes=-1000"));
    EXPECT_EQ(last.status, 206);
    EXPECT_EQ(body(last), as_text(wav).substr(wav.size() - 1000));
    EXPECT_EQ(truth("select new_value ->> 'range' from audit_logs where action = 'recording:accessed' order by "
                    "created_at limit 1"),
              "bytes=100-299");
}

TEST_F(Routes, ARangeBeyondTheEndIs416) {
    const auto reply = stream(request("GET", "bytes=99999999-"));
    EXPECT_EQ(reply.status, 416);
    EXPECT_EQ(reply.headers.get("content-range"), "bytes */" + std::to_string(wav.size()));
}

TEST_F(Routes, ARangeOfAnotherRecordingIsTheWhole) {
    auto ctx = request("GET", "bytes=0-9");
    ctx.headers.add("if-range", "\"something-else\"");
    EXPECT_EQ(stream(std::move(ctx)).status, 200);
}

TEST_F(Routes, HeadTellsTheLengthAndTouchesNothing) {
    const auto reply = stream(request("HEAD"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.content_length, wav.size());
    EXPECT_EQ(store.operations, 0);
    EXPECT_EQ(accessed(), "0");
}

TEST_F(Routes, AForeignOrUnknownRecordingIsNotFoundAndNotAudited) {
    auto unknown = request();
    unknown.params["id"] = "99999999-9999-4999-8999-999999999999";
    EXPECT_EQ(stream(std::move(unknown)).status, 404);
    auto malformed = request();
    malformed.params["id"] = "x";
    EXPECT_EQ(stream(std::move(malformed)).status, 400);
    const auto other = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    auto foreign = request();
    foreign.principal.organization = other.organization;
    foreign.principal.actor = other.session.value;
    foreign.principal.user = other.user;
    EXPECT_EQ(stream(std::move(foreign)).status, 404);
    EXPECT_EQ(accessed(), "0");
}

TEST_F(Routes, ARecordingOnItsWayIsAConflict) {
    CallJournal journal{*world.db, live};
    const RecordingId young{uuid_v4({7})};
    world.run(journal.recording_began(claim, young, kSpoolStart, soon()));
    auto ctx = request();
    ctx.params["id"] = to_string(young);
    EXPECT_EQ(stream(std::move(ctx)).status, 409);
}

TEST_F(Routes, AStoreThatFailsBeforeTheFirstByteIsAProblemAndLaterABrokenBody) {
    store.fail_at = 0;
    EXPECT_EQ(stream(request()).status, 502);
    store.fail_at = 1;
    auto reply = stream(request());
    EXPECT_EQ(reply.status, 200);
    EXPECT_THROW(body(reply), std::exception);
}

TEST_F(Routes, MetadataSaysWhereItPlaysAndIsAudited) {
    auto ctx = request();
    const auto reply = world.run(handlers.ask("get_recording", ctx));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.get("cache-control"), "no-store");
    const auto& text = std::get<std::string>(reply.body);
    EXPECT_THAT(text, HasSubstr(R"("stream_path":"/api/recordings/stream/)" + to_string(recording)));
    EXPECT_THAT(text, HasSubstr(R"("kind":"wav")"));
    EXPECT_THAT(text, HasSubstr(R"("duration_ms":10000)"));
    EXPECT_EQ(accessed(), "1");
}

}  // namespace
}  // namespace wib::record
