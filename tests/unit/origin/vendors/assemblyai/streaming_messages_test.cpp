#include "origin/vendors/assemblyai/streaming_messages.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wib::assemblyai {
namespace {

using media::Turn;
using Kind = media::RecogniserError::Kind;

// As AssemblyAI's streaming reference prints it.
constexpr std::string_view kTurn =
    R"({"type":"Turn","turn_order":0,"turn_is_formatted":false,"end_of_turn":false,"transcript":"hi my name","utterance":"",)"
    R"("end_of_turn_confidence":0.000001,"words":[{"start":2160,"end":2560,"text":"hi","confidence":0.868781,"word_is_final":true},)"
    R"({"start":2720,"end":2720,"text":"is","confidence":0.730668,"word_is_final":false}]})";

Turn turn_of(std::string_view text, bool formatted = true) {
    return std::get<Turn>(read_message(text, formatted).value());
}

TEST(AssemblyAi, ReadsAPartialTurn) {
    const auto turn = turn_of(kTurn);
    EXPECT_EQ(turn.order, 0);
    EXPECT_EQ(turn.text, "hi my name");
    EXPECT_FALSE(turn.ended);
    ASSERT_EQ(turn.words.size(), 2u);
    EXPECT_EQ(turn.words[0].text, "hi");
    EXPECT_EQ(turn.words[0].start, std::chrono::milliseconds{2160});
    EXPECT_TRUE(turn.words[0].is_final);
    EXPECT_FALSE(turn.words[1].is_final);
}

// Found by fuzzing: stamps that no stream has went on into the arithmetic of the time line.
TEST(AssemblyAi, KeepsWordsOnTheClock) {
    const auto turn = turn_of(
        R"({"type":"Turn","turn_order":0,"end_of_turn":true,"transcript":"a b","words":[)"
        R"({"start":9223372036854775807,"end":-1,"text":"a","confidence":7,"word_is_final":true},)"
        R"({"start":-5,"end":40,"text":"b","confidence":-1,"word_is_final":true}]})");
    ASSERT_EQ(turn.words.size(), 2u);
    EXPECT_EQ(turn.words[0].start, std::chrono::hours{24});
    EXPECT_EQ(turn.words[0].end, turn.words[0].start);
    EXPECT_EQ(turn.words[0].confidence, 1.0);
    EXPECT_EQ(turn.words[1].start, std::chrono::milliseconds{0});
    EXPECT_EQ(turn.words[1].end, std::chrono::milliseconds{40});
    EXPECT_EQ(turn.words[1].confidence, 0.0);
}

TEST(AssemblyAi, OnlyTheFormattedTellingEndsAFormattedTurn) {
    std::string end{kTurn};
    end.replace(end.find(R"("end_of_turn":false)"), 19, R"("end_of_turn":true)");
    EXPECT_FALSE(turn_of(end).ended);
    EXPECT_TRUE(turn_of(end, false).ended);
    auto formatted = end;
    formatted.replace(formatted.find(R"("turn_is_formatted":false)"), 25, R"("turn_is_formatted":true)");
    EXPECT_TRUE(turn_of(formatted).ended);
    // Models that always format say so once, or not at all.
    auto silent = end;
    silent.erase(silent.find(R"("turn_is_formatted":false,)"), 26);
    EXPECT_TRUE(turn_of(silent).ended);
}

TEST(AssemblyAi, ReadsTheRest) {
    EXPECT_TRUE(std::holds_alternative<Began>(
        *read_message(R"({"type":"Begin","id":"de5d9927","expires_at":1759796682})", true)));
    EXPECT_TRUE(std::holds_alternative<SessionOver>(
        *read_message(R"({"type":"Termination","audio_duration_seconds":12,"session_duration_seconds":14})", true)));
    EXPECT_TRUE(std::holds_alternative<Beside>(*read_message(R"({"type":"Heartbeat","realtime_factor":1.0})", true)));
    EXPECT_TRUE(std::holds_alternative<Beside>(*read_message(R"({"type":"SomethingNew","x":[]})", true)));
    const auto failed = std::get<Failed>(*read_message(R"({"type":"Error","error_code":3006,"error":"bad"})", true));
    EXPECT_EQ(failed.error.detail, "3006 bad");
    for (const auto* text :
         {"", "{", "[]", "{}", R"({"type":7})", R"({"type":"Turn"})", R"({"type":"Turn","turn_order":"x"})"})
        EXPECT_FALSE(read_message(text, true)) << text;
}

TEST(AssemblyAi, KnowsWhatIsWorthAnotherTry) {
    const auto close = [](std::uint16_t code, std::string_view reason = "") { return meaning_of_close(code, reason); };
    EXPECT_FALSE(close(1008, "Unauthorized Connection: missing or invalid key").retryable);
    EXPECT_EQ(close(1008).kind, Kind::refused);
    EXPECT_TRUE(close(1008, "Unauthorized Connection: Too many concurrent sessions").retryable);
    EXPECT_FALSE(close(4001).retryable);
    EXPECT_FALSE(close(4002).retryable);
    for (const int code : {1006, 1013, 3005, 3006, 3007, 3008, 3009, 4029, 4031})
        EXPECT_TRUE(close(static_cast<std::uint16_t>(code)).retryable) << code;
    EXPECT_FALSE(meaning_of_status(401, "").retryable);
    EXPECT_FALSE(meaning_of_status(403, "").retryable);
    EXPECT_TRUE(meaning_of_status(429, "").retryable);
    EXPECT_TRUE(meaning_of_status(503, "").retryable);
}

TEST(AssemblyAi, AsksForTelephonyAudioAsItComes) {
    EXPECT_EQ(session_url("wss://streaming.assemblyai.com/v3/ws",
                          {.speech_model = "universal-streaming-english", .language = "en-US"}),
              "wss://streaming.assemblyai.com/v3/ws?sample_rate=8000&encoding=pcm_mulaw&format_turns=true"
              "&speech_model=universal-streaming-english");
    EXPECT_TRUE(session_url("ws://x/v3/ws", {.speech_model = "universal-streaming-english", .language = "es"})
                    .ends_with("speech_model=universal-streaming-multilingual"));
    EXPECT_TRUE(session_url("ws://x/v3/ws?a=b", {.speech_model = "u3-rt-pro", .language = "es"})
                    .starts_with("ws://x/v3/ws?a=b&sample"));
}

TEST(AssemblyAi, AnyDamageToAMessageIsHarmless) {
    std::mt19937 chance{11};
    for (int round = 0; round < 2000; ++round) {
        std::string damaged{kTurn};
        const auto edits = 1 + chance() % 5;
        for (std::size_t i = 0; i < edits; ++i) {
            const auto at = chance() % damaged.size();
            if (chance() % 2 == 0)
                damaged[at] = static_cast<char>(chance() & 0xff);
            else
                damaged.erase(at, 1 + chance() % 10);
            if (damaged.empty()) break;
        }
        (void)read_message(damaged, true);
    }
}

}  // namespace
}  // namespace wib::assemblyai
