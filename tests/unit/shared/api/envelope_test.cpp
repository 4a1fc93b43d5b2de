#include "shared/api/envelope.hpp"

#include <gtest/gtest.h>

#include <random>

#include "shared/codec/base64.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::api {
namespace {

using namespace std::chrono_literals;

const Instant kNoon = *parse_rfc3339("2026-11-21T12:00:00.123456Z");
const std::vector<EnvelopeKey> kKeys{{"new-1", Secret{std::string(32, 'n')}}, {"old-1", Secret{std::string(32, 'o')}}};

Envelope an_envelope() {
    Envelope e;
    e.request = *RequestId::parse("5552493d-16d8-42d8-8feb-c2a16b56f6e8");
    e.method = "POST";
    e.target = "/api/voice/call?x=1";
    e.content_type = "application/json";
    e.idempotency_key = "key-1";
    e.body_digest = body_digest("{}");
    e.principal = {.kind = ActorKind::session,
                   .actor = e.request.value,
                   .user = UserId{e.request.value},
                   .organization = OrgId{e.request.value},
                   .role = Role::operator_,
                   .plan = "pro",
                   .label = {}};
    e.client_address = "203.0.113.9";
    e.user_agent = "Browser \"quoted\"";
    e.correlation_id = "wb-1";
    e.patience = 1500ms;
    e.issued_at = kNoon;
    return e;
}

TEST(Envelope, ComesOutAsItWentIn) {
    EXPECT_EQ(open_envelope(seal(an_envelope(), kKeys[0]), kKeys, kNoon), an_envelope());
    Envelope bare;
    bare.issued_at = kNoon;
    EXPECT_EQ(open_envelope(seal(bare, kKeys[0]), kKeys, kNoon), bare);
}

TEST(Envelope, IsOpenedByEitherKeyWhileTheyRotate) {
    EXPECT_TRUE(open_envelope(seal(an_envelope(), kKeys[1]), kKeys, kNoon));
    EXPECT_EQ(open_envelope(seal(an_envelope(), {"gone", Secret{"x"}}), kKeys, kNoon).error(),
              EnvelopeError::unknown_key);
    EXPECT_EQ(open_envelope(seal(an_envelope(), {"new-1", Secret{"x"}}), kKeys, kNoon).error(),
              EnvelopeError::mismatch);
}

TEST(Envelope, LivesThirtySecondsEitherWay) {
    const auto sealed = seal(an_envelope(), kKeys[0]);
    EXPECT_TRUE(open_envelope(sealed, kKeys, kNoon + 30s));
    EXPECT_TRUE(open_envelope(sealed, kKeys, kNoon - 30s));
    EXPECT_EQ(open_envelope(sealed, kKeys, kNoon + 30s + 1us).error(), EnvelopeError::stale);
    EXPECT_EQ(open_envelope(sealed, kKeys, kNoon - 30s - 1us).error(), EnvelopeError::stale);
    // Found by fuzzing: the distance to the ends of time overflowed.
    for (const auto at : {Instant::min(), Instant::max()}) {
        auto envelope = an_envelope();
        envelope.issued_at = at;
        EXPECT_EQ(open_envelope(seal(envelope, kKeys[0]), kKeys, kNoon).error(), EnvelopeError::stale);
    }
}

TEST(Envelope, RefusesEveryFlippedBit) {
    const auto sealed = seal(an_envelope(), kKeys[0]);
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        auto forged = sealed;
        forged[bit / 8] = static_cast<char>(forged[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_FALSE(open_envelope(forged, kKeys, kNoon)) << bit;
    }
}

TEST(Envelope, RefusesWhatIsNone) {
    EXPECT_EQ(open_envelope("", kKeys, kNoon).error(), EnvelopeError::missing);
    for (const auto* text : {".", "..", "new-1", "new-1.", "new-1.e30", "new-1.!.!"})
        EXPECT_FALSE(open_envelope(text, kKeys, kNoon)) << text;
    EXPECT_EQ(open_envelope("new-1." + std::string(40'000, 'A') + ".AA", kKeys, kNoon).error(),
              EnvelopeError::malformed);
    // Signed, but not an envelope: a key shared by mistake must not turn other JSON into one.
    std::string other = "new-1." + codec::base64url(as_bytes("{}"));
    other += '.' + codec::base64url(crypto::hmac_sha256(kKeys[0].key, other).bytes());
    EXPECT_EQ(open_envelope(other, kKeys, kNoon).error(), EnvelopeError::malformed);
}

TEST(Envelope, SpeaksOfOneRequestOnly) {
    const auto e = an_envelope();
    EXPECT_TRUE(matches(e, "POST", "/api/voice/call?x=1", "application/json", "key-1", "{}", false));
    EXPECT_FALSE(matches(e, "GET", "/api/voice/call?x=1", "application/json", "key-1", "{}", false));
    EXPECT_FALSE(matches(e, "POST", "/api/voice/call?x=2", "application/json", "key-1", "{}", false));
    EXPECT_FALSE(matches(e, "POST", "/api/voice/call?x=1", "text/plain", "key-1", "{}", false));
    EXPECT_FALSE(matches(e, "POST", "/api/voice/call?x=1", "application/json", "key-2", "{}", false));
    EXPECT_FALSE(matches(e, "POST", "/api/voice/call?x=1", "application/json", "key-1", "{ }", false));
}

TEST(Envelope, LetsABodyGoUndigestedOnlyWhereTheRouteStreams) {
    auto e = an_envelope();
    e.body_digest = "streamed";
    EXPECT_TRUE(matches(e, e.method, e.target, e.content_type, e.idempotency_key, "anything", true));
    EXPECT_FALSE(matches(e, e.method, e.target, e.content_type, e.idempotency_key, "anything", false));
}

TEST(Envelope, NoGarbageOpens) {
    std::mt19937 random{9};
    for (int round = 0; round < 5000; ++round) {
        std::string text(random() % 100, '\0');
        for (auto& c : text) c = static_cast<char>(random());
        EXPECT_FALSE(open_envelope(text, kKeys, kNoon));
        EXPECT_FALSE(open_envelope("new-1." + text + "." + text, kKeys, kNoon));
    }
}

}  // namespace
}  // namespace wib::api
