#include "origin/vendors/telnyx/media_messages.hpp"

#include <gtest/gtest.h>

#include <random>

#include "shared/codec/base64.hpp"

namespace wib::telnyx {
namespace {

using media::NotUnderstood;

constexpr Instant kNoon{std::chrono::seconds{1'790'000'000}};

// Messages as Telnyx' media streaming documentation prints them.
constexpr std::string_view kConnected = R"({"event":"connected","version":"1.0.0"})";
constexpr std::string_view kStart =
    R"({"event":"start","sequence_number":"1","stream_id":"32DE0DEA-53CB-4B21-89A4-9E1819C043BC","start":{)"
    R"("user_id":"3E6F995F-85F7-4705-9741-53B116D28237","call_control_id":"v2:T02l","call_session_id":"ff55a038-6f5d-11ef-9692-02420aeffb1f",)"
    R"("from":"+13122010094","to":"+13122123456","tags":["TAG1"],"client_state":"aGF2ZSBhIG5pY2UgZGF5ID1d",)"
    R"("media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}}})";
constexpr std::string_view kMedia =
    R"({"event":"media","sequence_number":"4","stream_id":"s","media":{"track":"inbound","chunk":"2","timestamp":"5","payload":"f39/fw=="}})";
constexpr std::string_view kDigit =
    R"({"event":"dtmf","sequence_number":"5","stream_id":"s","occurred_at":"2025-06-05T08:54:19.698408Z","dtmf":{"digit":"1"}})";
constexpr std::string_view kMark =
    R"({"event":"mark","sequence_number":"5","stream_id":"s","mark":{"name":"some_mark_name"}})";
constexpr std::string_view kError =
    R"({"event":"error","stream_id":"s","payload":{"code":100003,"title":"malformed_frame","detail":"x"}})";
constexpr std::string_view kStop =
    R"({"event":"stop","sequence_number":"5","stream_id":"s","stop":{"user_id":"u","call_control_id":"v2:x"}})";

struct Telnyx : ::testing::Test {
    std::unique_ptr<media::StreamDialect> dialect = open_media_dialect();

    template <class News>
    News read(std::string_view message) {
        auto news = dialect->read(message, kNoon);
        EXPECT_TRUE(news) << message;
        return std::get<News>(std::move(news).value());
    }
    NotUnderstood refusal(std::string_view message) {
        const auto news = dialect->read(message, kNoon);
        EXPECT_FALSE(news) << message;
        return news.error();
    }
};

TEST_F(Telnyx, SpeaksAsDocumented) {
    read<media::Unremarkable>(kConnected);
    const auto begun = read<media::StreamBegun>(kStart);
    EXPECT_EQ(begun.control_id, "v2:T02l");
    EXPECT_EQ(begun.codec, record::Codec::pcmu);
    const auto frame = read<media::FrameCame>(kMedia).frame;
    EXPECT_EQ(frame.track, record::Track::consumer);
    EXPECT_EQ(frame.chunk, 2u);
    EXPECT_EQ(frame.timestamp_ms, 5u);
    EXPECT_EQ(frame.received_at, kNoon);
    EXPECT_EQ(as_text(frame.payload), "\x7f\x7f\x7f\x7f");
    EXPECT_EQ(read<media::DigitPressed>(kDigit).digit, '1');
    EXPECT_EQ(read<media::MarkReached>(kMark).name, "some_mark_name");
    EXPECT_EQ(read<media::CarrierComplained>(kError).code, 100003);
    read<media::StreamEnded>(kStop);
}

TEST_F(Telnyx, TheOutboundTrackIsWhatTheConsumerHears) {
    std::string message{kMedia};
    message.replace(message.find("inbound"), 7, "outbound");
    EXPECT_EQ(read<media::FrameCame>(message).frame.track, record::Track::heard);
}

TEST_F(Telnyx, TakesPlainNumbersAsWellAsDecimalStrings) {
    const auto frame =
        read<media::FrameCame>(
            R"({"event":"media","media":{"track":"inbound","chunk":7,"timestamp":140,"payload":"fw=="}})")
            .frame;
    EXPECT_EQ(frame.chunk, 7u);
    EXPECT_EQ(frame.timestamp_ms, 140u);
}

TEST_F(Telnyx, UnknownEventsAreNoFault) {
    read<media::Unremarkable>(R"({"event":"something_new","x":[1,2,{"y":null}]})");
}

TEST_F(Telnyx, NamesWhyAMessageGivesNoNews) {
    EXPECT_EQ(refusal(""), NotUnderstood::not_json);
    EXPECT_EQ(refusal("hello"), NotUnderstood::not_json);
    EXPECT_EQ(refusal("[]"), NotUnderstood::not_json);
    EXPECT_EQ(refusal(R"({"event":"media","media":{"track":"inb)"), NotUnderstood::not_json);
    EXPECT_EQ(refusal("{}"), NotUnderstood::missing_field);
    EXPECT_EQ(refusal(R"({"event":7})"), NotUnderstood::missing_field);
    EXPECT_EQ(refusal(R"({"event":"media"})"), NotUnderstood::missing_field);
    EXPECT_EQ(refusal(R"({"event":"media","media":[]})"), NotUnderstood::missing_field);
    EXPECT_EQ(refusal(R"({"event":"media","media":{"track":"sideways","chunk":"1","timestamp":"0","payload":"fw=="}})"),
              NotUnderstood::missing_field);
    EXPECT_EQ(
        refusal(R"({"event":"media","media":{"track":"inbound","chunk":"one","timestamp":"0","payload":"fw=="}})"),
        NotUnderstood::bad_number);
    EXPECT_EQ(
        refusal(
            R"({"event":"media","media":{"track":"inbound","chunk":"4294967296","timestamp":"0","payload":"fw=="}})"),
        NotUnderstood::bad_number);
    EXPECT_EQ(refusal(R"({"event":"media","media":{"track":"inbound","chunk":"1","timestamp":-5,"payload":"fw=="}})"),
              NotUnderstood::bad_number);
    EXPECT_EQ(
        refusal(R"({"event":"media","media":{"track":"inbound","chunk":"1","timestamp":"0","payload":"not base64!"}})"),
        NotUnderstood::bad_audio);
    EXPECT_EQ(refusal(R"({"event":"media","media":{"track":"inbound","chunk":"1","timestamp":"0","payload":""}})"),
              NotUnderstood::bad_audio);
    std::string opus{kStart};
    opus.replace(opus.find("PCMU"), 4, "OPUS");
    EXPECT_EQ(refusal(opus), NotUnderstood::unsupported_codec);
    EXPECT_EQ(refusal(std::string(100'000, ' ')), NotUnderstood::too_long);
    const auto long_frame = codec::base64(Bytes(record::kLongestPayload + 1));
    EXPECT_EQ(refusal(R"({"event":"media","media":{"track":"inbound","chunk":"1","timestamp":"0","payload":")" +
                      long_frame + R"("}})"),
              NotUnderstood::too_long);
    // And after all that it still understands.
    EXPECT_EQ(read<media::FrameCame>(kMedia).frame.chunk, 2u);
}

TEST_F(Telnyx, AnyDamageToAMessageIsHarmless) {
    std::mt19937 chance{3};
    for (const auto message : {kConnected, kStart, kMedia, kDigit, kMark, kError, kStop})
        for (int round = 0; round < 500; ++round) {
            std::string damaged{message};
            const auto edits = 1 + chance() % 4;
            for (std::size_t i = 0; i < edits; ++i) {
                if (damaged.empty()) break;
                const auto at = chance() % damaged.size();
                switch (chance() % 3) {
                    case 0:
                        damaged[at] = static_cast<char>(chance() & 0xff);
                        break;
                    case 1:
                        damaged.erase(at, 1 + chance() % 8);
                        break;
                    default:
                        damaged.insert(at, 1, static_cast<char>(chance() & 0xff));
                }
            }
            (void)dialect->read(damaged, kNoon);
        }
}

TEST_F(Telnyx, SaysWhatTheDocumentationAsksFor) {
    EXPECT_EQ(dialect->play(to_bytes("\x7f\x7f\x7f\x7f")), R"({"event":"media","media":{"payload":"f39/fw=="}})");
    EXPECT_EQ(dialect->mark("m\"1"), R"({"event":"mark","mark":{"name":"m\"1"}})");
    EXPECT_EQ(dialect->clear(), R"({"event":"clear"})");
}

}  // namespace
}  // namespace wib::telnyx
