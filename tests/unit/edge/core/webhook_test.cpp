#include "edge/core/webhook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/core/forward.hpp"
#include "shared/codec/hex.hpp"
#include "shared/crypto/ed25519.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/crypto/sha1.hpp"
#include "shared/webhooks/svix.hpp"
#include "shared/webhooks/twilio.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

// RFC 8032, test 1: the private half of ScriptedEdge::kTelnyxKey.
constexpr std::string_view kSeed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

class TelnyxWebhook : public testing::Test {
  protected:
    ScriptedEdge edge;

    void SetUp() override { edge.body = R"({"data":{"id":"e1","event_type":"call.initiated"}})"; }

    static api::Headers signature(std::string_view body, Instant at) {
        const auto stamp = std::to_string(unix_seconds(at));
        const auto key = crypto::SigningKey::from_seed(*codec::parse_hex(kSeed));
        const auto sealed = key->sign(as_bytes(stamp + "|" + std::string{body}));
        return {{"content-type", "application/json"},
                {"telnyx-timestamp", stamp},
                {"telnyx-signature-ed25519", codec::base64(sealed)}};
    }
    Journey post(const api::Headers& headers, std::string path = "/webhooks/telnyx") {
        return edge.begin("POST", std::move(path), headers);
    }
};

TEST_F(TelnyxWebhook, IsForwardedAsTheVendorsOnceItsSignatureHolds) {
    for (const auto* path : {"/webhooks/telnyx", "/api/webhooks/telnyx"}) {
        const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        auto headers = signature(edge.body, edge.now);
        headers.add("traceparent", trace);
        const auto journey = post(headers, path);
        const auto* forward = journey.as<ForwardToOrigin>();
        ASSERT_TRUE(forward) << journey.code();
        EXPECT_EQ(forward->headers.get("traceparent"), trace);
        EXPECT_EQ(forward->payload, Payload::gathered);
        EXPECT_EQ(forward->patience, 1500ms);
        const auto sealed = edge.envelope(forward->headers);
        ASSERT_TRUE(sealed);
        EXPECT_EQ(sealed->principal.kind, ActorKind::webhook);
        EXPECT_EQ(sealed->principal.label, "telnyx");
        EXPECT_TRUE(api::matches(*sealed, "POST", path, "application/json", "", edge.body, false));
        EXPECT_THAT(journey.all<AskOrigin>(), IsEmpty());
    }
}

TEST_F(TelnyxWebhook, MustCarryASignatureOverTheseVeryBytes) {
    const auto good = signature(edge.body, edge.now);
    edge.body += " ";
    const auto journey = post(good);
    EXPECT_EQ(journey.status(), 401);
    EXPECT_EQ(journey.code(), "SIGNATURE_INVALID");
    EXPECT_THAT(journey.questions, SizeIs(3)) << "limiter, body and check: a forgery costs nothing downstream";
    ASSERT_THAT(journey.all<Count>(), SizeIs(1));
    EXPECT_EQ(journey.all<Count>()[0].result, "SIGNATURE_INVALID");
    EXPECT_EQ(post({}).code(), "SIGNATURE_INVALID");
    EXPECT_EQ(post({{"telnyx-timestamp", "x"}, {"telnyx-signature-ed25519", "!"}}).code(), "SIGNATURE_INVALID");
}

TEST_F(TelnyxWebhook, MustBeRecent) {
    EXPECT_TRUE(post(signature(edge.body, edge.now - 300s)).as<ForwardToOrigin>());
    EXPECT_EQ(post(signature(edge.body, edge.now - 301s)).code(), "SIGNATURE_STALE");
    EXPECT_EQ(post(signature(edge.body, edge.now + 301s)).code(), "SIGNATURE_STALE");
}

TEST_F(TelnyxWebhook, MayHaveAMebibyteAndNoMore) {
    edge.body = std::string(1 << 20, 'x');
    EXPECT_TRUE(post(signature(edge.body, edge.now)).as<ForwardToOrigin>());
    edge.body += 'x';
    EXPECT_EQ(post(signature(edge.body, edge.now)).status(), 413);
}

TEST_F(TelnyxWebhook, LeavesTheOriginOnlyWhatTheVendorsPatienceLeaves) {
    edge.reading = 900ms;
    auto headers = signature(edge.body, edge.now);
    EXPECT_EQ(post(headers).as<ForwardToOrigin>()->patience, 600ms);
    edge.reading = 1600ms;
    EXPECT_EQ(post(headers).code(), "DEADLINE_EXCEEDED");
}

TEST_F(TelnyxWebhook, IsTheVendorsToSendAgainWhenItsSignatureCouldNotBeChecked) {
    for (const auto ending : {Ending::failed, Ending::late, Ending::unavailable}) {
        edge.fails_at = {2, ending};
        const auto journey = post(signature(edge.body, edge.now));
        EXPECT_EQ(journey.status(), 503);
        EXPECT_THAT(journey.all<VerifyEd25519>(), SizeIs(1));
    }
}

TEST_F(TelnyxWebhook, IsNotCheckedWhenItsHeadersClaimNothing) {
    EXPECT_THAT(
        post({{"telnyx-timestamp", "1795253793"}, {"telnyx-signature-ed25519", "c2hvcnQ="}}).all<VerifyEd25519>(),
        IsEmpty());
    EXPECT_THAT(post(signature(edge.body, edge.now - 301s)).all<VerifyEd25519>(), IsEmpty());
}

TEST_F(TelnyxWebhook, HoldsUnderEitherKeyWhileOneReplacesTheOther) {
    auto settings = ScriptedEdge::settings();
    for (auto& [name, value] : settings)
        if (name == "TELNYX_PUBLIC_KEY")
            value = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=," + std::string{ScriptedEdge::kTelnyxKey};
    ScriptedEdge rolling{settings};
    rolling.body = edge.body;
    const auto journey = rolling.begin("POST", "/webhooks/telnyx", signature(edge.body, edge.now));
    EXPECT_TRUE(journey.as<ForwardToOrigin>());
    EXPECT_THAT(journey.all<VerifyEd25519>(), SizeIs(2));
}

TEST_F(TelnyxWebhook, SaysSoWhenNoKeyIsConfigured) {
    ScriptedEdge bare{{{"WIB_ENVELOPE_KEYS", "a:" + std::string{ScriptedEdge::kKey}},
                       {"WIB_SESSION_KEY", std::string{ScriptedEdge::kKey}}}};
    bare.body = edge.body;
    const auto journey = bare.begin("POST", "/webhooks/telnyx", signature(bare.body, bare.now));
    EXPECT_EQ(journey.status(), 503);
    EXPECT_EQ(journey.code(), "VENDOR_NOT_CONFIGURED");
}

// The other vendors' schemes are proven where they live (tests/unit/shared/webhooks); here, that each stands at its
// door, reads the headers it must, and lets nothing by.
struct Knock {
    std::string vendor;
    std::string body;
    api::Headers headers;
    std::string signed_id{};
};

std::vector<Knock> knocks(const ScriptedEdge& edge, std::string_view host_and_path) {
    const auto stamp = std::to_string(unix_seconds(edge.now));
    const std::string json = R"({"id":"evt_1","type":"t"})";
    const std::string form = "CallSid=CA1&From=%2B1";
    const auto stripe = crypto::hmac_sha256(Secret{std::string{ScriptedEdge::kStripeSecret}}, stamp + "." + json);
    const auto svix =
        crypto::hmac_sha256(*webhooks::read_svix_secret(ScriptedEdge::kResendSecret), "msg_1." + stamp + "." + json);
    const auto url = "https://" + std::string{host_and_path} + "CallSidCA1From+1";
    const auto twilio = crypto::hmac_sha1(Secret{std::string{ScriptedEdge::kTwilioToken}}, {as_bytes(url)});
    return {{"stripe", json, {{"stripe-signature", "t=" + stamp + ",v1=" + codec::hex(stripe.bytes())}}},
            {"resend",
             json,
             {{"svix-id", "msg_1"}, {"svix-timestamp", stamp}, {"svix-signature", "v1," + codec::base64(svix.bytes())}},
             "msg_1"},
            {"twilio",
             form,
             {{"content-type", "application/x-www-form-urlencoded"}, {"x-twilio-signature", codec::base64(twilio)}}},
            {"assemblyai", json, {{"x-webhook-secret", std::string{ScriptedEdge::kAssemblyAiSecret}}}}};
}

TEST(VendorWebhook, IsForwardedUnderItsVendorsNameAtBothAddresses) {
    for (const std::string prefix : {"/webhooks/", "/api/webhooks/"}) {
        ScriptedEdge edge;
        for (const auto& knock : knocks(edge, "wib.example.com" + prefix + "twilio")) {
            edge.body = knock.body;
            const auto path = prefix + knock.vendor;
            const auto journey = edge.begin("POST", path, knock.headers);
            const auto* forward = journey.as<ForwardToOrigin>();
            ASSERT_TRUE(forward) << knock.vendor << " " << journey.code();
            const auto sealed = edge.envelope(forward->headers);
            ASSERT_TRUE(sealed);
            EXPECT_EQ(sealed->principal.label, knock.vendor);
            EXPECT_EQ(sealed->idempotency_key, knock.signed_id);
            EXPECT_TRUE(api::matches(*sealed, "POST", path, knock.headers.get("content-type"), knock.signed_id,
                                     knock.body, false));
            EXPECT_THAT(journey.questions, SizeIs(2)) << "limiter and body";
        }
    }
}

TEST(VendorWebhook, IsRefusedWithoutCostWhenAnythingOfItIsChanged) {
    ScriptedEdge edge;
    for (const auto& knock : knocks(edge, "wib.example.com/webhooks/twilio")) {
        const auto path = "/webhooks/" + knock.vendor;
        const auto refused = [&](const std::string& body, const api::Headers& headers) {
            edge.body = body;
            const auto journey = edge.begin("POST", path, headers);
            EXPECT_EQ(journey.status(), 401) << knock.vendor;
            EXPECT_EQ(journey.code(), "SIGNATURE_INVALID") << knock.vendor;
            EXPECT_THAT(journey.all<AskOrigin>(), IsEmpty());
            ASSERT_THAT(journey.all<Count>(), SizeIs(1));
            EXPECT_EQ(journey.all<Count>()[0].result, "SIGNATURE_INVALID");
        };
        refused(knock.body, {});
        // A shared secret says nothing of the body.
        if (knock.vendor != "assemblyai") refused(knock.body + "x", knock.headers);
        for (const auto& [name, value] : knock.headers) {
            if (name == "content-type" || name == "svix-timestamp") continue;
            auto headers = knock.headers;
            headers.set(name, value + "0");
            refused(knock.body, headers);
        }
    }
}

TEST(VendorWebhook, SaysSoWhenItsSecretIsNotConfigured) {
    ScriptedEdge bare{{{"WIB_ENVELOPE_KEYS", "a:" + std::string{ScriptedEdge::kKey}},
                       {"WIB_SESSION_KEY", std::string{ScriptedEdge::kKey}}}};
    for (const auto& knock : knocks(bare, "wib.example.com/webhooks/twilio")) {
        bare.body = knock.body;
        const auto journey = bare.begin("POST", "/webhooks/" + knock.vendor, knock.headers);
        EXPECT_EQ(journey.code(), "VENDOR_NOT_CONFIGURED") << knock.vendor;
    }
}

TEST(VendorWebhook, NamesEverySecretThatIsNone) {
    auto settings = ScriptedEdge::settings();
    settings.emplace_back("TELNYX_PUBLIC_KEY", "short");
    for (auto& [name, value] : settings) {
        if (name == "TELNYX_PUBLIC_KEY") value = "short";
        if (name == "STRIPE_WEBHOOK_SECRET") value = "short";
        if (name == "RESEND_WEBHOOK_SECRET") value = "no prefix";
        if (name == "TWILIO_AUTH_TOKEN") value = "a,b,c";
    }
    const auto config = read_config(settings);
    ASSERT_FALSE(config);
    for (const auto* name :
         {"TELNYX_PUBLIC_KEY", "STRIPE_WEBHOOK_SECRET", "RESEND_WEBHOOK_SECRET", "TWILIO_AUTH_TOKEN"})
        EXPECT_TRUE(std::ranges::any_of(config.error(), [&](const auto& fault) { return fault.path == name; })) << name;
}

TEST(VendorWebhook, TellsTwilioInItsOwnWordsThatAnEventIsKept) {
    ScriptedEdge edge;
    edge.has_queue = true;
    for (const auto& knock : knocks(edge, "wib.example.com/webhooks/twilio")) {
        edge.body = knock.body;
        const auto journey = edge.begin("POST", "/webhooks/" + knock.vendor, knock.headers);
        const auto answer = edge.finish(journey.as<ForwardToOrigin>()->context, {.ending = Ending::failed});
        EXPECT_EQ(answer.status(), 200);
        const bool is_twilio = knock.vendor == "twilio";
        EXPECT_EQ(answer.as<Respond>()->body, is_twilio ? webhooks::kEmptyTwiml : R"({"success":true})");
    }
}

}  // namespace
}  // namespace wib::edge
