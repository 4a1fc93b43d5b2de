#include "edge/core/webhook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/core/forward.hpp"
#include "shared/codec/hex.hpp"
#include "shared/crypto/ed25519.hpp"
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
        const auto journey = post(signature(edge.body, edge.now), path);
        const auto* forward = journey.as<ForwardToOrigin>();
        ASSERT_TRUE(forward) << journey.code();
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

TEST_F(TelnyxWebhook, SaysSoWhenNoKeyIsConfigured) {
    ScriptedEdge bare{{{"WIB_ENVELOPE_KEYS", "a:" + std::string{ScriptedEdge::kKey}},
                       {"WIB_SESSION_KEY", std::string{ScriptedEdge::kKey}}}};
    bare.body = edge.body;
    const auto journey = bare.begin("POST", "/webhooks/telnyx", signature(bare.body, bare.now));
    EXPECT_EQ(journey.status(), 503);
    EXPECT_EQ(journey.code(), "VENDOR_NOT_CONFIGURED");
}

}  // namespace
}  // namespace wib::edge
