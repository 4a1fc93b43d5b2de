#include <gmock/gmock.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "generated/sql/voice.hpp"
#include "tests/unit/origin/voice/voice_world.hpp"

namespace wib::testing {
namespace {

using namespace std::chrono_literals;
using Taken = voice::CarrierWebhook::Taken;

/// Carriers tell at once what happened at once: many connections, one call.
class AtOnce : public VoiceTest {
  protected:
    /// Tells every body at the same time and says what was answered.
    std::vector<Taken> hear_at_once(std::vector<std::string> bodies) {
        auto wide = world.open(world.url, 6);
        voice::CarrierWebhook webhook{{{"telnyx", &VoiceProcess::read_event}},
                                      origin->shop,
                                      *wide,
                                      origin->outbox,
                                      origin->giving_up(),
                                      origin->log};
        std::vector<Taken> answers;
        for (auto& body : bodies)
            boost::asio::co_spawn(world.io, tell(webhook, std::move(body), answers), boost::asio::detached);
        world.io.restart();
        while (answers.size() < bodies.size() && world.io.run_one_for(10s) > 0) {
        }
        drain();
        return answers;
    }
    /// One more sending, by somebody who has read that there were `attempts`. How many commands they may send: one or
    /// none.
    static Task<std::size_t> claim(World& world, std::string command, int attempts, Instant now) {
        auto tx = co_await world.db->begin(world.tenancy.as_job(), soon());
        const auto rows =
            co_await tx->exec(sql::claim_command, CommandId::parse(command).value(), attempts, now, now + 20s);
        co_await tx->commit();
        co_return rows.size();
    }
    static Task<void> tell(voice::CarrierWebhook& webhook, std::string body, std::vector<Taken>& answers) {
        answers.push_back(co_await webhook.take("telnyx", std::move(body), soon()));
    }
};

TEST_F(AtOnce, EveryFactOfACallIsLearnedAndNoneTwice) {
    const auto started = start(bridge("+14155550177", "+14155550123"));
    const auto t = clock.now();
    hear({"call.answered", "+14155550177", t + 1s});
    std::vector<std::string> bodies;
    for (int twice = 0; twice < 3; ++twice) {
        const auto id = [&](int n) { return "00000000-0000-4000-8000-00000000000" + std::to_string(n); };
        bodies.push_back(body_of({"call.answered", "+14155550123", t + 3s, "", id(1)}));
        bodies.push_back(body_of({"call.bridged", "+14155550177", t + 4s, "", id(2)}));
        bodies.push_back(body_of({"call.bridged", "+14155550123", t + 4s, "", id(3)}));
        bodies.push_back(body_of({"streaming.started", "+14155550123", t + 3s, "", id(4)}));
    }
    const auto answers = hear_at_once(std::move(bodies));
    EXPECT_EQ(answers.size(), 12u);
    EXPECT_EQ(std::ranges::count(answers, Taken::applied), 4);
    EXPECT_EQ(std::ranges::count(answers, Taken::known), 8);
    EXPECT_EQ(call_column(started->id, "status"), "bridged");
    EXPECT_LE(std::ranges::count(carrier.whats(), "bridge"), 1);
    EXPECT_EQ(truth("select count(*) from call_facts where source = 'carrier'"), "5");
}

TEST_F(AtOnce, TwoSweepsSendACommandOnce) {
    carrier.loses = FakeCarrier::Breaks::before;
    start(to("+14155550123")).value();
    let_time_come();
    VoiceProcess other{world, clock, carrier};
    const auto first = world.run(origin->outbox.claim_due(soon()));
    const auto second = world.run(other.outbox.claim_due(soon()));
    EXPECT_EQ(first.size() + second.size(), 1u);
}

// The lease is only a matter of time: a sweep that stood still until after it must not send what another has sent
// since.
TEST_F(AtOnce, ASweepThatStoodStillSendsNothingThatAnotherHasSent) {
    carrier.loses = FakeCarrier::Breaks::before;
    start(to("+14155550123")).value();
    const auto command = truth("select id from command_outbox");
    const auto attempts = std::stoi(truth("select attempts from command_outbox"));
    EXPECT_EQ(world.run(claim(world, command, attempts, clock.now())), 1u);
    EXPECT_EQ(world.run(claim(world, command, attempts, clock.now())), 0u);
    EXPECT_EQ(truth("select attempts from command_outbox"), std::to_string(attempts + 1));
}

}  // namespace
}  // namespace wib::testing
