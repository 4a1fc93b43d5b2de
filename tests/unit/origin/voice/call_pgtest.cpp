#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "origin/db/idempotency.hpp"
#include "origin/voice/read_calls.hpp"
#include "tests/unit/origin/voice/voice_world.hpp"

namespace wib::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Taken = voice::CarrierWebhook::Taken;
using Kind = voice::CarrierError::Kind;

constexpr const char* kConsumer = "+14155550123";
constexpr const char* kAgent = "+14155550177";
const std::string kNormal = R"(,"hangup_cause":"normal_clearing","hangup_source":"callee")";
const std::string kTimeout = R"(,"hangup_cause":"timeout","hangup_source":"callee")";

using PlacingACall = VoiceTest;

TEST_F(PlacingACall, WritesEverythingInOneTransactionAndDials) {
    const auto started = start(to(kConsumer));
    ASSERT_TRUE(started);
    EXPECT_EQ(started->status, voice::CallStatus::initiated);
    EXPECT_EQ(started->from, "+14155550100");
    ASSERT_THAT(carrier.whats(), ElementsAre("dial"));
    EXPECT_EQ(started->control_id, FakeCarrier::control_id(carrier.told[0].command));

    EXPECT_EQ(call_column(started->id, "status"), "initiated");
    EXPECT_EQ(call_column(started->id, "longest_seconds"), "3600") << "the pro plan's hour";
    EXPECT_THAT(call_column(started->id, "gate"), HasSubstr(R"("not_checked")"));
    EXPECT_EQ(truth("select string_agg(kind, ',' order by kind) from call_facts"), "dial_requested,dialed");
    EXPECT_EQ(truth("select role || ' ' || status || ' ' || control_id from call_legs"),
              "consumer initiated " + *started->control_id);
    EXPECT_EQ(truth("select kind || ' ' || status from command_outbox"), "dial done");
    EXPECT_EQ(truth("select string_agg(action || ' ' || actor_type, ',') from audit_logs"), "call:started human");
    EXPECT_EQ(truth("select new_value ->> 'to' from audit_logs"), "***0123");

    const auto& events = origin->publisher.events;
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_LT(*events[0].sequence, *events[1].sequence);
    EXPECT_THAT(events[1].data, HasSubstr(R"("status":"initiated")"));
}

TEST_F(PlacingACall, LeavesItsAnswerUnderTheKeyInTheSameTransactionOrIsNotPlaced) {
    db::PostgresIdempotency keys{*world.db};
    auto request = a_request(world.tenancy);
    request.claimed = http::IdempotencyClaim{.principal = request.principal,
                                             .method = "POST",
                                             .path = "/api/voice/call",
                                             .key = "once",
                                             .body_digest = std::string(64, 'a')};
    world.run(keys.claim(*request.claimed, soon()));
    const auto started = world.run(origin->starting.run(request, to(kConsumer)));
    ASSERT_TRUE(started);
    EXPECT_EQ(truth("select status || ' ' || (response_body::jsonb ->> 'call_id') from idempotency_keys"),
              "running " + to_string(started->id));

    world.run(keys.release(*request.claimed, http::GivenBack::refused, soon()));
    EXPECT_THROW(world.run(origin->starting.run(request, to(kConsumer))), db::RefusedError);
    EXPECT_EQ(truth("select count(*) from calls"), "1");
    EXPECT_EQ(carrier.whats().size(), 1u);
}

TEST_F(PlacingACall, AsksForTheConsumersMediaWithATokenThatWorksOnce) {
    const auto started = start(to(kConsumer));
    ASSERT_TRUE(started);
    const auto stream = carrier.last("dial").dial->stream;
    ASSERT_TRUE(stream);
    EXPECT_EQ(stream->url, "wss://media.test/media/telnyx");
    const auto claim = world.run(origin->door.claim_stream(stream->token, soon()));
    ASSERT_TRUE(claim);
    EXPECT_EQ(claim->call, started->id);
    EXPECT_EQ(claim->organization, world.tenancy.organization);
    EXPECT_EQ(world.run(origin->door.claim_stream(stream->token, soon())).error(), media::ClaimRefusal::used);
    EXPECT_EQ(world.run(origin->door.claim_stream(stream->token + "x", soon())).error(), media::ClaimRefusal::forged);
    clock.advance(11min);
    EXPECT_EQ(world.run(origin->door.claim_stream(stream->token, soon())).error(), media::ClaimRefusal::expired);
}

TEST_F(PlacingACall, ShowsTheCarriersRefusalWithTheCallThatFailed) {
    carrier.refuses = voice::CarrierError{Kind::refused, false, "422 10015"};
    const auto started = start(to(kConsumer));
    ASSERT_FALSE(started);
    const auto& failed = std::get<voice::CarrierFailed>(started.error());
    EXPECT_EQ(call_column(failed.call, "status || ' ' || failure_reason"), "failed carrier_refused");
    EXPECT_EQ(problem(started.error()).code, api::Code::vendor_error);
    EXPECT_EQ(problem(started.error()).extra.front(),
              (std::pair<std::string, std::string>{"call_id", to_string(failed.call)}));
    EXPECT_EQ(truth("select count(*) from audit_logs where action = 'call:failed'"), "1");
    EXPECT_EQ(call_column(failed.call, "watch_at is null"), "true") << "nothing is left to wait for";
}

TEST_F(PlacingACall, SaysWhenNoCarrierIsConfigured) {
    carrier.refuses = voice::CarrierError{Kind::not_configured, false, ""};
    EXPECT_EQ(problem(start(to(kConsumer)).error()).code, api::Code::vendor_not_configured);
    EXPECT_EQ(truth("select failure_reason from calls"), "not_configured");
}

TEST_F(PlacingACall, IsRefusedToASuspendedOrganisation) {
    truth("update organizations set suspended_at = now()");
    const auto started = start(to(kConsumer));
    ASSERT_FALSE(started);
    EXPECT_EQ(problem(started.error()).code, api::Code::compliance_blocked);
    EXPECT_THAT(carrier.told, IsEmpty());
    EXPECT_EQ(truth("select count(*) from calls"), "0");
    EXPECT_EQ(truth("select action from audit_logs"), "compliance:predial_blocked");
}

TEST_F(PlacingACall, ShowsOnlyNumbersOfTheOrganisationAndTakesTurns) {
    truth(
        "insert into outbound_numbers (organization_id, phone_number, is_default) select id, '+14155550101', true from "
        "organizations");
    truth("insert into outbound_numbers (organization_id, phone_number) select id, '+14155550102' from organizations");
    EXPECT_EQ(start(to(kConsumer))->from, "+14155550101");
    clock.advance(1s);
    EXPECT_EQ(start(to(kConsumer))->from, "+14155550102");
    clock.advance(1s);
    EXPECT_EQ(start(to(kConsumer))->from, "+14155550101");
    auto theirs = to(kConsumer);
    theirs.from_number = E164::parse("+14155550666");
    EXPECT_TRUE(std::holds_alternative<voice::CallerIdNotTheirs>(start(theirs).error()));
    auto without_agent = to(kConsumer);
    without_agent.flow_type = api::FlowType::bridge;
    EXPECT_TRUE(std::holds_alternative<voice::AgentNumberMissing>(start(without_agent).error()));
}

using ADial = VoiceTest;

TEST_F(ADial, IsPendingUntilTheCarrierAnswersAndSentAgainUnderTheSameId) {
    carrier.loses = FakeCarrier::Breaks::before;
    const auto started = start(to(kConsumer));
    ASSERT_TRUE(started);
    EXPECT_EQ(started->status, voice::CallStatus::pending);
    EXPECT_EQ(truth("select status from command_outbox"), "sent");
    look();
    EXPECT_EQ(truth("select status || ' ' || attempts from command_outbox"), "done 2");
    EXPECT_EQ(call_column(started->id, "status"), "initiated");
    EXPECT_EQ(carrier.phones_rung, 1);
}

TEST_F(ADial, RingsOnePhoneOnceWhereverTheProcessEnds) {
    for (const auto moment : {FakeCarrier::Breaks::before, FakeCarrier::Breaks::after}) {
        for (const auto downtime : {Duration{5s}, Duration{44s}, Duration{50s}, Duration{90s}, Duration{1h}}) {
            SCOPED_TRACE(downtime.count());
            carrier.told.clear();
            carrier.phones_rung = 0;
            carrier.breaks = moment;
            EXPECT_THROW(start(to(kConsumer)), FakeCarrier::Broken);
            restart();
            clock.advance(downtime);
            world.run(origin->watch.settle_on_start(soon()));
            drain();
            for (int i = 0; i < 3; ++i) look();
            EXPECT_LE(carrier.phones_rung, 1);
            if (downtime <= 45s) EXPECT_EQ(carrier.phones_rung, 1) << "in time it is dialled after all";
            const auto status = truth("select status from calls order by created_at desc limit 1");
            EXPECT_EQ(status, downtime <= 45s && downtime < 45s ? "initiated" : "failed");
            truth("update calls set watch_at = null");
        }
    }
}

TEST_F(ADial, ThatMayHaveBeenTakenIsNotRefusedByACarrierTooBusyToSay) {
    carrier.loses = FakeCarrier::Breaks::after;
    const auto started = start(to(kConsumer));
    ASSERT_TRUE(started);
    carrier.refuses = voice::CarrierError{Kind::rate_limited, true, "429"};
    look();
    EXPECT_EQ(truth("select status || ' ' || attempts from command_outbox"), "sent 2");
    EXPECT_EQ(call_column(started->id, "status"), "pending") << "the phone may be ringing";
    carrier.refuses.reset();
    look();
    EXPECT_EQ(truth("select status || ' ' || attempts from command_outbox"), "done 3");
    EXPECT_EQ(call_column(started->id, "status"), "initiated");
    EXPECT_EQ(carrier.phones_rung, 1);
}

TEST_F(ADial, WhoseOutcomeIsUnknownIsSettledByTheWebhookThatCarriesOurState) {
    carrier.loses = FakeCarrier::Breaks::after;
    const auto started = start(to(kConsumer));
    ASSERT_TRUE(started);
    EXPECT_EQ(started->control_id, std::nullopt);
    EXPECT_EQ(hear({"call.initiated", kConsumer, clock.now()}), Taken::applied);
    EXPECT_EQ(call_column(started->id, "status"), "initiated");
    EXPECT_EQ(truth("select status from command_outbox"), "done");
    EXPECT_EQ(truth("select control_id from call_legs"), FakeCarrier::control_id(carrier.told[0].command));
    look();
    EXPECT_THAT(carrier.whats(), ElementsAre("dial")) << "nothing is sent again";
}

TEST_F(ADial, FailsVisiblyWhenNothingIsEverHeardAndIsCorrectedByLateNews) {
    carrier.loses = FakeCarrier::Breaks::after;
    const auto started = start(to(kConsumer));
    const auto dialed_at = clock.now();
    clock.advance(46s);
    look();
    EXPECT_EQ(call_column(started->id, "status || ' ' || failure_reason"), "failed outcome_unknown");
    EXPECT_EQ(truth("select status from command_outbox where kind = 'dial'"), "outcome_unknown");
    clock.advance(60s);
    EXPECT_EQ(hear({"call.hangup", kConsumer, dialed_at + 70s, kNormal}), Taken::applied);
    EXPECT_EQ(hear({"call.answered", kConsumer, dialed_at + 10s}), Taken::applied);
    EXPECT_EQ(call_column(started->id, "status || ' ' || talk_seconds"), "completed 60");
    EXPECT_EQ(truth("select status from command_outbox where kind = 'dial'"), "done");
    EXPECT_EQ(std::ranges::count(carrier.whats(), "dial"), 1);
}

TEST_F(ADial, OfACallThatWasEndedMeanwhileIsNeverSentAndItsLineIsClosedWhenItTurnsUp) {
    carrier.loses = FakeCarrier::Breaks::after;
    const auto started = start(to(kConsumer));
    ASSERT_TRUE(end(started->id));
    drain();
    EXPECT_EQ(call_column(started->id, "status"), "canceled");
    look();
    EXPECT_THAT(carrier.whats(), ElementsAre("dial"));
    EXPECT_EQ(hear({"call.answered", kConsumer, clock.now()}), Taken::applied);
    EXPECT_THAT(carrier.whats(), ElementsAre("dial", "hangup"));
    hear({"call.hangup", kConsumer, clock.now() + 1s, kNormal});
    look();
    EXPECT_EQ(truth("select count(*) from command_outbox where status in ('pending', 'sent')"), "0");
}

using AWebhook = VoiceTest;

TEST_F(AWebhook, IsAppliedOnceHoweverOftenItIsTold) {
    const auto started = start(to(kConsumer));
    const auto answered = body_of({"call.answered", kConsumer, clock.now() + 3s});
    EXPECT_EQ(hear_body(answered), Taken::applied);
    EXPECT_EQ(hear_body(answered), Taken::known);
    restart();
    EXPECT_EQ(hear_body(answered), Taken::known);
    EXPECT_EQ(truth("select count(*) from call_facts where kind = 'answered'"), "1");
    EXPECT_EQ(truth("select count(*) from audit_logs where action = 'call:answered' and actor_type = 'vendor'"), "1");
    EXPECT_EQ(call_column(started->id, "status"), "in_progress");
}

TEST_F(AWebhook, OfAnUnknownCallIsKeptAndAppliedOnceTheCallIsKnown) {
    carrier.loses = FakeCarrier::Breaks::after;
    const auto started = start(to(kConsumer));
    Event stateless{"call.answered", kConsumer, clock.now() + 1s};
    stateless.with_state = false;
    EXPECT_EQ(hear(stateless), Taken::kept);
    EXPECT_EQ(truth("select status || ' ' || coalesce(organization_id::text, 'nobody') from webhook_inbox"),
              "received nobody");
    look();  // the dial is sent again, and its answer names the leg
    look();
    EXPECT_EQ(truth("select status from webhook_inbox"), "applied");
    EXPECT_EQ(call_column(started->id, "status"), "in_progress");
}

TEST_F(AWebhook, ThatNeverFindsItsCallIsClosedAfterAWhile) {
    start(to(kConsumer)).value();
    auto body = body_of({"call.answered", kConsumer, clock.now()});
    body.replace(body.find("v3:"), 3, "v9:");
    body.replace(body.find("client_state"), 12, "clientXstate");
    EXPECT_EQ(hear_body(body), Taken::kept);
    look();
    EXPECT_EQ(truth("select status from webhook_inbox"), "received");
    clock.advance(6min);
    look();
    EXPECT_EQ(truth("select status from webhook_inbox"), "ignored");
}

TEST_F(AWebhook, CannotPointAtACallWithAStateWeDidNotSign) {
    const auto started = start(to(kConsumer));
    auto body = body_of({"call.hangup", kConsumer, clock.now(), kNormal});
    body.replace(body.find("v3:"), 3, "v9:");
    const auto state = body.find("client_state\":\"") + 15;
    body[state + 40] = body[state + 40] == 'A' ? 'B' : 'A';
    EXPECT_EQ(hear_body(body), Taken::kept);
    EXPECT_EQ(call_column(started->id, "status"), "initiated");
}

TEST_F(AWebhook, OfATypeNobodyKnowsIsKeptAndChangesNothing) {
    const auto started = start(to(kConsumer));
    EXPECT_EQ(hear({"call.cost", kConsumer, clock.now()}), Taken::ignored);
    EXPECT_EQ(truth("select status || ' ' || event_type from webhook_inbox"), "ignored call.cost");
    EXPECT_EQ(call_column(started->id, "status"), "initiated");
    EXPECT_EQ(hear_body("no json"), Taken::no_event);
}

// jsonb refuses the escape; the event must not be lost for a character in somebody's name.
TEST_F(AWebhook, WithANulInACallersNameIsAppliedLikeAnyOther) {
    const auto started = start(to(kConsumer));
    auto answered = body_of({"call.answered", kConsumer, clock.now() + 3s});
    answered.insert(answered.find("\"client_state\""), R"("from_display_name":"A\u0000nn",)");
    EXPECT_EQ(hear_body(answered), Taken::applied);
    EXPECT_EQ(truth("select payload #>> '{data,payload,from_display_name}' from webhook_inbox"), "A\xef\xbf\xbdnn");
    EXPECT_EQ(call_column(started->id, "status"), "in_progress");
}

using ABridgeCall = VoiceTest;

TEST_F(ABridgeCall, RingsTheAgentThenTheConsumerAndJoinsThem) {
    const auto started = start(bridge(kAgent, kConsumer));
    ASSERT_TRUE(started);
    EXPECT_EQ(carrier.last("dial").with, kAgent);
    EXPECT_FALSE(carrier.last("dial").dial->stream) << "the consumer's leg carries the media";
    const auto agent_leg = FakeCarrier::control_id(carrier.last("dial").command);

    hear({"call.answered", kAgent, clock.now() + 3s});
    ASSERT_THAT(carrier.whats(), ElementsAre("dial", "dial"));
    EXPECT_EQ(carrier.last("dial").with, kConsumer);
    EXPECT_EQ(carrier.last("dial").dial->link_to, agent_leg);
    EXPECT_TRUE(carrier.last("dial").dial->stream);
    EXPECT_EQ(call_column(started->id, "status"), "ringing");

    hear({"call.answered", kConsumer, clock.now() + 8s});
    ASSERT_EQ(carrier.told.back().what, "bridge");
    EXPECT_EQ(carrier.told.back().control_id, agent_leg);
    EXPECT_EQ(carrier.told.back().with, FakeCarrier::control_id(carrier.last("dial").command));

    hear({"call.bridged", kAgent, clock.now() + 9s});
    hear({"call.bridged", kConsumer, clock.now() + 9s});
    EXPECT_EQ(call_column(started->id, "status"), "bridged");
    hear({"call.hangup", kConsumer, clock.now() + 69s, kNormal});
    EXPECT_EQ(carrier.told.back().what, "hangup");
    EXPECT_EQ(carrier.told.back().control_id, agent_leg);
    EXPECT_EQ(call_column(started->id, "status || ' ' || talk_seconds || ' ' || hangup_cause"), "completed 60 normal");
    EXPECT_EQ(truth("select count(*) from calls"), "1") << "lists show one conversation";
}

TEST_F(ABridgeCall, TellsTheAgentThatNobodyAnsweredAndEnds) {
    const auto started = start(bridge(kAgent, kConsumer));
    hear({"call.answered", kAgent, clock.now() + 3s});
    hear({"call.hangup", kConsumer, clock.now() + 34s, kTimeout});
    EXPECT_EQ(carrier.told.back().what, "speak");
    EXPECT_EQ(call_column(started->id, "status"), "no_answer");
    hear({"call.speak.ended", kAgent, clock.now() + 38s, R"(,"status":"completed")"});
    EXPECT_EQ(carrier.told.back().what, "hangup");
    hear({"call.hangup", kAgent, clock.now() + 39s, kNormal});
    EXPECT_EQ(call_column(started->id, "watch_at is null"), "true");
}

TEST_F(ABridgeCall, IsTakenUpByTheNextProcessBetweenAnyTwoSteps) {
    const auto started = start(bridge(kAgent, kConsumer));
    restart();
    hear_body(body_of({"call.answered", kAgent, clock.now() + 1s}));
    restart();  // the consumer's dial was committed and never sent
    look();
    EXPECT_EQ(carrier.last("dial").with, kConsumer);
    restart();
    hear_body(body_of({"call.answered", kConsumer, clock.now() + 2s}));
    restart();  // nor was the bridge
    look();
    EXPECT_EQ(carrier.told.back().what, "bridge");
    EXPECT_EQ(carrier.phones_rung, 2);
    EXPECT_EQ(call_column(started->id, "status"), "in_progress");
}

// Whatever order the carrier delivers in, and however often, the row is the same in the end.
TEST_F(ABridgeCall, FoldsToOneRowWhateverTheOrder) {
    std::minstd_rand shuffle{20261121};
    std::vector<std::string> outcomes;
    for (int round = 0; round < 24; ++round) {
        carrier.told.clear();
        const auto started = start(bridge(kAgent, kConsumer));
        const auto t = clock.now();
        hear({"call.answered", kAgent, t + 1s});
        const std::vector<std::string> bodies{
            body_of({"call.initiated", kAgent, t}),
            body_of({"call.initiated", kConsumer, t + 2s}),
            body_of({"call.answered", kConsumer, t + 3s}),
            body_of({"call.bridged", kAgent, t + 4s}),
            body_of({"call.bridged", kConsumer, t + 4s}),
            body_of({"call.hangup", kAgent, t + 64s, kNormal}),
            body_of({"call.hangup", kConsumer, t + 63s, kNormal}),
        };
        std::vector<std::size_t> order(bodies.size());
        std::iota(order.begin(), order.end(), 0u);
        for (std::size_t i = 0; i < bodies.size(); ++i)
            if (shuffle() % 2) order.push_back(i);
        std::ranges::shuffle(order, shuffle);
        clock.advance(65s);
        for (const auto i : order) hear_body(bodies[i]);
        drain();
        const auto id = "'" + to_string(started->id) + "'";
        outcomes.push_back(
            truth("select concat_ws(' ', c.status, c.talk_seconds, c.duration_seconds, c.hangup_cause, c.answered_at - "
                  "c.started_at, "
                  "(select string_agg(l.role || l.status || (l.ended_at - c.started_at), ',' order by l.role) from "
                  "call_legs l where l.call_id = c.id)) "
                  "from calls c where c.id = " +
                  id));
        EXPECT_EQ(truth("select count(*) from call_facts where call_id = " + id), "12");
        EXPECT_EQ(outcomes.back(), outcomes.front());
    }
    EXPECT_THAT(outcomes.front(), HasSubstr("completed 59 63 normal"));
}

class ThroughPgBouncer : public VoiceTest {
  protected:
    ThroughPgBouncer() : VoiceTest(Route::pgbouncer) {}
};

TEST_F(ThroughPgBouncer, ACallGoesItsWholeWay) {
    const auto started = start(bridge(kAgent, kConsumer));
    hear({"call.answered", kAgent, clock.now() + 1s});
    const auto answered = body_of({"call.answered", kConsumer, clock.now() + 2s});
    EXPECT_EQ(hear_body(answered), Taken::applied);
    EXPECT_EQ(hear_body(answered), Taken::known);
    hear({"call.bridged", kConsumer, clock.now() + 3s});
    ASSERT_TRUE(end(started->id));
    drain();
    EXPECT_EQ(call_column(started->id, "status"), "completed");
    EXPECT_EQ(std::ranges::count(carrier.whats(), "hangup"), 2);
}

using TheWatch = VoiceTest;

TEST_F(TheWatch, GivesUpACallOfWhichNothingIsHeard) {
    const auto started = start(to(kConsumer));
    clock.advance(44s);
    look();
    EXPECT_EQ(call_column(started->id, "status"), "initiated");
    clock.advance(2s);
    look();
    EXPECT_EQ(call_column(started->id, "status || ' ' || hangup_cause"), "no_answer unheard");
}

TEST_F(TheWatch, AsksForALostStreamAgainWithANewToken) {
    const auto started = start(to(kConsumer));
    const auto first_token = carrier.last("dial").dial->stream->token;
    hear({"call.answered", kConsumer, clock.now()});
    ASSERT_TRUE(world.run(origin->door.claim_stream(first_token, soon())));
    clock.advance(20s);
    restart();
    world.run(origin->watch.settle_on_start(soon()));
    drain();
    EXPECT_THAT(carrier.whats(), ElementsAre("dial")) << "the call may just be ending";
    clock.advance(3s);
    look();
    ASSERT_THAT(carrier.whats(), ElementsAre("dial", "start_stream"));
    const auto second_token = carrier.told.back().with;
    EXPECT_NE(first_token, second_token);
    EXPECT_FALSE(world.run(origin->door.claim_stream(first_token, soon())));
    const auto claim = world.run(origin->door.claim_stream(second_token, soon()));
    ASSERT_TRUE(claim);
    EXPECT_EQ(claim->call, started->id);
}

TEST_F(TheWatch, OutlivesADatabaseThatIsAwayWhenTheProcessStarts) {
    AbsentDatabase absent;
    voice::Watch watch{origin->shop, absent, origin->outbox, origin->webhook, origin->log};
    world.run(watch.settle_on_start(soon()));
    EXPECT_THAT(origin->sink.all(), HasSubstr("settling_postponed"));
}

TEST_F(TheWatch, RepeatsAHangUpUntilTheCarrierTakesIt) {
    const auto started = start(to(kConsumer));
    hear({"call.answered", kConsumer, clock.now()});
    carrier.refuses = voice::CarrierError{Kind::unreachable, true, "503"};
    ASSERT_TRUE(end(started->id));
    drain();
    EXPECT_EQ(call_column(started->id, "status"), "completed");
    look();
    carrier.refuses.reset();
    look();
    look();
    ASSERT_THAT(carrier.whats(), ElementsAre("dial", "hangup", "hangup", "hangup"));
    EXPECT_EQ(carrier.told[1].command, carrier.told[3].command);
    EXPECT_EQ(truth("select status from command_outbox where kind = 'hangup'"), "done");
}

using EndingACall = VoiceTest;

TEST_F(EndingACall, IsOverForTheRecordAtOnceAndForTheLineAsSoonAsTheCarrierIsTold) {
    const auto started = start(to(kConsumer));
    hear({"call.answered", kConsumer, clock.now()});
    clock.advance(30s);
    ASSERT_TRUE(end(started->id));
    EXPECT_EQ(call_column(started->id, "status || ' ' || talk_seconds"), "completed 30");
    drain();
    EXPECT_THAT(carrier.whats(), ElementsAre("dial", "hangup"));
    EXPECT_EQ(end(started->id).error(), voice::EndRefusal::already_over);
    EXPECT_EQ(truth("select count(*) from audit_logs where action = 'call:ended' and actor_type = 'human'"), "1");
}

TEST_F(EndingACall, OfAnotherOrganisationIsAsIfItDidNotExist) {
    const auto stranger = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    const auto theirs = start(to(kConsumer), stranger);
    ASSERT_TRUE(theirs);
    EXPECT_EQ(end(theirs->id).error(), voice::EndRefusal::no_such_call);
    EXPECT_EQ(problem(voice::EndRefusal::no_such_call).code, api::Code::not_found);
    const auto as_us = [&] { return world.run(world.db->begin(world.tenancy.as_session(), soon())); };
    EXPECT_FALSE(world.run(voice::find_call(*as_us(), theirs->id)));
    EXPECT_FALSE(world.run(voice::timeline_of(*as_us(), theirs->id)));
    EXPECT_FALSE(world.run(voice::transcript_of(*as_us(), theirs->id, -1, 10)));
}

using ListingCalls = VoiceTest;

TEST_F(ListingCalls, CountsTheWholeFilterAndShowsOnePageNewestFirst) {
    for (int i = 0; i < 5; ++i) {
        start(to(kConsumer)).value();
        clock.advance(1s);
    }
    const auto last = start(to("+442079460000"));
    const auto list = [&](voice::CallFilter filter, api::PageQuery page) {
        auto tx = world.run(world.db->begin(world.tenancy.as_session(), soon()));
        return world.run(voice::page_of_calls(*tx, std::move(filter), page));
    };
    auto reply = list({}, {.page = 1, .limit = 4});
    EXPECT_EQ(reply.pagination.total, 6);
    EXPECT_EQ(reply.pagination.total_pages, 2);
    ASSERT_THAT(reply.calls, SizeIs(4));
    EXPECT_EQ(reply.calls[0].id, last->id);
    EXPECT_EQ(reply.calls[0].user_name, "alpha");
    EXPECT_THAT(list({}, {.page = 2, .limit = 4}).calls, SizeIs(2));
    EXPECT_THAT(list({}, {.page = 9, .limit = 4}).calls, IsEmpty());
    EXPECT_EQ(list({}, {.page = 9, .limit = 4}).pagination.total, 6);
    EXPECT_EQ(list({.number = "79460"}, {}).pagination.total, 1);
    EXPECT_EQ(list({.status = "active"}, {}).pagination.total, 6);
    ASSERT_TRUE(end(last->id));
    EXPECT_EQ(list({.status = "active"}, {}).pagination.total, 5);
    EXPECT_EQ(list({.status = "canceled"}, {}).pagination.total, 1);
    EXPECT_EQ(list({.direction = "inbound"}, {}).pagination.total, 0);
}

TEST_F(ListingCalls, ShowsACallWithItsLegsGateTimelineAndAudit) {
    const auto started = start(to(kConsumer));
    hear({"call.answered", kConsumer, clock.now()});
    const auto as_us = [&] { return world.run(world.db->begin(world.tenancy.as_session(), soon())); };
    const auto call = world.run(voice::find_call(*as_us(), started->id));
    ASSERT_TRUE(call);
    EXPECT_EQ(call->status, "in_progress");
    // What the database makes passes as it is: it has to be what it is described to be, member for member.
    const auto legs = codec::parse<std::vector<api::CallLeg>>(call->legs.text);
    ASSERT_TRUE(legs) << call->legs.text;
    ASSERT_THAT(*legs, SizeIs(1));
    EXPECT_EQ((*legs)[0].role, "consumer");
    EXPECT_EQ((*legs)[0].to_number, kConsumer);
    const auto gate = codec::parse<api::GateDecision>(call->gate.text);
    ASSERT_TRUE(gate) << call->gate.text;
    EXPECT_THAT(gate->checks, SizeIs(16));
    EXPECT_EQ(call->recordings.text, "[]");
    const auto timeline = world.run(voice::timeline_of(*as_us(), started->id));
    ASSERT_TRUE(timeline);
    ASSERT_THAT(timeline->events, SizeIs(3));
    EXPECT_THAT(timeline->events[2].event_data.text, HasSubstr(R"("answered")"));
    const auto audit =
        world.run(voice::page_of_audit(*as_us(), {.resource = started->id.value, .resource_type = "call"}, {}));
    EXPECT_EQ(audit.pagination.total, 2);
    EXPECT_EQ(audit.audit_logs[1].action, "call:started");
    EXPECT_EQ(audit.audit_logs[1].user_name, "alpha");
}

}  // namespace
}  // namespace wib::testing
