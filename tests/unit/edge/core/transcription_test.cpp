// A message of the transcription queue, and of its dead letters: handed on, done with, or to come again.
#include "edge/core/transcription.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::SizeIs;

constexpr std::string_view kMessage = R"({"organization_id":"o","job_id":"j"})";
const std::string kAdvance = "/internal/transcriptions/advance";
const std::string kDead = "/internal/transcriptions/dead";

class TranscriptionMessage : public testing::Test {
  protected:
    Journey come(std::string queue = "wib-transcription", std::string attempts = "1") {
        edge.body = kMessage;
        auto event = edge.event("POST", "/");
        event.headers = {{"x-attempts", std::move(attempts)}};
        event.scheme = "queue";
        event.host = std::move(queue);
        event.has_body = true;
        event.random[0] = ++deliveries_;
        return edge.begin(std::move(event));
    }
    static std::string pause(const Journey& journey) {
        const auto* answer = journey.as<Respond>();
        return answer ? std::string{answer->headers.get("retry-after")} : "no answer";
    }
    static Outcome says(int status, api::Headers headers = {}) {
        headers.add("content-type", "application/json");
        return {.ending = Ending::done, .status = status, .headers = std::move(headers), .body = "{}"};
    }
    ScriptedEdge edge;
    std::uint8_t deliveries_ = 0;
};

TEST_F(TranscriptionMessage, IsHandedOnAsItIsUnderTheQueuesEnvelope) {
    edge.says[kAdvance] = says(200);
    EXPECT_EQ(come().status(), 200);
    ASSERT_THAT(edge.asked, SizeIs(1));
    EXPECT_EQ(edge.asked[0].body, kMessage);
    EXPECT_EQ(edge.asked[0].patience, std::chrono::minutes{5});
    const auto sealed = edge.envelope(edge.asked[0].headers);
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealed->principal.kind, ActorKind::job);
    EXPECT_EQ(sealed->principal.label, "transcription");
    EXPECT_TRUE(api::matches(*sealed, "POST", kAdvance, "application/json", "", kMessage, false));
}

TEST_F(TranscriptionMessage, IsDoneWithWhenTheOriginHasItOrWillNeverWantIt) {
    for (const int status : {200, 202, 400}) {
        edge.says[kAdvance] = says(status);
        EXPECT_EQ(come().status(), 200) << status;
    }
}

TEST_F(TranscriptionMessage, ComesAgainWhenTheOriginSays) {
    edge.says[kAdvance] = says(503, {{"retry-after", "81"}});
    const auto journey = come();
    EXPECT_EQ(journey.status(), 503);
    EXPECT_EQ(pause(journey), "81");
    ASSERT_THAT(journey.all<Count>(), SizeIs(1));
    EXPECT_EQ(journey.all<Count>()[0].what, "transcription_postponed");
    edge.says[kAdvance] = says(503, {{"retry-after", "999999"}});
    EXPECT_EQ(pause(come()), "43200") << "the queue takes no more";
}

TEST_F(TranscriptionMessage, ComesAgainLaterAndLaterWhenTheOriginSaysNothing) {
    edge.origin_is_down = true;
    EXPECT_EQ(pause(come("wib-transcription", "1")), "30");
    EXPECT_EQ(pause(come("wib-transcription", "2")), "120");
    EXPECT_EQ(pause(come("wib-transcription", "3")), "480");
    for (const auto* odd : {"", "0", "-1", "x", "99999999999999999999"})
        EXPECT_EQ(pause(come("wib-transcription", odd)), "30") << odd;
    EXPECT_EQ(pause(come("wib-transcription", "90")), "30720");
    edge.origin_is_down = false;
    for (const int status : {401, 404, 500, 502}) {
        edge.says[kAdvance] = says(status, {{"retry-after", "soon"}});
        EXPECT_EQ(pause(come()), "30") << status;
    }
}

TEST_F(TranscriptionMessage, ThatIsDeadIsToldAsSuchWhateverTheEnvironmentCallsItsQueue) {
    edge.says[kDead] = says(200);
    for (const auto* queue : {"wib-transcription-dead", "wib-transcription-dead-staging"}) {
        const auto journey = come(queue);
        EXPECT_EQ(journey.status(), 200);
        ASSERT_THAT(journey.all<Count>(), SizeIs(1));
        EXPECT_EQ(journey.all<Count>()[0].what, "transcription_given_up");
    }
    edge.origin_is_down = true;
    EXPECT_EQ(come("wib-transcription-dead", "4").status(), 503) << "until the origin hears it";
    EXPECT_TRUE(is_of_transcriptions("wib-transcription-dev"));
    EXPECT_FALSE(is_of_transcriptions("wib-webhooks"));
}

}  // namespace
}  // namespace wib::edge
