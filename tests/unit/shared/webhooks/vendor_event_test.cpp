#include "shared/webhooks/vendor_event.hpp"

#include <gtest/gtest.h>

#include <map>

#include "shared/codec/reflect.hpp"
#include "shared/crypto/hash.hpp"
#include "tests/support/fixture.hpp"

namespace wib::webhooks {
namespace {

struct Examples {
    std::map<std::string, codec::RawJson> events;
};
BOOST_DESCRIBE_STRUCT(Examples, (), (events))

const Instant kNow = *parse_rfc3339("2026-11-21T08:00:01Z");

TEST(VendorEvent, OfStripeHasItsIdTypeAndTime) {
    const auto event = parse_stripe_event(
        R"({"id":"evt_1","object":"event","created":1721954076,"type":"invoice.paid","data":{}})", kNow);
    EXPECT_EQ(event, (VendorEvent{"evt_1", "invoice.paid", from_unix_seconds(1'721'954'076)}));
    const auto thin = parse_stripe_event(
        R"({"id":"evt_2","object":"v2.core.event","type":"v1.x","created":"2026-11-21T07:00:00Z"})", kNow);
    EXPECT_EQ(thin->occurred_at, *parse_rfc3339("2026-11-21T07:00:00Z"));
    for (const auto* odd : {R"({"id":"e","type":"t"})", R"({"id":"e","type":"t","created":-1})",
                            R"({"id":"e","type":"t","created":{}})", R"({"id":"e","type":"t","created":1e300})"})
        EXPECT_EQ(parse_stripe_event(odd, kNow)->occurred_at, kNow) << odd;
    for (const auto* none : {"", "{}", "[]", R"({"id":"","type":"t"})", R"({"id":1,"type":"t"})", R"({"id":"e"})"})
        EXPECT_FALSE(parse_stripe_event(none, kNow)) << none;
}

TEST(VendorEvent, OfResendIsNamedByTheMessageThatCarriesIt) {
    const auto file =
        *codec::parse<Examples>(test::fixture("resend/webhook_examples.json"), {.unknown = codec::Unknown::ignored});
    ASSERT_GE(file.events.size(), 14u);
    for (const auto& [type, body] : file.events) {
        const auto event = parse_resend_event(body.text, "msg_1", kNow);
        ASSERT_TRUE(event) << type;
        EXPECT_EQ(event->event_type, type);
        EXPECT_EQ(event->event_id, "msg_1");
        EXPECT_EQ(event->occurred_at, *parse_rfc3339("2023-10-06T23:47:56.678Z"));
        EXPECT_FALSE(parse_resend_event(body.text, "", kNow)) << type;
    }
}

TEST(VendorEvent, OfAssemblyAiIsTheEndOfATranscriptOrOfASession) {
    EXPECT_EQ(parse_assemblyai_event(R"({"transcript_id":"t1","status":"completed"})", kNow),
              (VendorEvent{"t1:completed", "transcript.completed", kNow}));
    EXPECT_EQ(transcript_of(*parse_assemblyai_event(R"({"transcript_id":"t:1","status":"error"})", kNow)), "t:1");
    EXPECT_EQ(transcript_of(*parse_assemblyai_event(R"({"session_id":"s1"})", kNow)), "");
    EXPECT_EQ(parse_assemblyai_event(R"({"session_id":"s1","messages":[]})", kNow)->event_id, "session:s1");
    for (const auto* none : {"{}", "[]", R"({"transcript_id":"t1"})", R"({"transcript_id":1,"status":"x"})"})
        EXPECT_FALSE(parse_assemblyai_event(none, kNow)) << none;
}

TEST(VendorEvent, OfTwilioIsTheSameHoweverOftenItIsSent) {
    const auto numbered = parse_twilio_event("CallSid=CA1&CallStatus=completed&SequenceNumber=3", kNow);
    EXPECT_EQ(numbered, (VendorEvent{"CA1:3", "completed", kNow}));
    const std::string body = "CallSid=CA1&CallStatus=ringing&From=%2B1";
    EXPECT_EQ(parse_twilio_event(body, kNow)->event_id, "CA1:" + crypto::sha256_hex(body));
    EXPECT_EQ(parse_twilio_event("MessageSid=SM1&MessageStatus=sent", kNow)->event_type, "sent");
    for (const auto* none : {"", "a=1", "CallSid=%", "&&&"}) EXPECT_FALSE(parse_twilio_event(none, kNow)) << none;
}

TEST(VendorEvent, KeepsAFormAsOneObject) {
    EXPECT_EQ(form_as_json("a=1&b=two+words&a=%C3%A9"), R"({"a":["1","é"],"b":"two words"})");
    EXPECT_EQ(form_as_json(""), "{}");
}

}  // namespace
}  // namespace wib::webhooks
