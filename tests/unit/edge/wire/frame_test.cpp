#include "edge/wire/frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace wib::edge::wire {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

Event an_event() {
    Event event;
    event.now = from_unix_micros(1'795'253'793'108'000);
    for (std::size_t i = 0; i < event.random.size(); ++i) event.random[i] = static_cast<std::uint8_t>(i * 7);
    event.method = "POST";
    event.scheme = "https";
    event.host = "wib.example.com";
    event.target = "/api/voice/call?x=%C3%A9";
    event.has_body = true;
    event.headers = {{"content-type", "application/json"}, {"x-name", "Zo\xc3\xab"}, {"x-empty", ""}};
    return event;
}

Turn one_of_each() {
    return {
        Log{R"({"event":"x"})"},
        Count{"refused", "me", "AUTH_REQUIRED"},
        ReadBody{1 << 20, 1500ms},
        KvGet{"s:abc"},
        KvPut{"s:abc", std::string("{\"a\":1}\0b", 9), 60s},
        KvDelete{"s:abc"},
        Limit{"192.0.2.1"},
        Persist{"events/1", std::string("\0\xff", 2), Payload::gathered},
        Retrieve{"events/1"},
        Remove{"events/1"},
        ListKept{"events/", 1000, "events/2"},
        Enqueue{"transcription", "{}"},
        Purge{"/api/x"},
        AskOrigin{"GET", "/internal/sessions/x", {{"x-wib-envelope", "a.b.c"}}, "", 3s, 8192},
        FetchVendor{"POST", "https://vendor.example/verify", {{"accept", "*/*"}}, "a=b", 2s, 4096},
        ReadAsset{"/index.html", 10s, 65536},
        VerifyEd25519{"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", std::string(64, '\xff'), std::string("1|\0b", 4)},
        VerifyRs256{"sXch", "AQAB", std::string(256, '\xfe'), "a.b"},
        Spend{"rl:voice:a:b", 5'984'179, -1, 600s},
        Respond{404, BodyFrom::own, {{"cache-control", "no-store"}}, "{}"},
        ForwardToOrigin{"GET", "/api/live", Payload::none, 0, 30s, {{"accept", "text/event-stream"}}, "origin\nc"},
        ServeAsset{"GET", "/index.html", {{"if-none-match", "\"1\""}}, "asset\nc"}};
}

TEST(Frames, AnEventReadsBackAsItWas) {
    const auto event = an_event();
    const auto read = decode_event(as_bytes(encode(event)));
    ASSERT_TRUE(read);
    EXPECT_EQ(encode(*read), encode(event));
    EXPECT_EQ(read->now, event.now);
    EXPECT_EQ(read->random, event.random);
    EXPECT_EQ(read->target, event.target);
    EXPECT_TRUE(read->has_body);
    EXPECT_EQ(read->headers.get("x-name"), "Zo\xc3\xab");
    EXPECT_TRUE(read->headers.has("x-empty"));
}

TEST(Frames, AnOutcomeReadsBackAsItWas) {
    for (int ending = 0; ending <= static_cast<int>(Ending::unavailable); ++ending) {
        const Outcome outcome{
            static_cast<Ending>(ending), from_unix_micros(7), 206, {{"a", "b"}}, std::string("\0x", 2)};
        const auto read = decode_outcome(as_bytes(encode(outcome)));
        ASSERT_TRUE(read);
        EXPECT_EQ(read->ending, outcome.ending);
        EXPECT_EQ(read->status, 206);
        EXPECT_EQ(read->body, outcome.body);
        EXPECT_EQ(encode(*read), encode(outcome));
    }
}

TEST(Frames, EveryEffectReadsBackAsItWas) {
    const auto turn = one_of_each();
    ASSERT_EQ(turn.size(), std::variant_size_v<Effect>) << "an effect has no example here";
    const auto read = decode_turn(as_bytes(encode(turn)));
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), turn.size());
    for (std::size_t i = 0; i < turn.size(); ++i) EXPECT_EQ((*read)[i].index(), turn[i].index());
    EXPECT_EQ(encode(*read), encode(turn));
    EXPECT_EQ(std::get<KvPut>((*read)[4]).value.size(), 9u);
    EXPECT_EQ(std::get<ForwardToOrigin>(*(read->end() - 2)).context, "origin\nc");
}

TEST(Frames, AContextAndItsOutcomeTravelTogether) {
    const Outcome head{Ending::done, from_unix_micros(1), 200, {}, ""};
    const auto bytes = encode_finish("origin\ncontext", head);
    const auto read = decode_finish(as_bytes(bytes));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->context, "origin\ncontext");
    EXPECT_EQ(read->head.status, 200);
}

TEST(Frames, SettingsComeInPairs) {
    const std::vector<std::pair<std::string, std::string>> settings{{"A", "1"}, {"B", ""}};
    EXPECT_EQ(decode_settings(as_bytes(encode_settings(settings))), settings);
    std::string odd;
    put_frame(odd, Kind::settings, {"A"}, {});
    EXPECT_EQ(decode_settings(as_bytes(odd)).error(), WireError::bad_fields);
}

TEST(Frames, RefusesEveryTornPrefix) {
    const auto event = encode(an_event());
    for (std::size_t size = 0; size < event.size(); ++size)
        EXPECT_EQ(decode_event(as_bytes(event).first(size)).error(), WireError::truncated) << size;
    const auto turn = encode(one_of_each());
    std::size_t whole = 0;
    for (std::size_t size = 0; size < turn.size(); ++size) whole += decode_turn(as_bytes(turn).first(size)).has_value();
    EXPECT_EQ(whole, std::variant_size_v<Effect>) << "only a cut between two frames leaves something whole";
}

TEST(Frames, RefusesOtherVersionsKindsAndSizes) {
    const auto good = encode(an_event());
    const auto with = [&](std::size_t at, char value) {
        auto bytes = good;
        bytes[at] = value;
        return decode_event(as_bytes(bytes)).error();
    };
    EXPECT_EQ(with(0, 2), WireError::unknown_version);
    EXPECT_EQ(with(1, 99), WireError::unknown_kind);
    EXPECT_EQ(with(1, 2), WireError::unknown_kind) << "an outcome is no event";
    EXPECT_EQ(with(7, 127), WireError::too_large);
    EXPECT_EQ(with(11, 127), WireError::too_large);
    EXPECT_EQ(with(2, 1), WireError::bad_fields) << "fewer fields than it says";
    EXPECT_EQ(decode_event(as_bytes(good + good)).error(), WireError::bad_fields) << "one event, not two";
}

TEST(Frames, RefusesNumbersThatAreNone) {
    for (const std::string_view now : {"", "x", "-1", "1.5", " 1", "1 ", "99999999999999999999"}) {
        std::string bytes;
        put_frame(bytes, Kind::outcome, {"0", now, "200"}, {});
        EXPECT_EQ(decode_outcome(as_bytes(bytes)).error(), WireError::bad_fields) << now;
    }
    for (const std::string_view ending : {"7", "255"}) {
        std::string bytes;
        put_frame(bytes, Kind::outcome, {ending, "1", "200"}, {});
        EXPECT_EQ(decode_outcome(as_bytes(bytes)).error(), WireError::bad_fields) << ending;
    }
}

TEST(Frames, SurviveEveryChangedByte) {
    std::mt19937 random{1};
    const auto turn = encode(one_of_each());
    for (int round = 0; round < 20'000; ++round) {
        auto bytes = turn;
        for (int change = 0; change < 3; ++change) bytes[random() % bytes.size()] = static_cast<char>(random());
        if (const auto read = decode_turn(as_bytes(bytes))) EXPECT_TRUE(decode_turn(as_bytes(encode(*read))));
    }
}

TEST(FramesDeathTest, ANulInAFieldIsABrokenPromise) {
    std::string out;
    EXPECT_DEATH(put_frame(out, Kind::kv_get, {std::string_view{"a\0b", 3}}, {}), "NUL");
}

}  // namespace
}  // namespace wib::edge::wire
