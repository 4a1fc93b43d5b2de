// A recording's canonical transcript, from the transaction that stores it to the version that is kept.
#include "origin/transcripts/transcription.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/json.hpp>

#include "origin/transcripts/document.hpp"
#include "origin/transcripts/transcript_routes.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/crypto/hash.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/scripted_batch.hpp"
#include "tests/support/scripted_media.hpp"

namespace wib::transcripts {
namespace {

using namespace std::chrono_literals;
using namespace wib::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A vendor who sends a job's name as JSON.
std::optional<News> read_news(std::string_view body, Instant at) {
    const auto job = codec::parse<std::string>(body);
    if (!job || !job->starts_with("job-")) return std::nullopt;
    return News{.event_id = *job + ":completed", .event_type = "done", .occurred_at = at, .job = *job};
}

struct Canonical : ::testing::Test {
    Canonical()
        : transcription(world.io.get_executor(), {.database = *world.db,
                                                  .store = store,
                                                  .recogniser = vendor,
                                                  .enqueue =
                                                      [this](std::vector<api::TranscriptionMessage> messages) {
                                                          return enqueue(std::move(messages));
                                                      },
                                                  .read_news = read_news,
                                                  .live = live,
                                                  .clock = clock,
                                                  .random = random,
                                                  .log = observe::Log{sink, clock, observe::Level::info}}) {
        call = *CallId::parse(truth("insert into calls (organization_id, to_number) values ('" +
                                    to_string(world.tenancy.organization) + "', '+15550100001') returning id"));
        recording = a_stored_recording();
        vendor.report = a_report();
    }

    std::string truth(const std::string& sql) { return world.truth(sql); }
    std::string status() { return truth("select transcript_status from calls where id = '" + to_string(call) + "'"); }

    RecordingId a_stored_recording() {
        const auto id = *RecordingId::parse(truth("select gen_random_uuid()"));
        const auto key = "recordings/" + to_string(id) + ".wav";
        store.objects[key] = kSound;
        const auto org = "'" + to_string(world.tenancy.organization) + "'";
        truth(
            "insert into recordings (id, organization_id, call_id, status, object_key, size_bytes, media_hash, "
            "duration_ms) values ('" +
            to_string(id) + "', " + org + ", '" + to_string(call) + "', 'stored', '" + key + ".spool', 9, '" +
            std::string(64, 'a') + "', 2000)");
        truth(
            "insert into recording_derivatives (organization_id, recording_id, kind, object_key, content_type, "
            "size_bytes, media_hash, produced_by) values (" +
            org + ", '" + to_string(id) + "', 'wav', '" + key + "', 'audio/wav', " + std::to_string(kSound.size()) +
            ", '" + crypto::sha256_hex(kSound) + "', 'test')");
        return id;
    }
    static BatchReport a_report() {
        return {.progress = BatchReport::Progress::completed,
                .failure = {},
                .model = "m-3",
                .language = "en",
                .heard = {{.channel = 2,
                           .text = "Good day",
                           .start = 900ms,
                           .end = 1500ms,
                           .confidence = 0.98765,
                           .words = {{.text = "Good", .start = 900ms, .end = 1100ms, .confidence = 1},
                                     {.text = "day", .start = 1100ms, .end = 1500ms, .confidence = 0.5}}},
                          {.channel = 1,
                           .text = "Señor?",
                           .start = 100ms,
                           .end = 400ms,
                           .confidence = 0.25,
                           .words = {{.text = "Señor?", .start = 100ms, .end = 400ms, .confidence = 0.25}}}}};
    }
    Task<bool> enqueue(std::vector<api::TranscriptionMessage> messages) {
        for (auto& message : messages) queue.push_back(message);
        co_return queue_is_there;
    }
    Task<void> tell_stored(record::StoredRecording told) {
        auto tx = co_await world.db->begin(world.tenancy.as_job(), soon());
        co_await transcription.stored(*tx, told);
        co_await tx->commit();
        transcription.committed(told);
    }
    record::StoredRecording stored(std::chrono::milliseconds length = 2s) {
        return {.organization = world.tenancy.organization, .call = call, .recording = recording, .duration = length};
    }
    api::TranscriptionMessage message() {
        const auto id = truth("select id from transcription_jobs where recording_id = '" + to_string(recording) + "'");
        return {.organization_id = world.tenancy.organization, .job_id = *api::TranscriptionJobId::parse(id)};
    }
    std::optional<std::chrono::seconds> advance() { return world.run(transcription.advance(message(), soon())); }
    void queued() { world.run(tell_stored(stored())); }
    void pending() {
        queued();
        ASSERT_EQ(advance(), std::nullopt);
        ASSERT_EQ(status(), "pending");
    }
    /// As if nobody had touched the job for so long.
    void a_while_ago(const std::string& interval) {
        for (const auto* column :
             {"created_at", "enqueued_at", "submitted_at", "failed_at", "claimed_until", "told_at"})
            truth("update transcription_jobs set " + std::string{column} + " = " + column + " - interval '" + interval +
                  "'");
    }
    /// Runs until so many messages are in the queue.
    void carry(std::size_t messages) {
        boost::asio::cancellation_signal stop;
        bool running = true;
        boost::asio::co_spawn(
            world.io, transcription.run(),
            boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr) { running = false; }));
        world.io.restart();
        while (queue.size() < messages && world.io.run_one_for(20s) > 0) {
        }
        stop.emit(boost::asio::cancellation_type::all);
        while (running && world.io.run_one_for(20s) > 0) {
        }
    }
    http::Reply ask(std::string_view route, std::string body = {}) {
        TranscriptRoutes routes{transcription, *world.db};
        const Handlers handlers{*world.db, add_endpoints, routes};
        http::RequestContext request{.deadline = soon()};
        request.principal = {.kind = ActorKind::session,
                             .actor = world.tenancy.session.value,
                             .user = world.tenancy.user,
                             .organization = world.tenancy.organization,
                             .role = Role::operator_};
        request.params.emplace("id", to_string(call));
        request.body = std::move(body);
        return world.run(handlers.ask(route, request));
    }
    static boost::json::value json(const http::Reply& reply) {
        return boost::json::parse(std::get<std::string>(reply.body));
    }

    const std::string kSound = "RIFF the sound of a call";
    World world;
    MemoryStore store;
    ScriptedBatch vendor;
    MemoryPublisher live;
    SystemClock clock;
    CountingRandom random;
    MemorySink sink;
    CallId call;
    RecordingId recording;
    std::vector<api::TranscriptionMessage> queue;
    bool queue_is_there = true;
    Transcription transcription;
};

TEST_F(Canonical, IsQueuedWithTheRecordingAndCountedAgainstThePlan) {
    queued();
    EXPECT_EQ(status(), "queued");
    EXPECT_EQ(truth("select quantity from usage_meters where metric = 'transcripts'"), "1");
    queued();
    EXPECT_EQ(truth("select count(*) from transcription_jobs"), "1") << "told twice";
    EXPECT_EQ(truth("select quantity from usage_meters where metric = 'transcripts'"), "1");
}

TEST_F(Canonical, IsNotMadeWithoutAVendorAPlanOrASound) {
    vendor.configured = false;
    queued();
    EXPECT_EQ(status(), "none");
    vendor.configured = true;
    world.run(tell_stored(stored(100ms)));
    EXPECT_EQ(status(), "none") << "nobody says a word in 100 ms";
    truth("update organizations set plan = 'free'");
    queued();
    EXPECT_EQ(status(), "none") << "transcription begins with starter";
    truth("update organizations set plan = 'starter'");
    queued();
    EXPECT_EQ(status(), "queued");
}

TEST_F(Canonical, IsRefusedVisiblyWhenTheMonthsTranscriptsAreUsedUp) {
    truth("insert into usage_meters (organization_id, metric, period_start, quantity) values ('" +
          to_string(world.tenancy.organization) +
          "', 'transcripts', date_trunc('month', now() at time zone 'UTC'), 1000)");
    queued();
    EXPECT_EQ(status(), "failed_permanent");
    EXPECT_EQ(json(ask("transcript_versions")).at("failure_reason"), "quota_exceeded");
    EXPECT_EQ(ask("retry_transcription").status, 402);
    truth("update organizations set plan = 'business'");
    const auto retried = ask("retry_transcription");
    EXPECT_EQ(retried.status, 202);
    EXPECT_EQ(json(retried).at("transcript_status"), "queued");
    EXPECT_EQ(truth("select quantity from usage_meters where metric = 'transcripts'"), "1001");
}

TEST_F(Canonical, IsMadeOfTheVeryBytesThatWereStoredAndKeptWithWhatProvesIt) {
    queued();
    EXPECT_EQ(advance(), std::nullopt);
    EXPECT_EQ(status(), "pending");
    EXPECT_THAT(vendor.uploads, ElementsAre(kSound));
    EXPECT_EQ(advance(), std::nullopt);
    EXPECT_EQ(status(), "completed");
    EXPECT_EQ(truth("select transcription_completed_at is not null from calls"), "t");
    EXPECT_EQ(truth("select version || ' ' || produced_by || ' ' || produced_by_model || ' ' || is_authoritative from "
                    "transcript_versions"),
              "1 model scripted m-3 true");
    EXPECT_EQ(truth("select string_agg(action, ' ' order by created_at) from audit_logs where resource_id = '" +
                    to_string(call) + "'"),
              "transcription:submitted transcription:completed");
    ASSERT_THAT(live.of("transcription"), SizeIs(2));
    EXPECT_THAT(live.of("transcription")[1].data, HasSubstr(R"("status":"completed","version":1)"));

    const auto reply = json(ask("transcript_versions"));
    EXPECT_EQ(reply.at("transcript_status"), "completed");
    const auto& version = reply.at("versions").at(0);
    EXPECT_EQ(version.at("input_refs").at("audio_sha256"), crypto::sha256_hex(kSound).c_str());
    EXPECT_EQ(version.at("input_refs").at("recording_sha256"), std::string(64, 'a').c_str());
    EXPECT_EQ(version.at("input_refs").at("vendor_job_id"), "job-1");
    const auto& said = version.at("transcript").at("utterances").as_array();
    ASSERT_EQ(said.size(), 2u);
    EXPECT_EQ(said[0].at("speaker"), "consumer");
    EXPECT_EQ(said[0].at("text"), "Señor?");
    EXPECT_EQ(said[1].at("speaker"), "agent");
    EXPECT_EQ(said[1].at("words").at(1).at("start_ms"), 1100);
}

// What jsonb has turned round, printed canonically again, is what was hashed.
TEST_F(Canonical, HashesToWhatItsRowSaysAfterItHasBeenInTheDatabase) {
    pending();
    vendor.report.heard[0].text.push_back('\0');
    advance();
    const auto kept =
        codec::parse<api::FinalTranscript>(truth("select transcript_json::text from transcript_versions"));
    ASSERT_TRUE(kept);
    const auto document = document_of(*kept);
    EXPECT_EQ(document.sha256, truth("select transcript_hash from transcript_versions"));
    EXPECT_EQ(
        document.text,
        R"({"audio_ms":2000,"language":"en","utterances":[{"channel":1,"confidence":0.25,"end_ms":400,"speaker":"consumer","start_ms":100,"text":"Señor?","words":[{"confidence":0.25,"end_ms":400,"start_ms":100,"text":"Señor?"}]},{"channel":2,"confidence":0.988,"end_ms":1500,"speaker":"agent","start_ms":900,"text":"Good day","words":[{"confidence":1,"end_ms":1100,"start_ms":900,"text":"Good"},{"confidence":0.5,"end_ms":1500,"start_ms":1100,"text":"day"}]}]})");
}

TEST_F(Canonical, IsNeverWrittenAgain) {
    pending();
    advance();
    EXPECT_THROW(truth("update transcript_versions set transcript_hash = repeat('0', 64)"), pqxx::check_violation);
    EXPECT_EQ(advance(), std::nullopt) << "a message that comes once more";
    EXPECT_THAT(vendor.fetched, SizeIs(1));
    EXPECT_EQ(truth("select count(*) from transcript_versions"), "1");
}

TEST_F(Canonical, IsBegunOnceHoweverManyDeliveriesComeTogether) {
    queued();
    int left = 8, postponed = 0;
    for (int i = 0; i < 8; ++i)
        boost::asio::co_spawn(world.io, transcription.advance(message(), soon()),
                              [&](std::exception_ptr failure, std::optional<std::chrono::seconds> again) {
                                  EXPECT_FALSE(failure);
                                  --left;
                                  postponed += again.has_value();
                              });
    world.io.restart();
    while (left > 0 && world.io.run_one_for(20s) > 0) {
    }
    EXPECT_EQ(left, 0);
    EXPECT_THAT(vendor.jobs, SizeIs(1));
    EXPECT_THAT(vendor.uploads, SizeIs(1));
    EXPECT_EQ(truth("select count(*) from transcript_versions where version > 1"), "0");
}

TEST_F(Canonical, ADeliveryWaitsWhileAnotherHasTheJobAndTakesOverWhenThatOneDied) {
    queued();
    truth("update transcription_jobs set claimed_until = clock_timestamp() + interval '100 seconds'");
    const auto again = advance();
    ASSERT_TRUE(again);
    EXPECT_GE(*again, 99s);
    EXPECT_LE(*again, 102s);
    EXPECT_THAT(vendor.uploads, IsEmpty());
    truth("update transcription_jobs set claimed_until = clock_timestamp() - interval '1 second'");
    EXPECT_EQ(advance(), std::nullopt);
    EXPECT_EQ(status(), "pending");
}

// The job was begun, and the process ended before it could write so: whoever comes next asks the vendor first.
TEST_F(Canonical, IsNotBegunTwiceWhenACrashForgotItsBeginning) {
    queued();
    vendor.dies_after_submit = true;
    EXPECT_THROW(advance(), ScriptedBatch::LineBreaks);
    vendor.dies_after_submit = false;
    EXPECT_EQ(status(), "queued");
    EXPECT_EQ(truth("select audio_ref from transcription_jobs"), "audio-1");
    a_while_ago("7 minutes");
    EXPECT_EQ(advance(), std::nullopt);
    EXPECT_EQ(status(), "pending");
    EXPECT_THAT(vendor.jobs, SizeIs(1));
    EXPECT_THAT(vendor.uploads, SizeIs(1));
    EXPECT_EQ(truth("select vendor_job_id from transcription_jobs"), "job-1");
    carry(1);
    EXPECT_THAT(queue, ElementsAre(message())) << "its end may have been told while nobody here knew the job";
}

TEST_F(Canonical, WaitsForAVendorWhoIsAwayAndHeedsHowLong) {
    queued();
    vendor.refusal = BatchError{BatchError::Kind::unreachable, true, "503 away"};
    const auto first = advance(), second = advance(), third = advance();
    ASSERT_TRUE(first && second && third);
    EXPECT_GE(*first, 10s);
    EXPECT_LE(*first, 13s);
    EXPECT_GE(*second, 80s);
    EXPECT_GE(*third, 640s);
    EXPECT_EQ(status(), "queued");
    EXPECT_EQ(json(ask("transcript_versions")).at("failure_reason"), "503 away");
    vendor.refusal = BatchError{BatchError::Kind::rate_limited, true, "429", 2000s};
    EXPECT_EQ(advance(), 2000s);
    vendor.refusal.reset();
    EXPECT_EQ(advance(), std::nullopt);
    EXPECT_EQ(status(), "pending");
    EXPECT_EQ(json(ask("transcript_versions")).at("failure_reason"), nullptr);
}

TEST_F(Canonical, IsGivenUpAfterTheThirdRefusalAndBegunAgainWhenAPersonAsks) {
    queued();
    for (const auto* stands : {"failed", "failed", "failed_permanent"}) {
        vendor.submit_refusal = BatchError{BatchError::Kind::refused, false, "400 no such model"};
        EXPECT_EQ(advance(), std::nullopt) << "the queue need not bring it again";
        EXPECT_EQ(status(), stands);
    }
    EXPECT_EQ(truth("select count(*) from audit_logs where action = 'transcription:failed'"), "3");
    EXPECT_EQ(advance(), std::nullopt);
    EXPECT_EQ(status(), "failed_permanent");
    vendor.submit_refusal.reset();
    EXPECT_EQ(json(ask("retry_transcription")).at("transcript_status"), "queued");
    EXPECT_EQ(truth("select count(*) from audit_logs where action = 'transcription:retried'"), "1");
    advance();
    advance();
    EXPECT_EQ(status(), "completed");
}

TEST_F(Canonical, IsSubmittedAnewWhenTheVendorsJobEndedInAnError) {
    pending();
    vendor.report = {.progress = BatchReport::Progress::failed, .failure = "no speech"};
    EXPECT_EQ(advance(), std::nullopt);
    EXPECT_EQ(status(), "failed");
    EXPECT_EQ(json(ask("transcript_versions")).at("failure_reason"), "the vendor: no speech");
    vendor.report = a_report();
    advance();
    EXPECT_THAT(vendor.jobs, SizeIs(2));
    EXPECT_THAT(vendor.uploads, SizeIs(2)) << "from the beginning";
    advance();
    EXPECT_EQ(status(), "completed");
}

TEST_F(Canonical, IsNotMadeOfASoundThatIsNotWhatWasStored) {
    queued();
    store.objects.at("recordings/" + to_string(recording) + ".wav").back() ^= 1;
    EXPECT_EQ(advance(), std::nullopt);
    EXPECT_EQ(status(), "failed");
    EXPECT_THAT(vendor.uploads, IsEmpty());
}

TEST_F(Canonical, ADeadMessageGivesUpWhatWasNotBegunAndNothingElse) {
    queued();
    truth("update transcription_jobs set last_error = '503 away'");
    world.run(transcription.bury(message(), soon()));
    EXPECT_EQ(status(), "failed_permanent");
    EXPECT_EQ(json(ask("transcript_versions")).at("failure_reason"), "503 away");
    EXPECT_THAT(live.events.back().data, HasSubstr(R"("status":"failed_permanent")"));
    ask("retry_transcription");
    advance();
    world.run(transcription.bury(message(), soon()));
    EXPECT_EQ(status(), "pending") << "the vendor has it: the sweep asks";
    advance();
    world.run(transcription.bury(message(), soon()));
    EXPECT_EQ(status(), "completed");
}

TEST_F(Canonical, WaitsWhileTheVendorWorksAndGivesItADay) {
    pending();
    vendor.report = {};
    EXPECT_EQ(advance(), std::nullopt);
    EXPECT_EQ(status(), "pending");
    a_while_ago("25 hours");
    EXPECT_EQ(advance(), std::nullopt);
    EXPECT_EQ(status(), "failed");
}

TEST_F(Canonical, NewsBringsAMessageAndIsTakenInOnce) {
    pending();
    EXPECT_TRUE(world.run(transcription.take("scripted", R"("job-1")", soon())));
    EXPECT_TRUE(world.run(transcription.take("scripted", R"("job-1")", soon())));
    EXPECT_EQ(truth("select count(*) || ' ' || min(status) from webhook_inbox"), "1 applied");
    EXPECT_EQ(truth("select told_at is not null from transcription_jobs"), "t");
    EXPECT_TRUE(world.run(transcription.take("scripted", R"("job-99")", soon()))) << "of nobody's: kept";
    EXPECT_FALSE(world.run(transcription.take("scripted", R"("what?")", soon())));
}

struct Sweeping : Canonical {
    std::int64_t sweep() {
        queue.clear();
        return world.run(transcription.sweep(soon())).processed;
    }
};

TEST_F(Sweeping, EnqueuesWhatWasCommittedAndNeverEnqueued) {
    queued();
    EXPECT_EQ(sweep(), 0) << "whoever stored it is about to";
    a_while_ago("2 minutes");
    EXPECT_EQ(sweep(), 1);
    EXPECT_THAT(queue, ElementsAre(message()));
    EXPECT_EQ(sweep(), 0) << "in the queue now";
    a_while_ago("31 minutes");
    EXPECT_EQ(sweep(), 1) << "which has lost it";
    queue_is_there = false;
    a_while_ago("31 minutes");
    EXPECT_EQ(world.run(transcription.sweep(soon())).errors, 1);
}

TEST_F(Sweeping, AsksAboutJobsNobodyToldOfAndFetchesWhatWasTold) {
    pending();
    EXPECT_EQ(sweep(), 0);
    a_while_ago("11 minutes");
    EXPECT_EQ(sweep(), 1) << "a webhook may be lost";
    EXPECT_EQ(sweep(), 0);
    a_while_ago("2 minutes");
    EXPECT_EQ(sweep(), 0);
    world.run(transcription.take("scripted", R"("job-1")", soon()));
    EXPECT_EQ(sweep(), 1) << "told, and no message known to be on its way";
}

TEST_F(Sweeping, TriesFailedOnesAgainAfterFiveMinutesTenAtATime) {
    queued();
    vendor.submit_refusal = BatchError{BatchError::Kind::refused, false, "400"};
    advance();
    EXPECT_EQ(sweep(), 0);
    a_while_ago("6 minutes");
    EXPECT_EQ(sweep(), 1);
    EXPECT_EQ(sweep(), 0);
    advance();
    advance();
    EXPECT_EQ(status(), "failed_permanent");
    a_while_ago("2 hours");
    EXPECT_EQ(sweep(), 0) << "given up";
}

TEST_F(Canonical, ACallStandsWhereItsLastRecordingStands) {
    pending();
    const auto first = recording;
    recording = a_stored_recording();
    queued();
    EXPECT_EQ(status(), "queued");
    advance();
    advance();
    EXPECT_EQ(status(), "pending") << "the first one's";
    recording = first;
    advance();
    EXPECT_EQ(status(), "completed");
    EXPECT_EQ(json(ask("transcript_versions")).at("versions").as_array().size(), 2u);
}

TEST_F(Canonical, IsNobodyElses) {
    pending();
    const auto other = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    auto astray = message();
    astray.organization_id = other.organization;
    EXPECT_EQ(world.run(transcription.advance(astray, soon())), std::nullopt);
    world.run(transcription.bury(astray, soon()));
    EXPECT_EQ(status(), "pending");
    world.tenancy = other;
    EXPECT_EQ(ask("transcript_versions").status, 404);
    EXPECT_EQ(ask("retry_transcription").status, 404);
}

TEST_F(Canonical, RefusesMovesThatAreNone) {
    queued();
    EXPECT_THROW(truth("update transcription_jobs set status = 'completed'"), pqxx::check_violation);
    advance();
    advance();
    EXPECT_THROW(truth("update transcription_jobs set status = 'queued'"), pqxx::check_violation);
}

TEST_F(Canonical, AMessageForTheEndpointsIsAnsweredInTheQueuesTerms) {
    queued();
    vendor.refusal = BatchError{BatchError::Kind::unreachable, true, "away"};
    const auto told = codec::print(message());
    const auto again = ask("advance_transcription", told);
    EXPECT_EQ(again.status, 503);
    EXPECT_GE(std::stoi(std::string{again.headers.get("retry-after")}), 10);
    vendor.refusal.reset();
    EXPECT_EQ(ask("advance_transcription", told).status, 200);
    EXPECT_EQ(ask("bury_transcription", told).status, 200);
    EXPECT_EQ(ask("advance_transcription", "{}").status, 400);
}

}  // namespace
}  // namespace wib::transcripts
