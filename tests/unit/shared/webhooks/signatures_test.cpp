// The schemes of Stripe, Svix (Resend), Twilio and AssemblyAI: the vendors' own vectors, each refusal by its name, keys
// that are rolled, and a hundred thousand changes of which none may pass. tests/webhooks holds the same against the
// vendors' own libraries, natively and in the edge's module.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "shared/codec/base64.hpp"
#include "shared/codec/hex.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/codec/url.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/crypto/sha1.hpp"
#include "shared/webhooks/assemblyai.hpp"
#include "shared/webhooks/stripe.hpp"
#include "shared/webhooks/svix.hpp"
#include "shared/webhooks/twilio.hpp"
#include "tests/support/fixture.hpp"

namespace wib::webhooks {
namespace {

struct StripeCase {
    std::string name;
    std::optional<std::string> secret;
    std::optional<std::string> payload;
    std::string header;
    std::string expect = "reject";
};
BOOST_DESCRIBE_STRUCT(StripeCase, (), (name, secret, payload, header, expect))
struct StripeFile {
    std::vector<StripeCase> cases;
};
BOOST_DESCRIBE_STRUCT(StripeFile, (), (cases))

struct SvixCase {
    std::string secret;
    std::string id;
    std::int64_t timestamp;
    std::string payload;
    std::optional<std::string> signature;
    std::optional<std::map<std::string, std::string>> headers;
    std::optional<std::string> expect;
};
BOOST_DESCRIBE_STRUCT(SvixCase, (), (secret, id, timestamp, payload, signature, headers, expect))
struct SvixFile {
    std::vector<SvixCase> cases;
};
BOOST_DESCRIBE_STRUCT(SvixFile, (), (cases))

struct TwilioCase {
    std::string name;
    std::string auth_token;
    std::string url;
    std::map<std::string, codec::RawJson> params;
    std::string signature;
    std::optional<std::string> body;
};
BOOST_DESCRIBE_STRUCT(TwilioCase, (), (name, auth_token, url, params, signature, body))
struct TwilioFile {
    std::vector<TwilioCase> cases;
};
BOOST_DESCRIBE_STRUCT(TwilioFile, (), (cases))

constexpr std::size_t kChanges = 100'000;

template <class T>
T read(const std::string& name) {
    return *codec::parse<T>(test::fixture(name), {.unknown = codec::Unknown::ignored});
}

std::vector<Secret> keys(std::initializer_list<std::string_view> texts) {
    std::vector<Secret> all;
    for (const auto text : texts) all.emplace_back(std::string{text});
    return all;
}

// One small change somewhere: a byte made another, put in, taken out, or the end cut off.
std::string changed(std::string text, std::mt19937& random) {
    const auto before = text;
    while (text == before) {
        const auto at = text.empty() ? 0 : random() % text.size();
        const auto byte = static_cast<char>(random());
        switch (text.empty() ? 1 : random() % 4) {
            case 0:
                text[at] = byte;
                break;
            case 1:
                text.insert(text.begin() + static_cast<std::ptrdiff_t>(at), byte);
                break;
            case 2:
                text.erase(at, 1);
                break;
            default:
                text.resize(at);
        }
    }
    return text;
}

constexpr std::int64_t kNow = 1'495'999'758;
constexpr std::string_view kBody = R"({"id":"evt_1","object":"event","type":"invoice.paid"})";

TEST(StripeSignature, AgreesWithTheVectors) {
    const auto file = read<StripeFile>("stripe/webhook_signature.json");
    ASSERT_EQ(file.cases.size(), 6u);
    for (const auto& c : file.cases) {
        const auto secret = keys({c.secret.value_or("whsec_test_secret")});
        const auto verdict =
            verify_stripe(c.payload.value_or("{}"), c.header, secret, from_unix_seconds(kNow), kStripeTolerance);
        EXPECT_EQ(verdict.has_value(), c.expect == "accept") << c.name;
    }
}

std::string stripe_header(std::string_view body, std::string_view secret, std::int64_t at = kNow) {
    const auto stamp = std::to_string(at);
    const auto mac = crypto::hmac_sha256(Secret{std::string{secret}}, stamp + "." + std::string{body});
    return "t=" + stamp + ",v1=" + codec::hex(mac.bytes());
}

auto verify_stripe_now(std::string_view body, std::string_view header, std::initializer_list<std::string_view> secrets,
                       std::int64_t now = kNow) {
    const auto all = keys(secrets);
    return verify_stripe(body, header, all, from_unix_seconds(now), kStripeTolerance);
}

TEST(StripeSignature, NamesEachRefusal) {
    const auto good = stripe_header(kBody, "whsec_a");
    EXPECT_EQ(verify_stripe_now(kBody, "", {"whsec_a"}).error(), WebhookError::missing_header);
    for (const std::string_view bad : {"bad_header", "t=1495999758", "v1=00", "t=,v1=00", "t=1495999758x,v1=00",
                                       "t=1495999758,t=1495999758,v1=00", "t=-1,v1=00"})
        EXPECT_EQ(verify_stripe_now(kBody, bad, {"whsec_a"}).error(), WebhookError::malformed_header) << bad;
    EXPECT_EQ(verify_stripe_now(kBody, good, {"whsec_b"}).error(), WebhookError::mismatch);
    EXPECT_EQ(verify_stripe_now(kBody, good, {}).error(), WebhookError::mismatch);
    EXPECT_EQ(verify_stripe_now(kBody, good, {"whsec_a"}, kNow + 301).error(), WebhookError::stale);
    EXPECT_EQ(verify_stripe_now(kBody, good, {"whsec_a"}, kNow - 301).error(), WebhookError::stale);
    EXPECT_TRUE(verify_stripe_now(kBody, good, {"whsec_a"}, kNow + 300));
    EXPECT_TRUE(verify_stripe_now(kBody, good, {"whsec_a"}, kNow - 300));
    auto many = good;
    for (int i = 0; i < 16; ++i) many += ",v1=00";
    EXPECT_EQ(verify_stripe_now(kBody, many, {"whsec_a"}).error(), WebhookError::malformed_header);
}

TEST(StripeSignature, HoldsUnderEitherKeyWhileOneReplacesTheOther) {
    for (const auto* signer : {"whsec_old", "whsec_new"})
        EXPECT_TRUE(verify_stripe_now(kBody, stripe_header(kBody, signer), {"whsec_new", "whsec_old"})) << signer;
}

TEST(StripeSignature, HoldsForNothingThatWasChanged) {
    std::mt19937 random{1};
    const auto header = stripe_header(kBody, "whsec_a");
    const auto secret = keys({"whsec_a"});
    const auto now = from_unix_seconds(kNow);
    for (std::size_t round = 0; round < kChanges; ++round) {
        const bool in_body = random() % 2 == 0;
        const auto body = in_body ? changed(std::string{kBody}, random) : std::string{kBody};
        const auto claimed = in_body ? header : changed(header, random);
        ASSERT_FALSE(verify_stripe(body, claimed, secret, now, kStripeTolerance)) << claimed << "\n" << body;
    }
}

TEST(SvixSignature, AgreesWithTheVectors) {
    const auto file = read<SvixFile>("svix/webhook_signature.json");
    ASSERT_EQ(file.cases.size(), 4u);
    for (const auto& c : file.cases) {
        const auto key = read_svix_secret(c.secret);
        ASSERT_TRUE(key) << c.secret;
        const std::vector<Secret> secret{*key};
        const auto stamp = std::to_string(c.timestamp);
        const auto signature = c.signature ? *c.signature : c.headers->at("svix-signature");
        const auto verdict =
            verify_svix(c.payload, {c.id, stamp, signature}, secret, from_unix_seconds(c.timestamp), kSvixTolerance);
        EXPECT_EQ(verdict.has_value(), !c.expect || c.expect->starts_with("accept")) << c.id;
    }
}

struct SvixSigned {
    std::string id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    std::string timestamp = std::to_string(kNow);
    std::string signature;
};

SvixSigned svix_signed(std::string_view body, const Secret& key) {
    SvixSigned made;
    const auto mac = crypto::hmac_sha256(key, made.id + "." + made.timestamp + "." + std::string{body});
    made.signature = "v1," + codec::base64(mac.bytes());
    return made;
}

TEST(SvixSignature, NamesEachRefusal) {
    const std::vector<Secret> key{Secret{"k"}};
    const auto good = svix_signed(kBody, key.front());
    const auto verify = [&](std::string_view id, std::string_view timestamp, std::string_view signature,
                            std::int64_t now = kNow) {
        return verify_svix(kBody, {id, timestamp, signature}, key, from_unix_seconds(now), kSvixTolerance);
    };
    EXPECT_TRUE(verify(good.id, good.timestamp, good.signature));
    EXPECT_EQ(verify("", good.timestamp, good.signature).error(), WebhookError::missing_header);
    EXPECT_EQ(verify(good.id, "", good.signature).error(), WebhookError::missing_header);
    EXPECT_EQ(verify(good.id, good.timestamp, "").error(), WebhookError::missing_header);
    EXPECT_EQ(verify(good.id, "soon", good.signature).error(), WebhookError::malformed_header);
    EXPECT_EQ(verify(good.id, good.timestamp, "v2,AAAA").error(), WebhookError::malformed_header);
    EXPECT_EQ(verify("other", good.timestamp, good.signature).error(), WebhookError::mismatch);
    EXPECT_EQ(verify(good.id, good.timestamp, good.signature, kNow + 301).error(), WebhookError::stale);
    EXPECT_EQ(verify(good.id, good.timestamp, good.signature, kNow - 301).error(), WebhookError::stale);
    EXPECT_FALSE(read_svix_secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    EXPECT_FALSE(read_svix_secret("whsec_"));
    EXPECT_FALSE(read_svix_secret("whsec_not base64"));
}

TEST(SvixSignature, HoldsUnderEitherKeyWhileOneReplacesTheOther) {
    const std::vector<Secret> both{Secret{"new"}, Secret{"old"}};
    for (const auto& signer : both) {
        const auto made = svix_signed(kBody, signer);
        EXPECT_TRUE(verify_svix(kBody, {made.id, made.timestamp, made.signature}, both, from_unix_seconds(kNow),
                                kSvixTolerance));
    }
}

TEST(SvixSignature, HoldsForNothingThatWasChanged) {
    std::mt19937 random{2};
    const std::vector<Secret> key{Secret{"k"}};
    const auto good = svix_signed(kBody, key.front());
    for (std::size_t round = 0; round < kChanges; ++round) {
        auto body = std::string{kBody};
        auto made = good;
        std::string* const parts[] = {&body, &made.id, &made.timestamp, &made.signature};
        auto* const part = parts[random() % 4];
        *part = changed(*part, random);
        const auto verdict =
            verify_svix(body, {made.id, made.timestamp, made.signature}, key, from_unix_seconds(kNow), kSvixTolerance);
        // A space at the end parts the signature from nothing: the same claim, written otherwise.
        if (made.signature == good.signature + " " || made.signature == " " + good.signature) continue;
        ASSERT_FALSE(verdict) << made.id << "\n" << made.timestamp << "\n" << made.signature << "\n" << body;
    }
}

std::string form_of(const std::map<std::string, codec::RawJson>& params) {
    codec::QueryParams fields;
    for (const auto& [name, value] : params) {
        if (const auto one = codec::parse<std::string>(value.text)) fields.emplace_back(name, *one);
        if (const auto several = codec::parse<std::vector<std::string>>(value.text))
            for (const auto& each : *several) fields.emplace_back(name, each);
    }
    return codec::print_query(fields);
}

TEST(TwilioSignature, AgreesWithTheVectors) {
    const auto file = read<TwilioFile>("twilio/webhook_signature.json");
    ASSERT_EQ(file.cases.size(), 6u);
    for (const auto& c : file.cases) {
        const auto token = keys({c.auth_token});
        const auto body = c.body ? *c.body : form_of(c.params);
        const TwilioRequest request{.url = c.url,
                                    .content_type = c.body ? "application/json" : "application/x-www-form-urlencoded",
                                    .body = body};
        EXPECT_TRUE(verify_twilio(request, c.signature, token)) << c.name;
        EXPECT_EQ(verify_twilio(request, "AAAA", token).error(), WebhookError::mismatch) << c.name;
        EXPECT_EQ(verify_twilio(request, "", token).error(), WebhookError::missing_header) << c.name;
        EXPECT_FALSE(verify_twilio(request, c.signature, keys({"54321"}))) << c.name;
        EXPECT_TRUE(verify_twilio(request, c.signature, keys({"54321", c.auth_token}))) << c.name;
    }
}

constexpr std::string_view kUrl = "https://wib.example.com/webhooks/twilio?a=1";
constexpr std::string_view kForm = "application/x-www-form-urlencoded";

std::string twilio_signature(std::string_view signed_text, std::string_view token = "t") {
    return codec::base64(crypto::hmac_sha1(Secret{std::string{token}}, {as_bytes(signed_text)}));
}

TEST(TwilioSignature, LeavesNoBodyUncovered) {
    const auto token = keys({"t"});
    const auto over_the_address = twilio_signature(kUrl);
    EXPECT_TRUE(verify_twilio({kUrl, "", ""}, over_the_address, token));
    EXPECT_FALSE(verify_twilio({kUrl, "application/json", "{}"}, over_the_address, token))
        << "nothing in the signature speaks of this body";
    EXPECT_FALSE(verify_twilio({kUrl, "", "From=1"}, over_the_address, token));
    const auto named = std::string{kUrl} + "&bodySHA256=" + crypto::sha256_hex("{}");
    EXPECT_TRUE(verify_twilio({named, "application/json", "{}"}, twilio_signature(named), token));
    EXPECT_FALSE(verify_twilio({named, "application/json", "{ }"}, twilio_signature(named), token));
}

TEST(TwilioSignature, IsReadWithAndWithoutThePort) {
    const auto token = keys({"t"});
    const std::string with_port = "https://wib.example.com:443/webhooks/twilio?a=1";
    for (const auto& told : {std::string{kUrl}, with_port})
        for (const auto& signed_as : {std::string{kUrl}, with_port})
            EXPECT_TRUE(verify_twilio({told, kForm, "From=1"}, twilio_signature(signed_as + "From1"), token));
    EXPECT_FALSE(verify_twilio({kUrl, kForm, "From=1"},
                               twilio_signature("https://wib.example.com:444/webhooks/twilio?a=1From1"), token));
}

TEST(TwilioSignature, HoldsForNothingThatSaysSomethingElse) {
    std::mt19937 random{3};
    const auto token = keys({"t"});
    const std::string body = "CallSid=CA1&Digits=12&From=%2B15550100&Digits=7";
    const auto signature = twilio_signature(std::string{kUrl} + "CallSidCA1Digits12Digits7From+15550100");
    ASSERT_TRUE(verify_twilio({kUrl, kForm, body}, signature, token));
    // What is signed are names and values written one after the other: the scheme cannot tell "Digits=7" from
    // "Digits7=", nor how a form spells its fields. Twilio's own library accepts those too.
    const auto meant = [](std::string_view form) -> std::optional<std::string> {
        auto fields = codec::parse_query(form);
        if (!fields) return std::nullopt;
        std::ranges::sort(*fields);
        fields->erase(std::ranges::unique(*fields).begin(), fields->end());
        std::string text;
        for (const auto& [name, value] : *fields) text += name + value;
        return text;
    };
    std::size_t spelled_otherwise = 0;
    for (std::size_t round = 0; round < kChanges; ++round) {
        auto url = std::string{kUrl};
        auto form = body;
        auto claimed = signature;
        std::string* const parts[] = {&url, &form, &claimed};
        auto* const part = parts[random() % 3];
        *part = changed(*part, random);
        if (meant(form) == meant(body) && part == &form) {
            ++spelled_otherwise;
            continue;
        }
        ASSERT_FALSE(verify_twilio({url, kForm, form}, claimed, token)) << url << "\n" << form << "\n" << claimed;
    }
    EXPECT_LT(spelled_otherwise, kChanges / 100);
}

TEST(TwilioSignature, RejectsACallThatNobodyHereServesAndTakesNoteOfTheRest) {
    EXPECT_EQ(twiml_for("CallSid=CA1&CallStatus=ringing&Direction=inbound"), kRejectTwiml);
    EXPECT_EQ(twiml_for("CallSid=CA1&CallStatus=completed&Direction=inbound"), kEmptyTwiml);
    EXPECT_EQ(twiml_for("CallSid=CA1&CallStatus=ringing&Direction=outbound-api"), kEmptyTwiml);
    EXPECT_EQ(twiml_for("%"), kEmptyTwiml);
}

TEST(AssemblyAiSecret, IsTheOneWeGaveOrTheOneBeforeIt) {
    const auto both = keys({"new secret", "old secret"});
    EXPECT_TRUE(verify_assemblyai("{}", "new secret", both));
    EXPECT_TRUE(verify_assemblyai("{}", "old secret", both));
    EXPECT_EQ(verify_assemblyai("{}", "", both).error(), WebhookError::missing_header);
    EXPECT_EQ(verify_assemblyai("{}", "other", both).error(), WebhookError::mismatch);
    EXPECT_FALSE(verify_assemblyai("{}", "", keys({""}))) << "a key that is not set lets nobody in";
    std::mt19937 random{4};
    for (std::size_t round = 0; round < kChanges; ++round)
        ASSERT_FALSE(verify_assemblyai("{}", changed("new secret", random), both));
}

}  // namespace
}  // namespace wib::webhooks
