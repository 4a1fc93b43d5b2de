#include "shared/voice/call_machine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

namespace wib::voice {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

const Instant noon = *parse_rfc3339("2026-11-21T12:00:00Z");
const CallPlan kDirect{.flow = Flow::direct};
const CallPlan kBridge{.flow = Flow::bridge};

Fact fact(FactKind kind, Leg leg, Instant at, Cause cause = Cause::none) {
    return {.kind = kind, .leg = leg, .occurred_at = at, .cause = cause};
}
Fact dial_requested(Leg leg, Instant at) {
    return {.kind = FactKind::dial_requested, .leg = leg, .occurred_at = at, .source = Source::us};
}
Fact dialed(Leg leg, Instant at) {
    return fact(FactKind::dialed, leg, at);
}
Fact answered(Instant at, Leg leg = Leg::consumer) {
    return fact(FactKind::answered, leg, at);
}
Fact bridged(Leg leg, Instant at) {
    return fact(FactKind::bridged, leg, at);
}
Fact hung_up(Instant at, Leg leg = Leg::consumer, Cause cause = Cause::normal) {
    return fact(FactKind::hung_up, leg, at, cause);
}
Fact end_requested(Instant at) {
    return {.kind = FactKind::end_requested, .leg = Leg::call, .occurred_at = at, .source = Source::us};
}

/// A call under test: learns facts at given times and keeps what followed from the last.
class Call {
  public:
    explicit Call(CallPlan plan, std::initializer_list<Fact> known = {}) : plan_(plan) {
        for (const auto& f : known) facts_.add(f);
    }
    Effects learns(const Fact& news) { return learns(news, news.occurred_at); }
    Effects learns(const Fact& news, Instant at) { return effects_ = learn(plan_, facts_, news, at); }
    [[nodiscard]] CallState state() const { return fold(plan_, facts_); }
    [[nodiscard]] CallStatus status() const { return voice::status(state()); }
    template <class P>
    [[nodiscard]] P as() const {
        return state().as<P>();
    }
    [[nodiscard]] const Effects& effects() const { return effects_; }
    [[nodiscard]] const FactSet& facts() const { return facts_; }
    /// Lets the clock strike; returns what followed.
    Effects passes(Instant now) {
        Effects all;
        for (const auto& due : overdue(plan_, facts_, now))
            for (const auto& effect : learn(plan_, facts_, due, now)) all.push_back(effect);
        return all;
    }

  private:
    CallPlan plan_;
    FactSet facts_;
    Effects effects_;
};

Call a_direct_call_dialed_at(Instant at) {
    return Call{kDirect, {dial_requested(Leg::consumer, at), dialed(Leg::consumer, at)}};
}

/// The agent has picked up and the consumer's phone is being dialled.
Call a_bridge_call_with_the_agent_waiting(Instant at) {
    return Call{kBridge,
                {dial_requested(Leg::agent, at - 8s), dialed(Leg::agent, at - 7s), answered(at - 1s, Leg::agent),
                 dial_requested(Leg::consumer, at - 1s), dialed(Leg::consumer, at)}};
}

// Carriers deliver out of order: a hangup can overtake its own answer. The late one corrects the talk time and revives
// nothing.
TEST(CallMachine, LateAnswerCorrectsTheRecordWithoutRevivingTheCall) {
    auto call = a_direct_call_dialed_at(noon - 60s);
    call.learns(hung_up(noon));
    call.learns(answered(noon - 40s), /*at=*/noon + 15s);
    EXPECT_EQ(call.as<Ended>().talk_time, 40s);
    EXPECT_EQ(call.status(), CallStatus::completed);
    EXPECT_THAT(call.effects(), ElementsAre(SaveRecord{}));
}

TEST(CallMachine, KnowsNothingUntilSomethingIsKnown) {
    EXPECT_TRUE(fold(kDirect, {}).is<Created>());
    EXPECT_EQ(fold(kDirect, {}).started_at, std::nullopt);
}

TEST(CallMachine, WalksADirectCallFromRequestToEnd) {
    Call call{kDirect};
    call.learns(dial_requested(Leg::consumer, noon));
    EXPECT_EQ(call.status(), CallStatus::pending);
    call.learns(dialed(Leg::consumer, noon + 1s));
    EXPECT_EQ(call.status(), CallStatus::initiated);
    call.learns(fact(FactKind::ringing, Leg::consumer, noon + 2s));
    EXPECT_EQ(call.status(), CallStatus::ringing);
    call.learns(answered(noon + 9s));
    EXPECT_EQ(call.status(), CallStatus::in_progress);
    EXPECT_EQ(call.state().answered_at, noon + 9s);
    call.learns(hung_up(noon + 69s));
    EXPECT_EQ(call.as<Ended>(), (Ended{.at = noon + 69s,
                                       .status = CallStatus::completed,
                                       .talk_time = 60s,
                                       .cause = Cause::normal,
                                       .ended_by = Leg::consumer}));
}

TEST(CallMachine, LearnsARedeliveredFactOnce) {
    auto call = a_direct_call_dialed_at(noon);
    EXPECT_THAT(call.learns(answered(noon + 5s)), Not(IsEmpty()));
    auto again = answered(noon + 5s);
    again.received_at = noon + 8s;
    EXPECT_THAT(call.learns(again, noon + 8s), IsEmpty());
}

TEST(CallMachine, RingsTheAgentThenTheConsumerThenJoinsThem) {
    Call call{kBridge, {dial_requested(Leg::agent, noon), dialed(Leg::agent, noon)}};
    EXPECT_THAT(call.learns(answered(noon + 4s, Leg::agent)), ElementsAre(SaveRecord{}, Dial{Leg::consumer}));
    EXPECT_EQ(call.status(), CallStatus::ringing);
    EXPECT_THAT(call.learns(dial_requested(Leg::consumer, noon + 4s)), ElementsAre(SaveRecord{}));
    EXPECT_THAT(call.learns(dialed(Leg::consumer, noon + 5s)), ElementsAre(SaveRecord{}));
    EXPECT_THAT(call.learns(answered(noon + 12s)), ElementsAre(SaveRecord{}, Bridge{}));
    EXPECT_EQ(call.status(), CallStatus::in_progress);
    EXPECT_THAT(call.learns(bridged(Leg::consumer, noon + 13s)), ElementsAre(SaveRecord{}));
    EXPECT_THAT(call.learns(bridged(Leg::agent, noon + 13s)), ElementsAre(SaveRecord{}));
    EXPECT_EQ(call.status(), CallStatus::bridged);
    EXPECT_THAT(call.learns(hung_up(noon + 73s, Leg::agent)), ElementsAre(SaveRecord{}, HangUp{Leg::consumer}));
    EXPECT_EQ(call.status(), CallStatus::completed);
}

TEST(CallMachine, CountsTalkTimeOnlyWhileAgentAndConsumerAreConnected) {
    auto call = a_bridge_call_with_the_agent_waiting(noon);
    call.learns(answered(noon + 10s));
    call.learns(bridged(Leg::agent, noon + 12s));
    call.learns(hung_up(noon + 42s));
    EXPECT_EQ(call.as<Ended>().talk_time, 30s);
    EXPECT_THAT(call.effects(), ElementsAre(SaveRecord{}, HangUp{Leg::agent}));
    call.learns(hung_up(noon + 43s, Leg::agent));
    EXPECT_EQ(call.as<Ended>().talk_time, 30s) << "the second leg's end is not the conversation's";
}

TEST(CallMachine, TellsTheAgentWhenNobodyAnswersAndThenLetsThemGo) {
    auto call = a_bridge_call_with_the_agent_waiting(noon);
    EXPECT_THAT(call.learns(hung_up(noon + 30s, Leg::consumer, Cause::no_answer)),
                ElementsAre(SaveRecord{}, Speak{Leg::agent, Announcement::consumer_unreachable}));
    EXPECT_EQ(call.status(), CallStatus::no_answer);
    EXPECT_THAT(call.learns(fact(FactKind::announced, Leg::agent, noon + 34s)),
                ElementsAre(SaveRecord{}, HangUp{Leg::agent}));
    EXPECT_THAT(call.learns(hung_up(noon + 35s, Leg::agent)), ElementsAre(SaveRecord{}));
    EXPECT_EQ(call.as<Ended>().at, noon + 30s);
}

TEST(CallMachine, LetsTheAgentGoWithoutWordsWhenTheNewsComesLate) {
    auto call = a_bridge_call_with_the_agent_waiting(noon);
    EXPECT_THAT(call.learns(hung_up(noon + 30s, Leg::consumer, Cause::busy), noon + 50s),
                ElementsAre(SaveRecord{}, HangUp{Leg::agent}));
    EXPECT_EQ(call.status(), CallStatus::busy);
}

TEST(CallMachine, LetsTheAgentGoWhenTheAnnouncementIsNeverConfirmed) {
    auto call = a_bridge_call_with_the_agent_waiting(noon);
    call.learns(hung_up(noon + 30s, Leg::consumer, Cause::no_answer));
    EXPECT_THAT(call.passes(noon + 31s), IsEmpty());
    EXPECT_THAT(call.passes(noon + 46s), ElementsAre(SaveRecord{}, HangUp{Leg::agent}));
}

TEST(CallMachine, DialsNobodyForAnAgentWhoseAnswerWeHearTooLate) {
    Call call{kBridge, {dial_requested(Leg::agent, noon), dialed(Leg::agent, noon)}};
    EXPECT_THAT(call.learns(answered(noon + 4s, Leg::agent), noon + 15s), ElementsAre(SaveRecord{}));
    EXPECT_THAT(call.passes(noon + 20s), ElementsAre(SaveRecord{}, HangUp{Leg::agent}));
    EXPECT_EQ(call.status(), CallStatus::failed);
    EXPECT_EQ(call.as<Ended>().cause, Cause::stalled);
}

TEST(CallMachine, EndsBothLegsWhenTheyCannotBeJoined) {
    auto call = a_bridge_call_with_the_agent_waiting(noon);
    call.learns(answered(noon + 5s));
    EXPECT_THAT(call.passes(noon + 19s), IsEmpty());
    EXPECT_THAT(call.passes(noon + 21s), ElementsAre(SaveRecord{}, HangUp{Leg::agent}, HangUp{Leg::consumer}));
    EXPECT_EQ(call.as<Ended>().talk_time, 0s);
}

TEST(CallMachine, HangsUpEveryOpenLegWhenSomebodyEndsTheCall) {
    auto call = a_bridge_call_with_the_agent_waiting(noon);
    EXPECT_THAT(call.learns(end_requested(noon + 3s)),
                ElementsAre(SaveRecord{}, HangUp{Leg::agent}, HangUp{Leg::consumer}));
    EXPECT_EQ(call.status(), CallStatus::canceled);
}

TEST(CallMachine, TakesTheEndFromTheCarrierOnceItTells) {
    auto call = a_direct_call_dialed_at(noon);
    call.learns(answered(noon + 5s));
    call.learns(end_requested(noon + 65s));
    EXPECT_EQ(call.as<Ended>().talk_time, 60s);
    call.learns(hung_up(noon + 66s));
    EXPECT_EQ(call.as<Ended>().talk_time, 61s);
    EXPECT_EQ(call.as<Ended>().ended_by, Leg::call) << "it was our wish all the same";
}

// The dial was under way when the call was ended: its phone is answered by somebody nobody wants to talk to.
TEST(CallMachine, HangsUpALegThatTurnsOutToBeOpenBehindAnEndedCall) {
    Call call{kDirect, {dial_requested(Leg::consumer, noon)}};
    call.learns(Fact{.kind = FactKind::gave_up,
                     .leg = Leg::consumer,
                     .occurred_at = noon + 45s,
                     .source = Source::clock,
                     .cause = Cause::outcome_unknown});
    EXPECT_EQ(call.status(), CallStatus::failed);
    EXPECT_THAT(call.learns(answered(noon + 50s)), ElementsAre(SaveRecord{}, HangUp{Leg::consumer}));
    EXPECT_TRUE(call.state().is<Ended>());
}

TEST(CallMachine, PrefersTheCarriersWordToItsOwnPatience) {
    Call call{kDirect, {dial_requested(Leg::consumer, noon)}};
    EXPECT_THAT(call.passes(noon + 44s), IsEmpty());
    EXPECT_THAT(call.passes(noon + 46s), ElementsAre(SaveRecord{}));
    EXPECT_EQ(call.as<Ended>().cause, Cause::outcome_unknown);
    call.learns(answered(noon + 20s), noon + 70s);
    call.learns(hung_up(noon + 60s), noon + 70s);
    EXPECT_EQ(call.status(), CallStatus::completed);
    EXPECT_EQ(call.as<Ended>().talk_time, 40s);
    EXPECT_THAT(call.effects(), ElementsAre(SaveRecord{}));
}

TEST(CallMachine, SaysNoAnswerWhenADialedPhoneIsNeverHeardOf) {
    auto call = a_direct_call_dialed_at(noon);
    call.passes(noon + 46s);
    EXPECT_EQ(call.status(), CallStatus::no_answer);
    EXPECT_EQ(call.as<Ended>().cause, Cause::unheard);
}

TEST(CallMachine, ClosesTheBooksOnALegWhoseHangUpIsNeverConfirmed) {
    auto call = a_direct_call_dialed_at(noon);
    call.learns(answered(noon + 5s));
    call.learns(end_requested(noon + 10s));
    EXPECT_EQ(call.state().consumer.ended_at, std::nullopt);
    call.passes(noon + 71s);
    EXPECT_EQ(call.state().consumer.ended_at, noon + 71s);
    EXPECT_EQ(next_alarm(kDirect, call.facts()), std::nullopt);
    EXPECT_EQ(call.as<Ended>().at, noon + 10s);
}

TEST(CallMachine, NamesTheOutcomeAfterWhatThePhoneDid) {
    const auto outcome = [](Cause cause) {
        auto call = a_direct_call_dialed_at(noon);
        call.learns(hung_up(noon + 9s, Leg::consumer, cause));
        return call.status();
    };
    EXPECT_EQ(outcome(Cause::busy), CallStatus::busy);
    EXPECT_EQ(outcome(Cause::declined), CallStatus::busy);
    EXPECT_EQ(outcome(Cause::no_answer), CallStatus::no_answer);
    EXPECT_EQ(outcome(Cause::canceled), CallStatus::canceled);
    EXPECT_EQ(outcome(Cause::invalid_number), CallStatus::failed);
    EXPECT_EQ(outcome(Cause::other), CallStatus::failed);
}

TEST(CallMachine, FailsABridgeWhoseAgentNeverPickedUpAndCancelsOneWhoseAgentLeft) {
    Call absent{kBridge, {dial_requested(Leg::agent, noon), dialed(Leg::agent, noon)}};
    absent.learns(hung_up(noon + 30s, Leg::agent, Cause::no_answer));
    EXPECT_EQ(absent.status(), CallStatus::failed);

    auto left = a_bridge_call_with_the_agent_waiting(noon);
    EXPECT_THAT(left.learns(hung_up(noon + 5s, Leg::agent)), ElementsAre(SaveRecord{}, HangUp{Leg::consumer}));
    EXPECT_EQ(left.status(), CallStatus::canceled);
}

TEST(CallMachine, SpeaksOnATestCallAndHangsUp) {
    Call call{{.purpose = Purpose::test}, {dial_requested(Leg::consumer, noon), dialed(Leg::consumer, noon)}};
    EXPECT_THAT(call.learns(answered(noon + 3s)),
                ElementsAre(SaveRecord{}, Speak{Leg::consumer, Announcement::test_phrase}));
    EXPECT_THAT(call.learns(fact(FactKind::announced, Leg::consumer, noon + 6s)),
                ElementsAre(SaveRecord{}, HangUp{Leg::consumer}));
}

TEST(CallMachine, AsksForALostStreamAgainOnlyWhileTheCallLives) {
    auto call = a_direct_call_dialed_at(noon);
    call.learns(answered(noon + 3s));
    call.learns(fact(FactKind::stream_started, Leg::consumer, noon + 3s));
    EXPECT_THAT(call.passes(noon + 20s), IsEmpty());
    call.learns(fact(FactKind::stream_stopped, Leg::consumer, noon + 20s));
    EXPECT_THAT(call.passes(noon + 21s), IsEmpty()) << "a stop usually precedes a hang-up";
    EXPECT_THAT(call.passes(noon + 23s), ElementsAre(SaveRecord{}, StartStream{Leg::consumer}));
    EXPECT_THAT(call.passes(noon + 24s), IsEmpty());
    EXPECT_THAT(call.passes(noon + 34s), ElementsAre(SaveRecord{}, StartStream{Leg::consumer})) << "nothing came of it";
    call.learns(hung_up(noon + 40s));
    EXPECT_THAT(call.passes(noon + 50s), IsEmpty());
}

TEST(CallMachine, SetsNoAlarmOnceTheCallAndItsLegsAreOver) {
    Call call{kBridge};
    EXPECT_EQ(next_alarm(kBridge, call.facts()), std::nullopt);
    call.learns(dial_requested(Leg::agent, noon));
    EXPECT_EQ(next_alarm(kBridge, call.facts()), noon + 45s);
    call.learns(answered(noon + 5s, Leg::agent));
    EXPECT_EQ(next_alarm(kBridge, call.facts()), noon + 20s) << "the consumer should have been dialled by then";
    call.learns(hung_up(noon + 6s, Leg::agent));
    EXPECT_EQ(next_alarm(kBridge, call.facts()), std::nullopt);
}

/// Seven things that can be known of a bridge call, with ends, late words and our own impatience among them.
const std::array kSevenOfABridge{
    answered(noon + 4s, Leg::agent),    dialed(Leg::consumer, noon + 5s), answered(noon + 12s),
    bridged(Leg::consumer, noon + 13s), end_requested(noon + 70s),        hung_up(noon + 71s, Leg::agent),
    hung_up(noon + 71s, Leg::consumer),
};
const std::array kSevenOfADirectCall{
    dial_requested(Leg::consumer, noon),
    dialed(Leg::consumer, noon + 1s),
    fact(FactKind::ringing, Leg::consumer, noon + 2s),
    answered(noon + 9s),
    fact(FactKind::stream_started, Leg::consumer, noon + 9s),
    Fact{.kind = FactKind::gave_up,
         .leg = Leg::consumer,
         .occurred_at = noon + 45s,
         .source = Source::clock,
         .cause = Cause::unheard},
    hung_up(noon + 69s),
};

/// Every subset of `known`, in every order, each fact once or twice (the second time anywhere later): one state, and on
/// the way a status that never goes backwards and an end that stays an end.
void fold_every_order(const CallPlan& plan, std::span<const Fact> known) {
    const auto n = known.size();
    std::size_t histories = 0;
    for (unsigned subset = 0; subset < (1u << n); ++subset) {
        std::vector<Fact> chosen;
        for (std::size_t i = 0; i < n; ++i)
            if (subset >> i & 1u) chosen.push_back(known[i]);
        FactSet all;
        for (const auto& f : chosen) all.add(f);
        const auto expected = fold(plan, all);

        std::vector<std::size_t> order(chosen.size());
        std::iota(order.begin(), order.end(), 0u);
        do {
            FactSet facts;
            auto status_before = CallStatus::pending;
            for (std::size_t told = 0; told < order.size(); ++told) {
                auto news = chosen[order[told]];
                news.received_at = noon + std::chrono::seconds{told};  // when we heard of it says nothing of the call
                ASSERT_TRUE(facts.add(news));
                for (std::size_t again = 0; again <= told; ++again) ASSERT_FALSE(facts.add(chosen[order[again]]));
                const auto now_status = status(fold(plan, facts));
                if (is_terminal(status_before))
                    ASSERT_TRUE(is_terminal(now_status)) << "a call came back to life";
                else
                    ASSERT_GE(now_status, status_before) << "the status went backwards";
                status_before = now_status;
            }
            ASSERT_EQ(fold(plan, facts), expected);
            ++histories;
        } while (std::ranges::next_permutation(order).found);
    }
    EXPECT_EQ(histories, 13700u) << "every ordered choice of up to seven facts";
}

TEST(CallMachine, FoldsEveryOrderOfABridgeCallToOneState) {
    fold_every_order(kBridge, kSevenOfABridge);
}
TEST(CallMachine, FoldsEveryOrderOfADirectCallToOneState) {
    fold_every_order(kDirect, kSevenOfADirectCall);
}

// Whatever arrives in whatever order, nothing that opens a line or speaks follows once the call has ended.
TEST(CallMachine, OpensNothingBehindAnEndedCall) {
    std::vector<std::size_t> order(kSevenOfABridge.size());
    std::iota(order.begin(), order.end(), 0u);
    do {
        FactSet facts;
        for (const auto i : order) {
            const bool over = fold(kBridge, facts).is<Ended>();
            for (const auto& effect : learn(kBridge, facts, kSevenOfABridge[i], noon + 72s)) {
                const bool harmless =
                    std::holds_alternative<SaveRecord>(effect) || std::holds_alternative<HangUp>(effect);
                ASSERT_TRUE(harmless || !over);
            }
        }
    } while (std::ranges::next_permutation(order).found);
}

// A live effect is caused once, however often and in whatever company its cause is told.
TEST(CallMachine, CausesEachEffectOnceInAnyTimelyOrder) {
    const std::array news{answered(noon + 1s, Leg::agent), answered(noon + 2s), bridged(Leg::agent, noon + 3s),
                          bridged(Leg::consumer, noon + 3s)};
    std::vector<std::size_t> order(news.size());
    std::iota(order.begin(), order.end(), 0u);
    do {
        Call call{kBridge, {dial_requested(Leg::agent, noon), dial_requested(Leg::consumer, noon)}};
        std::size_t bridges = 0;
        for (int round = 0; round < 2; ++round)
            for (const auto i : order)
                bridges +=
                    static_cast<std::size_t>(std::ranges::count(call.learns(news[i], noon + 4s), Effect{Bridge{}}));
        ASSERT_LE(bridges, 1u);
        ASSERT_EQ(call.status(), CallStatus::bridged);
    } while (std::ranges::next_permutation(order).found);
}

}  // namespace
}  // namespace wib::voice
