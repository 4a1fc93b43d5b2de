// A schedule comes round: the origin is told, once, by the clock's own envelope; webhooks are swept each minute.
#include "edge/core/schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/api/jobs.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr std::string_view kDueJobs = "/internal/jobs/due";

class ScheduleCame : public testing::Test {
  protected:
    void SetUp() override {
        edge.has_queue = true;
        edge.answers["/api/health"] = 200;
        edge.answers[std::string{kDueJobs}] = 202;
    }
    Journey comes(std::string cron, const std::string& scheduled_at) {
        auto event = edge.event("POST", "/");
        event.scheme = "cron";
        event.host = std::move(cron);
        event.headers = {{"x-scheduled-at", scheduled_at}};
        return edge.begin(std::move(event));
    }
    Journey comes(std::string cron, Instant scheduled_for) {
        return comes(std::move(cron), std::to_string(unix_micros(scheduled_for)));
    }
    std::vector<AskOrigin> told() const {
        std::vector<AskOrigin> found;
        for (const auto& one : edge.asked)
            if (one.target == kDueJobs) found.push_back(one);
        return found;
    }
    api::ScheduleCameRound last_told() const {
        return codec::parse<api::ScheduleCameRound>(told().back().body).value();
    }

    ScriptedEdge edge;
};

TEST_F(ScheduleCame, AndTheOriginIsToldByTheClocksOwnEnvelope) {
    const auto due = edge.now - 3s;
    EXPECT_EQ(comes("0 * * * *", due).status(), 200);
    ASSERT_THAT(told(), SizeIs(1));
    EXPECT_EQ(last_told().schedule, jobs::Schedule::hourly);
    EXPECT_EQ(last_told().scheduled_for, due);
    const auto sealed = edge.envelope(told()[0].headers);
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealed->principal.kind, ActorKind::job);
    EXPECT_EQ(sealed->principal.label, "hourly");
    EXPECT_TRUE(api::matches(*sealed, "POST", kDueJobs, "application/json", "", told()[0].body, false));
}

TEST_F(ScheduleCame, AndEachIsToldUnderItsOwnName) {
    for (const auto schedule : jobs::kSchedules) {
        EXPECT_EQ(comes(std::string{jobs::cron(schedule)}, edge.now).status(), 200);
        EXPECT_EQ(last_told().schedule, schedule);
    }
}

TEST_F(ScheduleCame, AndATimeThatIsNoneIsTheEventsOwn) {
    for (const auto* text : {"", "x", "12x", "-1", "99999999999999999999", "1600000000000000"}) {
        comes("* * * * *", std::string{text});
        EXPECT_EQ(last_told().scheduled_for, edge.now) << text;
    }
}

TEST_F(ScheduleCame, AndOneNobodyKnowsIsCountedAndChangesNothing) {
    const auto journey = comes("0 1 * * *", edge.now);
    EXPECT_EQ(journey.status(), 404);
    EXPECT_THAT(edge.asked, IsEmpty());
    ASSERT_THAT(journey.all<Count>(), SizeIs(1));
    EXPECT_EQ(journey.all<Count>()[0].what, "schedule_unknown");
}

TEST_F(ScheduleCame, AndAnOriginThatIsAwayIsCountedAndNotAskedAgain) {
    edge.origin_is_down = true;
    const auto journey = comes("0 * * * *", edge.now);
    EXPECT_EQ(journey.status(), 503);
    EXPECT_THAT(told(), SizeIs(1));
    ASSERT_THAT(journey.all<Count>(), SizeIs(1));
    EXPECT_EQ(journey.all<Count>()[0].what, "schedule_not_taken");
    EXPECT_EQ(journey.all<Count>()[0].result, "no answer");
}

TEST_F(ScheduleCame, AndWebhooksAreSweptByTheMinutesAlone) {
    edge.kept["webhooks/1"] = "{}";
    comes("*/5 * * * *", edge.now);
    comes("0 * * * *", edge.now);
    EXPECT_THAT(edge.queued, IsEmpty());
    comes("* * * * *", edge.now);
    EXPECT_THAT(edge.queued, SizeIs(1));
}

TEST_F(ScheduleCame, AndNobodyOutsideCanSaySo) {
    EXPECT_EQ(edge.begin("POST", std::string{kDueJobs}).status(), 404);
}

}  // namespace
}  // namespace wib::edge
