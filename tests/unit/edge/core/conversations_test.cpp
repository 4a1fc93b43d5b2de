// What the core says, byte for byte. tests/wasm/module.test.mjs plays the same frames to the wasm module: both must
// agree. After an intended change: WIB_RECORD=1 build/<preset>/tests/unit/edge/core/unit_edge_core
// --gtest_filter='Conversations.*'
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "edge/core/effects_endpoint.hpp"
#include "shared/codec/hex.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/crypto/ed25519.hpp"
#include "shared/identity/service_token.hpp"
#include "tests/support/fixture.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {

struct RecordedExchange {
    std::string entry;
    std::string in;
    std::string out;
};
BOOST_DESCRIBE_STRUCT(RecordedExchange, (), (entry, in, out))

struct RecordedConversation {
    std::string name;
    std::vector<RecordedExchange> exchanges;
};
BOOST_DESCRIBE_STRUCT(RecordedConversation, (), (name, exchanges))

struct Recording {
    std::string note;
    std::string settings;
    std::vector<RecordedConversation> conversations;
};
BOOST_DESCRIBE_STRUCT(Recording, (), (note, settings, conversations))

struct AccessFixture {
    std::string token;
    codec::RawJson certs;
};
BOOST_DESCRIBE_STRUCT(AccessFixture, (), (token, certs))

namespace {

using test::Journey;
using test::ScriptedEdge;

constexpr const char* kFixture = "edge/conversations.json";

std::string encoded(std::string_view frames) {
    return codec::base64(as_bytes(frames));
}

// A conversation and, where it forwards, its way back.
using Tell = std::function<Journey(ScriptedEdge&)>;

RecordedConversation record(std::string name, const Tell& tell, std::optional<Outcome> head = {}) {
    ScriptedEdge edge;
    const auto journey = tell(edge);
    if (head) {
        const auto* forward = journey.as<ForwardToOrigin>();
        const auto* asset = journey.as<ServeAsset>();
        ensure(forward || asset, "only what was forwarded comes back");
        (void)edge.finish(forward ? forward->context : asset->context, *head);
    }
    RecordedConversation recorded{.name = std::move(name)};
    for (const auto& one : edge.transcript)
        recorded.exchanges.push_back({one.entry, encoded(one.in), encoded(one.out)});
    return recorded;
}

api::Headers signed_headers(const ScriptedEdge& edge) {
    constexpr std::string_view seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    const auto stamp = std::to_string(unix_seconds(edge.now));
    const auto signature =
        crypto::SigningKey::from_seed(*codec::parse_hex(seed))->sign(as_bytes(stamp + "|" + edge.body));
    return {{"telnyx-timestamp", stamp}, {"telnyx-signature-ed25519", codec::base64(signature)}};
}

Recording record_all() {
    Recording all{
        .note = "Frames of edge/wire/frame.hpp in base64, written by tests/unit/edge/core/conversations_test.cpp"};
    all.settings = encoded(wire::encode_settings(ScriptedEdge::settings()));
    auto& told = all.conversations;
    const Outcome ok{.ending = Ending::done, .status = 200, .headers = {{"content-type", "application/json"}}};
    const auto with_session = [](ScriptedEdge& edge) {
        edge.sessions[ScriptedEdge::token_hash()] = ScriptedEdge::claims("agent");
    };
    const api::Headers cookie{{"cookie", ScriptedEdge::cookie()}};

    told.push_back(record("health", [](ScriptedEdge& e) { return e.begin("GET", "/api/health"); }, ok));
    told.push_back(record(
        "the origin fails", [](ScriptedEdge& e) { return e.begin("GET", "/api/health"); },
        Outcome{.ending = Ending::failed}));
    told.push_back(record("unknown path", [](ScriptedEdge& e) { return e.begin("GET", "/api/\xc3\xa9"); }));
    told.push_back(record("unknown path, escaped", [](ScriptedEdge& e) { return e.begin("GET", "/api/%C3%A9"); }));
    told.push_back(record("wrong method", [](ScriptedEdge& e) { return e.begin("PUT", "/api/calls"); }));
    told.push_back(record("nobody", [](ScriptedEdge& e) { return e.begin("GET", "/api/users/me"); }));
    told.push_back(record("revoked", [&](ScriptedEdge& e) { return e.begin("GET", "/api/users/me", cookie); }));
    told.push_back(record(
        "a miss asks the origin",
        [&](ScriptedEdge& e) {
            with_session(e);
            return e.begin("GET", "/api/calls?page=2", cookie);
        },
        ok));
    told.push_back(record(
        "start a call",
        [&](ScriptedEdge& e) {
            with_session(e);
            e.body = R"({"to_number":"+15550100"})";
            auto headers = cookie;
            headers.add("x-csrf-token", e.session_csrf(ScriptedEdge::token_hash()));
            headers.add("content-type", "application/json");
            headers.add("idempotency-key", "k-1");
            return e.begin("POST", "/api/voice/call", headers);
        },
        ok));
    told.push_back(record("CSRF token missing", [&](ScriptedEdge& e) {
        with_session(e);
        e.body = "{}";
        return e.begin("POST", "/api/voice/call", cookie);
    }));
    told.push_back(record(
        "sign out",
        [&](ScriptedEdge& e) {
            with_session(e);
            return e.begin("POST", "/api/auth/signout", cookie);
        },
        ok));
    told.push_back(record(
        "sign in",
        [](ScriptedEdge& e) {
            e.body = R"({"email":"a@example.com","password":"p","csrf_token":")" + e.pre_session_csrf("b") + R"("})";
            return e.begin("POST", "/api/auth/callback/credentials", {{"cookie", "__Host-wib-pre=b"}});
        },
        ok));
    told.push_back(record(
        "webhook",
        [](ScriptedEdge& e) {
            e.body = R"({"data":{"id":"e1"}})";
            return e.begin("POST", "/webhooks/telnyx", signed_headers(e));
        },
        Outcome{.ending = Ending::late}));
    told.push_back(record("forged webhook", [](ScriptedEdge& e) {
        e.body = R"({"data":{"id":"e1"}})";
        const auto headers = signed_headers(e);
        e.body = R"({"data":{"id":"e2"}})";
        return e.begin("POST", "/webhooks/telnyx", headers);
    }));
    told.push_back(record(
        "the console's script", [](ScriptedEdge& e) { return e.begin("GET", "/assets/app-1a2b.js"); },
        Outcome{.ending = Ending::done, .status = 200, .headers = {{"content-type", "text/javascript"}}}));
    told.push_back(record("the console's page", [](ScriptedEdge& e) { return e.begin("GET", "/calls"); }));
    told.push_back(record("a page that asks for a person", [](ScriptedEdge& e) { return e.begin("GET", "/signup"); }));
    const auto sign_up = [](ScriptedEdge& e, Outcome siteverify) {
        e.vendor_says = {std::move(siteverify)};
        e.body = R"({"email":"a@example.com","csrf_token":")" + e.pre_session_csrf("b") + R"("})";
        return e.begin("POST", "/api/auth/signup", {{"cookie", "__Host-wib-pre=b"}, {"x-human-proof", "0.token"}});
    };
    told.push_back(record("an answer is kept, and told again", [&](ScriptedEdge& e) {
        with_session(e);
        e.says["/api/capabilities"] = ok;
        e.says["/api/capabilities"].body = R"({"success":true})";
        (void)e.begin("GET", "/api/capabilities", cookie);
        return e.begin("GET", "/api/capabilities", cookie);
    }));
    told.push_back(record(
        "a person signs up",
        [&](ScriptedEdge& e) {
            return sign_up(e, {.ending = Ending::done,
                               .status = 200,
                               .body = R"({"success":true,"hostname":"wib.example.com","action":"sign_up"})"});
        },
        ok));
    told.push_back(record("nobody can tell whether a person signs up",
                          [&](ScriptedEdge& e) { return sign_up(e, {.ending = Ending::late}); }));
    const auto came_with = [](std::string name, std::string value) {
        return [=](ScriptedEdge& e) {
            e.vendor_says = {{.ending = Ending::done, .status = 200, .body = R"({"keys":[]})"}};
            return e.begin("GET", "/api/internal/cron-health", {{name, value}});
        };
    };
    const auto token = identity::issue_service_token({.label = "deploy",
                                                      .scope = Scope::read,
                                                      .issued = std::chrono::seconds{1'795'253'700},
                                                      .life = identity::kTokenLife,
                                                      .id = "t1"},
                                                     "old", ScriptedEdge::service_key(2));
    const auto access =
        codec::parse<AccessFixture>(test::fixture("access/genuine.json"), {.unknown = codec::Unknown::ignored});
    told.push_back(record("a service shows its token", came_with("authorization", "Bearer " + token), ok));
    told.push_back(record("a token is cut short", came_with("authorization", "Bearer " + token.substr(0, 200))));
    told.push_back(record("Access names somebody, but not the key it signed with",
                          came_with("cf-access-jwt-assertion", access->token)));
    told.push_back(record(
        "somebody comes through Access",
        [&](ScriptedEdge& e) {
            e.kv["a:certs:team.cloudflareaccess.com"] = access->certs.text;
            return e.begin("GET", "/api/internal/cron-health", {{"cf-access-jwt-assertion", access->token}});
        },
        ok));
    const auto schedule = [](std::string cron, std::string scheduled_at) {
        return [=](ScriptedEdge& e) {
            e.answers["/internal/jobs/due"] = 202;
            e.answers["/api/health"] = 200;
            auto event = e.event("POST", "/");
            event.scheme = "cron";
            event.host = cron;
            event.headers = {{"x-scheduled-at", scheduled_at}};
            return e.begin(std::move(event));
        };
    };
    told.push_back(record("a minute comes round", schedule("* * * * *", "1795253760000000")));
    told.push_back(record("an hour comes round, a little late", schedule("0 * * * *", "1795251600000000")));
    told.push_back(record("five minutes of another year", schedule("*/5 * * * *", "1600000000000000")));
    told.push_back(record("a day without its time", schedule("0 0,2,6 * * *", "")));
    told.push_back(record("a schedule nobody knows", schedule("0 1 * * *", "1795253760000000")));
    told.push_back(record("the origin's orders", [](ScriptedEdge& e) {
        e.body = R"({"effects":[{"kind":"kv_delete","key":"s:a"},{"kind":"purge","path":"/x"}]})";
        const api::Envelope envelope{.request = RequestId{uuid_v4({7})},
                                     .method = "POST",
                                     .target = std::string{kEffectsPath},
                                     .body_digest = api::body_digest(e.body),
                                     .issued_at = e.now};
        const Secret key{std::string{as_text(*codec::parse_base64(ScriptedEdge::kKey))}};
        return e.begin("POST", std::string{kEffectsPath},
                       {{std::string{api::kEnvelopeHeader}, api::seal(envelope, {"new", key})}});
    }));
    return all;
}

TEST(Conversations, AreWhatTheyWereWhenRecorded) {
    if (std::getenv("WIB_RECORD")) {
        std::ofstream{std::string{WIB_SOURCE_DIR} + "/tests/fixtures/" + kFixture} << codec::print(record_all())
                                                                                   << "\n";
    }
    const auto kept = codec::parse<Recording>(test::fixture(kFixture));
    ASSERT_TRUE(kept);
    const auto now = record_all();
    ASSERT_EQ(now.conversations.size(), kept->conversations.size());
    for (std::size_t i = 0; i < now.conversations.size(); ++i) {
        const auto& theirs = kept->conversations[i];
        const auto& ours = now.conversations[i];
        ASSERT_EQ(ours.name, theirs.name);
        ASSERT_EQ(ours.exchanges.size(), theirs.exchanges.size()) << ours.name;
        for (std::size_t step = 0; step < ours.exchanges.size(); ++step) {
            EXPECT_EQ(ours.exchanges[step].in, theirs.exchanges[step].in) << ours.name << ", step " << step;
            EXPECT_EQ(ours.exchanges[step].out, theirs.exchanges[step].out) << ours.name << ", step " << step;
        }
    }
}

}  // namespace
}  // namespace wib::edge
